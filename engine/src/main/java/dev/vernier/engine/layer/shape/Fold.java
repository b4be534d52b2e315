package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Fold: adds up the windows that are the columns of (windows, kernel_w · kernel_h · c) to
 * (output_w, output_h, c), the reverse of {@link Unfold}; float32.
 */
public final class Fold extends Layer {
  private static final long serialVersionUID = 1L;

  /** Width of the top. */
  static final IntParam OUTPUT_W = IntParam.of(20, "output_w").atLeast(1);

  /** Height of the top; defaults to output_w. */
  static final IntParam OUTPUT_H = IntParam.of(21, "output_h").defaultsTo(OUTPUT_W).atLeast(1);

  private final SlidingWindow window;
  private final int left;
  private final int above;
  private final int outputW;
  private final int outputH;
  private final int across;
  private final int down;

  /** A folding as the file describes it. */
  public Fold(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.window = SlidingWindow.of(spec);
    this.left = SlidingWindow.PAD_LEFT.atLeast(0).get(spec);
    int right = SlidingWindow.PAD_RIGHT.atLeast(0).get(spec);
    this.above = SlidingWindow.PAD_TOP.atLeast(0).get(spec);
    int below = SlidingWindow.PAD_BOTTOM.atLeast(0).get(spec);
    this.outputW = OUTPUT_W.get(spec);
    this.outputH = OUTPUT_H.get(spec);
    this.across = window.across((long) outputW + left + right);
    this.down = window.down((long) outputH + above + below);
    long windows = (long) across * down;
    if (windows < 1 || windows > Integer.MAX_VALUE) {
      throw spec.error(
          "output is "
              + outputW
              + " x "
              + outputH
              + ", which holds "
              + windows
              + " windows with its border");
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int elements = window.elements();
    int windows = across * down;
    if (bottom.dims() != 2
        || bottom.type() != Mat.Type.FLOAT32
        || bottom.w() != windows
        || bottom.h() % elements != 0) {
      throw badBottom(0, bottom, "(" + windows + ", a multiple of " + elements + ") float32");
    }
    Mat top = workspace.floats(outputW, outputH, bottom.h() / elements);
    Arrays.fill(top.floats(), 0, top.size(), 0f);
    int from = 0;
    for (int q = 0; q < top.c(); q++) {
      int plane = q * outputW * outputH;
      for (int ky = 0; ky < window.kernelH(); ky++) {
        for (int kx = 0; kx < window.kernelW(); kx++) {
          int firstX = kx * window.dilationW() - left;
          int firstY = ky * window.dilationH() - above;
          add(bottom.floats(), from, top.floats(), plane, firstX, firstY);
          from += windows;
        }
      }
    }
    tops[0] = top;
  }

  /** Adds the element of every window that lies at (firstX, firstY) of the first. */
  private void add(float[] src, int from, float[] dst, int plane, int firstX, int firstY) {
    int stride = window.strideW();
    int begin = firstX >= 0 ? 0 : (int) Math.min(across, ((long) -firstX + stride - 1) / stride);
    long inside = ((long) outputW - firstX + stride - 1) / stride;
    int end = (int) Math.max(begin, Math.min(across, inside));
    for (int y = 0; y < down; y++) {
      int row = firstY + y * window.strideH();
      if (row >= 0 && row < outputH) {
        int to = plane + row * outputW + firstX;
        int line = from + y * across;
        for (int x = begin; x < end; x++) {
          dst[to + x * stride] += src[line + x];
        }
      }
    }
  }
}
