package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's GridSample: the values of (w, h, c) or (w, h, d, c) at the places that a grid names,
 * coordinates from −1 to 1, x first; both float32.
 *
 * <p>The grid of (w, h, c) is (2, outw, outh), that of (w, h, d, c) is (3, outw, outh, outd); under
 * permute_fusion (outw, outh, 2) and (outw, outh, outd, 3).
 */
public final class GridSample extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int BICUBIC = 3;

  /** 1 bilinear, 2 nearest, 3 bicubic (three dimensions only); defaults to 1. */
  static final IntParam SAMPLE_TYPE =
      IntParam.of(0, "sample_type").defaultsTo(1).atLeast(1).atMost(BICUBIC);

  /** Outside lie 1 zeros, 2 the border's elements, 3 the reflection; defaults to 1. */
  static final IntParam PADDING_MODE =
      IntParam.of(1, "padding_mode").defaultsTo(1).atLeast(1).atMost(3);

  /** Whether ±1 are the centres of the corner elements, not their outer edges. */
  static final IntParam ALIGN_CORNER = IntParam.of(2, "align_corner").atLeast(0).atMost(1);

  /** Whether the grid's coordinates are its channels. */
  static final IntParam PERMUTE_FUSION = IntParam.of(3, "permute_fusion").atLeast(0).atMost(1);

  private final SampleAxis sampling;
  private final boolean permuted;

  /** A sampling as the file describes it. */
  public GridSample(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(2, 1);
    this.sampling =
        new SampleAxis(SAMPLE_TYPE.get(spec), PADDING_MODE.get(spec), ALIGN_CORNER.get(spec) == 1);
    this.permuted = PERMUTE_FUSION.get(spec) == 1;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat grid = bottoms[1];
    int dims = bottom.dims();
    if (dims < 3 || bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "three or four dimensions of float32");
    }
    if (dims == 4 && sampling.sampleType() == BICUBIC) {
      throw badBottom(0, bottom, "three dimensions, because ncnn has no bicubic of four");
    }
    int coordinates = dims - 1;
    if (grid.dims() != dims
        || grid.type() != Mat.Type.FLOAT32
        || (permuted ? grid.c() : grid.w()) != coordinates) {
      throw badBottom(
          1,
          grid,
          dims
              + " dimensions of float32, the "
              + (permuted ? "outermost" : "innermost")
              + " of "
              + coordinates);
    }
    int w = permuted ? grid.w() : grid.h();
    int h = permuted ? grid.h() : dims == 3 ? grid.c() : grid.d();
    int d = dims == 3 ? 1 : permuted ? grid.d() : grid.c();
    Mat top = workspace.create(Mat.Type.FLOAT32, dims, w, h, d, bottom.c());
    sample(bottom, grid.floats(), top);
    tops[0] = top;
  }

  private void sample(Mat bottom, float[] grid, Mat top) {
    int w = top.w();
    int points = top.channelSize();
    int coordinates = bottom.dims() - 1;
    int step = permuted ? 1 : coordinates;
    int apart = permuted ? points : 1;
    int per = sampling.taps();
    int taps = coordinates == 3 ? per * per * per : per * per;
    // A row at a time: its elements and weights serve every channel.
    int[] indices = new int[Math.multiplyExact(taps, w)];
    float[] weights = new float[taps * w];
    int[] axisIndices = new int[3 * per];
    float[] axisWeights = new float[3 * per];
    int[] sizes = {bottom.w(), bottom.h(), bottom.d()};
    for (int row = 0; row < points; row += w) {
      for (int x = 0; x < w; x++) {
        for (int i = 0; i < coordinates; i++) {
          float place = grid[(row + x) * step + i * apart];
          sampling.locate(place, sizes[i], axisIndices, axisWeights, i * per);
        }
        combine(axisIndices, axisWeights, sizes, per, indices, weights, x * taps, coordinates);
      }
      for (int q = 0; q < bottom.c(); q++) {
        blend(
            bottom.floats(),
            q * bottom.channelSize(),
            indices,
            weights,
            taps,
            top.floats(),
            q * points + row,
            w);
      }
    }
  }

  /** The elements of a square or cube from those of its axes. */
  private static void combine(
      int[] axisIndices,
      float[] axisWeights,
      int[] sizes,
      int per,
      int[] indices,
      float[] weights,
      int at,
      int coordinates) {
    boolean cube = coordinates == 3;
    int taps = cube ? per * per * per : per * per;
    for (int t = 0; t < taps; t++) {
      int i = t % per;
      int j = per + t / per % per;
      int k = 2 * per + t / (per * per);
      int x = axisIndices[i];
      int y = axisIndices[j];
      int z = cube ? axisIndices[k] : 0;
      indices[at + t] = (x | y | z) < 0 ? -1 : (z * sizes[1] + y) * sizes[0] + x;
      weights[at + t] = axisWeights[i] * axisWeights[j] * (cube ? axisWeights[k] : 1f);
    }
  }

  private static void blend(
      float[] src,
      int plane,
      int[] indices,
      float[] weights,
      int taps,
      float[] dst,
      int dstAt,
      int w) {
    for (int x = 0; x < w; x++) {
      float sum = 0f;
      int end = (x + 1) * taps;
      for (int t = x * taps; t < end; t++) {
        if (indices[t] >= 0) {
          sum += weights[t] * src[plane + indices[t]];
        }
      }
      dst[dstAt + x] = sum;
    }
  }
}
