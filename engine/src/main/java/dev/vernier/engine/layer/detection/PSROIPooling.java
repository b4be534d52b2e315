package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's PSROIPooling: the mean of each bin of a region, each bin in a channel of its own: (w, h,
 * pooled_width · pooled_height · output_dim) to (pooled_width, pooled_height, output_dim). A bin
 * without elements gives 0.
 */
public final class PSROIPooling extends RegionPooling {
  private static final long serialVersionUID = 1L;

  /** Width of the top; another default than its siblings'. */
  static final IntParam POOLED_WIDTH = RegionPooling.POOLED_WIDTH.defaultsTo(7);

  /** Height of the top; another default than its siblings'. */
  static final IntParam POOLED_HEIGHT = RegionPooling.POOLED_HEIGHT.defaultsTo(7);

  /** Elements of the blob for each pixel of the image; another default than its siblings'. */
  static final FloatParam SPATIAL_SCALE = RegionPooling.SPATIAL_SCALE.defaultsTo(0.0625f);

  /** Channels of the top. */
  static final IntParam OUTPUT_DIM = IntParam.of(3, "output_dim").atLeast(1);

  /** What a region's side is at least, in elements, so that its bins have a size. */
  private static final float LEAST_SIDE = 0.1f;

  private final int outputDim;

  /** A pooling as the file describes it. */
  public PSROIPooling(LayerSpec spec) {
    super(spec, POOLED_WIDTH.get(spec), POOLED_HEIGHT.get(spec), SPATIAL_SCALE.get(spec));
    this.outputDim = OUTPUT_DIM.get(spec);
  }

  @Override
  int channels(Mat bottom) {
    // Divided rather than multiplied, so that no product of three parameters overflows.
    long bins = (long) pooledWidth() * pooledHeight();
    if (bottom.c() % bins != 0 || bottom.c() / bins != outputDim) {
      throw badBottom(
          0,
          bottom,
          "a channel for each of "
              + outputDim
              + " x "
              + pooledHeight()
              + " x "
              + pooledWidth()
              + " bins");
    }
    return outputDim;
  }

  @Override
  Placed place(Mat bottom, Mat region) {
    float[] corners = region.floats();
    RegionBins columns = bins(pooledWidth(), bottom.w(), corners[0], corners[2]);
    RegionBins rows = bins(pooledHeight(), bottom.h(), corners[1], corners[3]);
    return (channel, dst, at) -> pool(bottom, channel, columns, rows, dst, at);
  }

  private RegionBins bins(int bins, int size, float first, float last) {
    float start = nearest(first) * spatialScale();
    float end = nearest(last + 1f) * spatialScale();
    float step = Math.max(end - start, LEAST_SIDE) / bins;
    return RegionBins.fromPoint(bins, size, start, step);
  }

  /** The nearest whole number; halves go away from zero. */
  private static float nearest(float value) {
    return (float) (value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5));
  }

  private static void pool(
      Mat mat, int channel, RegionBins columns, RegionBins rows, float[] dst, int at) {
    float[] src = mat.floats();
    int width = mat.w();
    int plane = mat.channelSize();
    int[] left = columns.from();
    int[] right = columns.to();
    int bins = left.length * rows.from().length;
    int from = channel * bins * plane;
    int to = at;
    for (int row = 0; row < rows.from().length; row++) {
      int top = rows.from()[row];
      int bottom = rows.to()[row];
      for (int column = 0; column < left.length; column++, from += plane) {
        float sum = 0f;
        for (int y = top; y < bottom; y++) {
          int end = from + y * width + right[column];
          for (int i = from + y * width + left[column]; i < end; i++) {
            sum += src[i];
          }
        }
        boolean empty = bottom <= top || right[column] <= left[column];
        dst[to++] = empty ? 0f : sum / ((bottom - top) * (right[column] - left[column]));
      }
    }
  }
}
