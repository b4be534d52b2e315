package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's ROIAlign: the mean of bilinear samples of each bin of a region, (w, h, c) to
 * (pooled_width, pooled_height, c). A bin without samples gives 0.
 */
public final class ROIAlign extends RegionPooling {
  private static final long serialVersionUID = 1L;

  /** Samples along each side of a bin; 0 and below for about one an element. */
  static final IntParam SAMPLING_RATIO = IntParam.of(3, "sampling_ratio");

  /** Whether element centres lie at halves, so that the region moves by half an element. */
  static final IntParam ALIGNED = IntParam.of(4, "aligned").atLeast(0).atMost(1);

  /** 0 for bins cut at the blob's ends, 1 for Detectron2's rule. */
  static final IntParam VERSION = IntParam.of(5, "version").atLeast(0).atMost(1);

  /** Bounds the work and memory that a region far larger than its blob takes. */
  private static final int MOST_SAMPLES = 1 << 12;

  private final int samplingRatio;
  private final boolean aligned;
  private final boolean wholeBins;

  /** A pooling as the file describes it. */
  public ROIAlign(LayerSpec spec) {
    super(spec, POOLED_WIDTH.get(spec), POOLED_HEIGHT.get(spec), SPATIAL_SCALE.get(spec));
    this.samplingRatio = Math.max(0, SAMPLING_RATIO.get(spec));
    this.aligned = ALIGNED.get(spec) == 1;
    this.wholeBins = VERSION.get(spec) == 1;
    long bins = Math.max(pooledWidth(), pooledHeight());
    if (bins * samplingRatio > MOST_SAMPLES) {
      throw spec.error(
          "sampling_ratio is "
              + samplingRatio
              + ", must be at most "
              + MOST_SAMPLES / bins
              + " with "
              + bins
              + " bins a side");
    }
  }

  @Override
  int channels(Mat bottom) {
    return bottom.c();
  }

  @Override
  Placed place(Mat bottom, Mat region) {
    float[] corners = region.floats();
    RegionSamples columns = samples(pooledWidth(), bottom.w(), corners[0], corners[2], region);
    RegionSamples rows = samples(pooledHeight(), bottom.h(), corners[1], corners[3], region);
    float[] src = bottom.floats();
    int plane = bottom.channelSize();
    return (channel, dst, at) -> RegionSamples.means(src, channel * plane, columns, rows, dst, at);
  }

  private RegionSamples samples(int bins, int size, float first, float last, Mat region) {
    float shift = aligned ? 0.5f : 0f;
    float start = first * spatialScale() - shift;
    float extent = last * spatialScale() - shift - start;
    float step = (aligned ? extent : Math.max(extent, 1f)) / bins;
    if (!wholeBins) {
      return RegionSamples.clipped(bins, size, start, step, samplingRatio);
    }
    if (samplingRatio == 0 && Math.ceil(step) * bins > MOST_SAMPLES) {
      throw badBottom(1, region, "a region of at most " + MOST_SAMPLES + " elements a side");
    }
    return RegionSamples.whole(bins, size, start, step, samplingRatio);
  }
}
