package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's ROIPooling: the largest element of each bin of a region, (w, h, c) to (pooled_width,
 * pooled_height, c). The region is brought to whole elements first, neighbouring bins share the
 * element before the cut between them; a bin without elements gives 0.
 */
public final class ROIPooling extends RegionPooling {
  private static final long serialVersionUID = 1L;

  /** A pooling as the file describes it. */
  public ROIPooling(LayerSpec spec) {
    super(spec, POOLED_WIDTH.get(spec), POOLED_HEIGHT.get(spec), SPATIAL_SCALE.get(spec));
  }

  @Override
  int channels(Mat bottom) {
    return bottom.c();
  }

  @Override
  Placed place(Mat bottom, Mat region) {
    float[] corners = region.floats();
    RegionBins columns = bins(pooledWidth(), bottom.w(), corners[0], corners[2]);
    RegionBins rows = bins(pooledHeight(), bottom.h(), corners[1], corners[3]);
    float[] src = bottom.floats();
    int width = bottom.w();
    int plane = bottom.channelSize();
    return (channel, dst, at) -> pool(src, channel * plane, width, columns, rows, dst, at);
  }

  private RegionBins bins(int bins, int size, float first, float last) {
    int start = nearest(first * spatialScale());
    long extent = (long) nearest(last * spatialScale()) - start + 1;
    // ncnn's build divides by an approximate reciprocal, which comes out a hair low: a cut that
    // should fall on an element's edge gives both its bins the element before the edge.
    float step = Math.nextDown((float) Math.max(extent, 1) / bins);
    return RegionBins.fromElement(bins, size, start, step);
  }

  /** The nearest whole number; halves go away from zero. */
  private static int nearest(float value) {
    return (int) (value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5));
  }

  private static void pool(
      float[] src, int plane, int width, RegionBins columns, RegionBins rows, float[] dst, int at) {
    int[] left = columns.from();
    int[] right = columns.to();
    int to = at;
    for (int row = 0; row < rows.from().length; row++) {
      int top = rows.from()[row];
      int bottom = rows.to()[row];
      for (int column = 0; column < left.length; column++) {
        boolean empty = bottom <= top || right[column] <= left[column];
        float max = empty ? 0f : src[plane + top * width + left[column]];
        for (int y = top; y < bottom; y++) {
          int end = plane + y * width + right[column];
          for (int i = plane + y * width + left[column]; i < end; i++) {
            max = max < src[i] ? src[i] : max;
          }
        }
        dst[to++] = max;
      }
    }
  }
}
