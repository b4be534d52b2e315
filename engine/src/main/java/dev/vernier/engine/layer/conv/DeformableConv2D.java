package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's DeformableConv2D: (w, h, c), offsets (outw, outh, 2·kernel_w·kernel_h) and, optionally, a
 * mask (outw, outh, kernel_w·kernel_h) to (outw, outh, num_output).
 *
 * <p>Each element of each window is read where its offset (down, then right) moves it, between four
 * elements, zero outside, and scaled by its mask; from there on it is {@link Convolution}.
 */
public final class DeformableConv2D extends WindowLayer {
  private static final long serialVersionUID = 1L;

  /** Samples are taken for as many rows at a time as keep this many floats. */
  private static final int SAMPLES_AT_ONCE = 1 << 20;

  private final Prepared<float[]> matrix = new Prepared<>();

  /** A deformable convolution as the file describes it. */
  public DeformableConv2D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 2, 1, false, false);
    spec.requireBlobs(2, 1);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat input = planes(bottom);
    requireReals(0, bottom);
    if (input.c() != trained().inputs()) {
      throw badBottom(0, bottom, trained().inputs() + " channels");
    }
    ConvolutionWindow.Placement at = window().place(spec(), bottom, input);
    requireEach(bottoms, 1, at, 2);
    if (bottoms.length > 2) {
      requireEach(bottoms, 2, at, 1);
    }
    Mat top =
        createTop(
            Mat.Type.FLOAT32, at.w().count(), at.h().count(), 1, trained().outputs(), workspace);
    multiply(bottoms, input, at, top, workspace);
    finish(top, workspace.kernels().unary());
    tops[0] = top;
  }

  private void requireEach(Mat[] bottoms, int index, ConvolutionWindow.Placement at, int each) {
    Mat found = bottoms[index];
    long channels = (long) each * window().kernelSize();
    if (found.type() != Mat.Type.FLOAT32
        || found.dims() != 3
        || found.w() != at.w().count()
        || found.h() != at.h().count()
        || found.c() != channels) {
      throw badBottom(
          index,
          found,
          "float32 (" + at.w().count() + ", " + at.h().count() + ", " + channels + ")");
    }
  }

  private void multiply(
      Mat[] bottoms, Mat input, ConvolutionWindow.Placement at, Mat top, Workspace workspace) {
    float[] weights = matrix.get(workspace.kernels(), kernels -> trained().weight().toFloats());
    int outW = top.w();
    int rows = Mat.sizeOf(window().kernelSize(), input.c(), 1, 1);
    int block = Math.max(1, Math.min(top.h(), SAMPLES_AT_ONCE / Mat.sizeOf(outW, rows, 1, 1)));
    float[] samples = workspace.scratch(Scratch.LAYER_SLOT, Mat.sizeOf(outW, rows, block, 1));
    Mat mask = bottoms.length > 2 ? bottoms[2] : null;
    Mat padded = OffsetSampler.withinZeros(input, workspace);
    for (int y = 0; y < top.h(); y += block) {
      int pixels = Math.min(block, top.h() - y) * outW;
      new OffsetSampler(window(), at, bottoms[1], mask, y, pixels).sample(padded, samples);
      workspace
          .kernels()
          .gemm()
          .multiply(
              trained().outputs(),
              pixels,
              rows,
              weights,
              0,
              rows,
              false,
              samples,
              0,
              pixels,
              false,
              top.floats(),
              y * outW,
              top.channelSize(),
              workspace);
    }
  }

  private void finish(Mat top, UnaryKernels unary) {
    float[] values = top.floats();
    int plane = top.channelSize();
    float[] bias = trained().bias();
    for (int p = 0; p < top.c() && bias != null; p++) {
      unary.scaleShift(1f, bias[p], values, p * plane, values, p * plane, plane);
    }
    unary.activate(activation(), values, 0, values, 0, top.size());
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    return (long) tops[0].w() * tops[0].h() * trained().weight().count();
  }
}
