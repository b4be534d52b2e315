package dev.vernier.engine.layer.shape;

import java.util.Arrays;

/**
 * The part of a blob that a {@link Crop} keeps, by axis, outermost first.
 *
 * @param offsets first element of each axis
 * @param sizes how many elements of each axis
 */
record CropRegion(int[] offsets, int[] sizes) {

  /** Stands for "from the start" or "to the end" in slices, and for "all" as a size. */
  static final int WHOLE = -233;

  /** All of a blob. */
  static CropRegion whole(int[] extents) {
    return new CropRegion(new int[extents.length], extents.clone());
  }

  /**
   * A slice as NumPy has it: negative ends count from the back, an end of 0 is the end, ends beyond
   * the blob are cut.
   *
   * @param axes which axis each start and end is for, empty for all in order; an axis that the blob
   *     does not have is passed over, as ncnn does
   * @throws IllegalArgumentException if there are fewer starts or ends than axes
   */
  static CropRegion slice(int[] extents, int[] starts, int[] ends, int[] axes) {
    CropRegion region = whole(extents);
    int count = axes.length == 0 ? extents.length : axes.length;
    if (starts.length < count || ends.length < count) {
      throw new IllegalArgumentException(
          starts.length + " starts and " + ends.length + " ends for " + count + " axes");
    }
    for (int i = 0; i < count; i++) {
      int axis = axes.length == 0 ? i : axes[i] < 0 ? extents.length + axes[i] : axes[i];
      if (axis < 0 || axis >= extents.length) {
        continue;
      }
      int extent = extents[axis];
      int start = starts[i] == WHOLE ? 0 : starts[i] < 0 ? extent + starts[i] : starts[i];
      int end = ends[i] == WHOLE ? extent : ends[i] > 0 ? ends[i] : extent + ends[i];
      region.offsets[axis] = start;
      region.sizes[axis] = (int) Math.max(0, (long) Math.min(extent, end) - start);
    }
    return region;
  }

  /** Whether it lies inside a blob and is not empty. */
  boolean fits(int[] extents) {
    for (int i = 0; i < extents.length; i++) {
      if (offsets[i] < 0 || sizes[i] < 1 || (long) offsets[i] + sizes[i] > extents[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is all of a blob of these sizes. */
  boolean isAll(int[] extents) {
    return Arrays.equals(sizes, extents);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CropRegion region
        && Arrays.equals(offsets, region.offsets)
        && Arrays.equals(sizes, region.sizes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(offsets) + Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return "offsets " + Arrays.toString(offsets) + ", sizes " + Arrays.toString(sizes);
  }
}
