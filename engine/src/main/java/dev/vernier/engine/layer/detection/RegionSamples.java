package dev.vernier.engine.layer.detection;

import java.util.Arrays;

/**
 * The points along one side of a region at which a blob is sampled, bin by bin, each as two
 * neighbouring elements and their weights. Points beyond the last element take its value.
 */
final class RegionSamples {
  private final int size;

  /** Where each bin's points begin; one entry more for the end of the last. */
  private final int[] first;

  /** Points by which each bin's sum is divided, those that lie outside the blob included. */
  private final int[] counts;

  private int[] low = new int[16];
  private int[] high = new int[16];
  private float[] lowWeight = new float[16];
  private float[] highWeight = new float[16];
  private int points;

  private RegionSamples(int bins, int size) {
    this.size = size;
    this.first = new int[bins + 1];
    this.counts = new int[bins];
  }

  /**
   * Points of bins that are cut at the blob's ends first.
   *
   * @param start where the side begins, in elements
   * @param step length of a bin
   * @param ratio points of a bin, or 0 for about one an element
   */
  static RegionSamples clipped(int bins, int size, float start, float step, int ratio) {
    RegionSamples made = new RegionSamples(bins, size);
    for (int i = 0; i < bins; i++) {
      float from = Math.max(0f, Math.min(size, start + i * step));
      float to = Math.max(0f, Math.min(size, start + (i + 1) * step));
      if (to > from) {
        int grid = ratio > 0 ? ratio : (int) Math.ceil(to - from);
        made.counts[i] = grid;
        for (int k = 0; k < grid; k++) {
          made.add(from + (k + 0.5f) * step / grid);
        }
      }
      made.first[i + 1] = made.points;
    }
    return made;
  }

  /**
   * Points of whole bins, of which those more than an element outside the blob count as 0, as
   * Detectron2 has it; parameters as for {@link #clipped}.
   */
  static RegionSamples whole(int bins, int size, float start, float step, int ratio) {
    RegionSamples made = new RegionSamples(bins, size);
    int grid = ratio > 0 ? ratio : (int) Math.ceil(step);
    for (int i = 0; i < bins; i++) {
      made.counts[i] = Math.max(grid, 0);
      for (int k = 0; k < grid; k++) {
        float at = start + i * step + (k + 0.5f) * step / grid;
        if (at >= -1f && at <= size) {
          made.add(Math.max(at, 0f));
        }
      }
      made.first[i + 1] = made.points;
    }
    return made;
  }

  private void add(float at) {
    if (points == low.length) {
      int longer = points * 2;
      low = Arrays.copyOf(low, longer);
      high = Arrays.copyOf(high, longer);
      lowWeight = Arrays.copyOf(lowWeight, longer);
      highWeight = Arrays.copyOf(highWeight, longer);
    }
    int below = Math.min((int) at, size - 1);
    boolean last = below == size - 1;
    low[points] = below;
    high[points] = last ? below : below + 1;
    lowWeight[points] = last ? 1f : below + 1 - at;
    highWeight[points] = last ? 0f : at - below;
    points++;
  }

  /** The mean of each bin of one channel: {@code columns} across, {@code rows} down. */
  static void means(
      float[] src, int plane, RegionSamples columns, RegionSamples rows, float[] dst, int at) {
    int width = columns.size;
    int to = at;
    for (int row = 0; row < rows.counts.length; row++) {
      for (int column = 0; column < columns.counts.length; column++) {
        float sum = 0f;
        for (int y = rows.first[row]; y < rows.first[row + 1]; y++) {
          int upper = plane + rows.low[y] * width;
          int lower = plane + rows.high[y] * width;
          float upperWeight = rows.lowWeight[y];
          float lowerWeight = rows.highWeight[y];
          for (int x = columns.first[column]; x < columns.first[column + 1]; x++) {
            int left = columns.low[x];
            int right = columns.high[x];
            float leftWeight = columns.lowWeight[x];
            float rightWeight = columns.highWeight[x];
            sum +=
                (src[upper + left] * leftWeight + src[upper + right] * rightWeight) * upperWeight
                    + (src[lower + left] * leftWeight + src[lower + right] * rightWeight)
                        * lowerWeight;
          }
        }
        float count = (float) rows.counts[row] * columns.counts[column];
        dst[to++] = sum / Math.max(count, 1f);
      }
    }
  }
}
