package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's Flip: turns the order of elements along some axes, for a blob of any shape and type. */
public final class Flip extends Layer {
  private static final long serialVersionUID = 1L;

  /** The axes, 0 the outermost, negative from the innermost; none leaves the blob as it is. */
  static final IntArrayParam AXES = IntArrayParam.of(0, "axes");

  private final int[] axes;

  /** A flip as the file describes it. */
  public Flip(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.axes = AXES.get(spec);
    if (axes.length > 4) {
      throw spec.error(AXES.name() + " has " + axes.length + " values, must have at most 4");
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (axes.length == 0) {
      tops[0] = bottom;
      return;
    }
    boolean[] flipped = flipped(bottom.dims());
    int w = bottom.w();
    int h = bottom.h();
    int d = bottom.d();
    int c = bottom.c();
    Mat top = Extents.like(bottom, workspace);
    Object src = Extents.array(bottom);
    Object dst = Extents.array(top);
    int to = 0;
    for (int q = 0; q < c; q++) {
      int channel = (flipped[3] ? c - 1 - q : q) * d;
      for (int z = 0; z < d; z++) {
        int plane = (channel + (flipped[2] ? d - 1 - z : z)) * h;
        for (int y = 0; y < h; y++) {
          int row = (plane + (flipped[1] ? h - 1 - y : y)) * w;
          if (flipped[0]) {
            Elements.copy(src, row + w - 1, -1, dst, to, 1, w);
          } else {
            System.arraycopy(src, row, dst, to, w);
          }
          to += w;
        }
      }
    }
    tops[0] = top;
  }

  /** Whether w, h, d and c are flipped. */
  private boolean[] flipped(int dims) {
    boolean[] flipped = new boolean[4];
    for (int axis : axes) {
      // ncnn flips vectors whatever the axis, and passes over an axis that the bottom lacks.
      int positive = dims == 1 ? 0 : axis < 0 ? dims + axis : axis;
      if (positive >= 0 && positive < dims) {
        flipped[Extents.name(positive, dims)] = true;
      }
    }
    return flipped;
  }
}
