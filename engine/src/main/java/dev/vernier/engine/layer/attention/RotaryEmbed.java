package dev.vernier.engine.layer.attention;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's RotaryEmbed: turns pairs of elements of each row by the angle of the row and the pair, the
 * same in every channel (head).
 *
 * <p>Bottoms are (w, h, c), or (w, h) or (w), with an even w, then the cosines and the sines, a row
 * of at least w / 2 for each of at least h rows. A pair is element j and element j + w / 2, or two
 * neighbours where interleaved.
 */
public final class RotaryEmbed extends Layer {
  private static final long serialVersionUID = 1L;

  /** Whether a pair is two neighbours. */
  static final IntParam INTERLEAVED = IntParam.of(0, "interleaved");

  private final boolean interleaved;

  /** A rotation as the file describes it. */
  public RotaryEmbed(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(3, 1);
    this.interleaved = INTERLEAVED.get(spec) != 0;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.dims() > 3 || bottom.w() % 2 != 0) {
      throw badBottom(0, bottom, "float32 of one to three dimensions with an even w");
    }
    int half = bottom.w() / 2;
    checkAngles(1, bottoms[1], half, bottom.h());
    checkAngles(2, bottoms[2], half, bottom.h());
    Mat top = workspace.floatsLike(bottom);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    float[] cos = bottoms[1].floats();
    float[] sin = bottoms[2].floats();
    int step = interleaved ? 2 : 1;
    int apart = interleaved ? 1 : half;
    int rows = bottom.h() * bottom.c();
    for (int row = 0; row < rows; row++) {
      int cosAt = row % bottom.h() * bottoms[1].w();
      int sinAt = row % bottom.h() * bottoms[2].w();
      int first = row * bottom.w();
      for (int j = 0; j < half; j++) {
        int at = first + j * step;
        float x = src[at];
        float y = src[at + apart];
        dst[at] = x * cos[cosAt + j] - y * sin[sinAt + j];
        dst[at + apart] = x * sin[sinAt + j] + y * cos[cosAt + j];
      }
    }
    tops[0] = top;
  }

  private void checkAngles(int index, Mat angles, int half, int rows) {
    if (angles.type() != Mat.Type.FLOAT32
        || angles.dims() > 2
        || angles.w() < half
        || angles.h() < rows) {
      throw badBottom(index, angles, "float32 (w, h) of at least " + half + " x " + rows);
    }
  }
}
