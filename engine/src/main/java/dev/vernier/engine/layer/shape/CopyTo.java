package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's CopyTo: the first bottom with the second written over a part of it; both of one type, of
 * any shape. A second bottom of the first's shape is the top.
 *
 * <p>As in ncnn a row of the second bottom that is too long runs on into the first's next row.
 */
public final class CopyTo extends Layer {
  private static final long serialVersionUID = 1L;

  /** First column to write. */
  static final IntParam WOFFSET = IntParam.of(0, "woffset").atLeast(0);

  /** First row to write. */
  static final IntParam HOFFSET = IntParam.of(1, "hoffset").atLeast(0);

  /** First plane to write. */
  static final IntParam DOFFSET = IntParam.of(13, "doffset").atLeast(0);

  /** First channel to write. */
  static final IntParam COFFSET = IntParam.of(2, "coffset").atLeast(0);

  /** First elements by axis, negative from the end, −233 for 0; overrides the offsets. */
  static final IntArrayParam STARTS = IntArrayParam.of(9, "starts");

  /** Axes of starts; all in order where absent. */
  static final IntArrayParam AXES = IntArrayParam.of(11, "axes");

  /** Offsets as w, h, d, c. */
  private final int[] offsets;

  private final int[] starts;
  private final int[] axes;

  /** A copy as the file describes it. */
  public CopyTo(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(2, 1);
    this.offsets =
        new int[] {WOFFSET.get(spec), HOFFSET.get(spec), DOFFSET.get(spec), COFFSET.get(spec)};
    this.starts = STARTS.get(spec);
    this.axes = AXES.get(spec);
    if (starts.length > 0 && starts.length < axes.length) {
      throw spec.error(
          STARTS.name() + " has " + starts.length + " values, must have at least " + axes.length);
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat self = bottoms[0];
    Mat part = bottoms[1];
    if (part.type() != self.type() || part.dims() > self.dims()) {
      throw badBottom(1, part, "a part of " + self);
    }
    if (part.sameShape(self)) {
      tops[0] = part;
      return;
    }
    int[] from = starts.length > 0 ? byStarts(self) : offsets.clone();
    // A blob lacks the sizes of dimensions that it does not have, whatever their offsets.
    from[1] = self.dims() > 1 ? from[1] : 0;
    from[2] = self.dims() > 3 ? from[2] : 0;
    from[3] = self.dims() > 2 ? from[3] : 0;
    if (!rowsFit(from, part, self)
        || !fits(from[1], part.h(), self.h())
        || !fits(from[2], part.d(), self.d())
        || !fits(from[3], part.c(), self.c())) {
      throw badBottom(
          1,
          part,
          "one that fits into "
              + self
              + " at ("
              + from[0]
              + ", "
              + from[1]
              + ", "
              + from[2]
              + ", "
              + from[3]
              + ")");
    }
    Mat top = Extents.like(self, workspace);
    System.arraycopy(Extents.array(self), 0, Extents.array(top), 0, self.size());
    copy(part, top, from);
    tops[0] = top;
  }

  private int[] byStarts(Mat self) {
    int[] from = new int[4];
    int[] extents = Extents.of(self);
    int dims = extents.length;
    int count = axes.length == 0 ? dims : axes.length;
    if (starts.length < count) {
      throw badBottom(0, self, "at most " + starts.length + " dimensions, one for each start");
    }
    for (int i = 0; i < count; i++) {
      int axis = axes.length == 0 ? i : axes[i] < 0 ? dims + axes[i] : axes[i];
      int along = dims == 1 ? 0 : axis;
      // ncnn passes over an axis that the bottom does not have.
      if (along >= 0 && along < dims) {
        int start = starts[i] == CropRegion.WHOLE ? 0 : starts[i];
        from[Extents.name(along, dims)] = start < 0 ? extents[along] + start : start;
      }
    }
    return from;
  }

  private static boolean fits(int from, int size, int extent) {
    return from >= 0 && (long) from + size <= extent;
  }

  /**
   * Whether the last row ends inside its channel: a row too long runs on into the next, as ncnn.
   */
  private static boolean rowsFit(int[] from, Mat part, Mat self) {
    long plane = (long) from[2] + part.d() - 1;
    long row = plane * self.h() + from[1] + part.h() - 1;
    return from[0] >= 0 && row * self.w() + from[0] + part.w() <= self.channelSize();
  }

  private static void copy(Mat part, Mat top, int[] from) {
    Object src = Extents.array(part);
    Object dst = Extents.array(top);
    int w = part.w();
    int at = 0;
    for (int q = 0; q < part.c(); q++) {
      for (int z = 0; z < part.d(); z++) {
        int plane = ((q + from[3]) * top.d() + z + from[2]) * top.h() + from[1];
        for (int y = 0; y < part.h(); y++) {
          System.arraycopy(src, at, dst, (plane + y) * top.w() + from[0], w);
          at += w;
        }
      }
    }
  }
}
