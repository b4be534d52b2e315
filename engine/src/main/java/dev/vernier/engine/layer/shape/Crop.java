package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.StringParam;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Crop: a rectangular part of a blob of any shape and type.
 *
 * <p>The part comes from one of: {@code starts_expr} and {@code ends_expr}; {@code starts} and
 * {@code ends}; offsets with sizes or back offsets; offsets with the shape of a second bottom; or,
 * where woffset is −233, from integers in the second bottom (offsets, then sizes, innermost first).
 */
public final class Crop extends Layer {
  private static final long serialVersionUID = 1L;

  /** First column; −233 to read everything from the second bottom. */
  static final IntParam WOFFSET = IntParam.of(0, "woffset");

  /** First row. */
  static final IntParam HOFFSET = IntParam.of(1, "hoffset");

  /** First plane. */
  static final IntParam DOFFSET = IntParam.of(13, "doffset");

  /** First channel. */
  static final IntParam COFFSET = IntParam.of(2, "coffset");

  /** Columns at most; −233 for all that is left. */
  static final IntParam OUTW = IntParam.of(3, "outw");

  /** Rows at most; −233 for all that is left. */
  static final IntParam OUTH = IntParam.of(4, "outh");

  /** Planes at most; −233 for all that is left. */
  static final IntParam OUTD = IntParam.of(14, "outd");

  /** Channels at most; −233 for all that is left. */
  static final IntParam OUTC = IntParam.of(5, "outc");

  /** Columns to leave out at the end. */
  static final IntParam WOFFSET2 = IntParam.of(6, "woffset2");

  /** Rows to leave out at the end. */
  static final IntParam HOFFSET2 = IntParam.of(7, "hoffset2");

  /** Planes to leave out at the end. */
  static final IntParam DOFFSET2 = IntParam.of(15, "doffset2");

  /** Channels to leave out at the end. */
  static final IntParam COFFSET2 = IntParam.of(8, "coffset2");

  /** First elements by axis; −233 for the start. */
  static final IntArrayParam STARTS = IntArrayParam.of(9, "starts");

  /** Ends by axis; −233 for the end. */
  static final IntArrayParam ENDS = IntArrayParam.of(10, "ends");

  /** Axes of starts and ends; all in order where absent. */
  static final IntArrayParam AXES = IntArrayParam.of(11, "axes");

  /** The starts as expressions. */
  static final StringParam STARTS_EXPR = StringParam.of(19, "starts_expr");

  /** The ends as expressions. */
  static final StringParam ENDS_EXPR = StringParam.of(20, "ends_expr");

  /** The axes as expressions. */
  static final StringParam AXES_EXPR = StringParam.of(21, "axes_expr");

  private static final int[] NONE = {};

  /** Offsets, sizes and back offsets as w, h, d, c. */
  private final int[] offsets;

  private final int[] sizes;
  private final int[] backOffsets;
  private final int[] starts;
  private final int[] ends;
  private final int[] axes;
  private final ShapeExpression startsExpression;
  private final ShapeExpression endsExpression;
  private final ShapeExpression axesExpression;
  private final boolean byReference;
  private final PerShape<CropRegion> regions = new PerShape<>();

  /** A crop as the file describes it. */
  public Crop(LayerSpec spec) {
    super(spec);
    this.offsets =
        new int[] {WOFFSET.get(spec), HOFFSET.get(spec), DOFFSET.get(spec), COFFSET.get(spec)};
    this.sizes = new int[] {OUTW.get(spec), OUTH.get(spec), OUTD.get(spec), OUTC.get(spec)};
    this.backOffsets =
        new int[] {WOFFSET2.get(spec), HOFFSET2.get(spec), DOFFSET2.get(spec), COFFSET2.get(spec)};
    this.starts = STARTS.get(spec);
    this.ends = ENDS.get(spec);
    this.axes = AXES.get(spec);
    this.startsExpression = ShapeExpression.of(STARTS_EXPR, spec);
    this.endsExpression = ShapeExpression.of(ENDS_EXPR, spec);
    this.axesExpression = ShapeExpression.of(AXES_EXPR, spec);
    boolean sliced = (starts.length > 0 && ends.length > 0) || byExpression();
    this.byReference = !sliced && isZero(sizes) && isZero(backOffsets);
    spec.requireBlobs(byReference ? 2 : 1, 1);
  }

  private boolean byExpression() {
    return startsExpression != null && endsExpression != null;
  }

  private static boolean isZero(int[] values) {
    for (int value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat second = bottoms.length > 1 ? bottoms[1] : null;
    boolean byValues = byReference && offsets[0] == CropRegion.WHOLE;
    CropRegion region = byValues || bottoms.length > 2 ? null : regions.find(bottom, second);
    if (region == null) {
      int[] extents = Extents.of(bottom);
      region = region(bottoms, extents);
      if (region.isAll(extents)) {
        tops[0] = bottom;
        return;
      }
      if (!region.fits(extents)) {
        throw badBottom(0, bottom, "one that holds the part with " + region + ", outermost first");
      }
      regions.keep(bottom, second, region);
    }
    Mat top = Extents.create(bottom.type(), region.sizes(), workspace);
    copy(bottom, top, region.offsets());
    tops[0] = top;
  }

  private CropRegion region(Mat[] bottoms, int[] extents) {
    try {
      if (byExpression()) {
        return CropRegion.slice(
            extents,
            startsExpression.evaluate(bottoms),
            endsExpression.evaluate(bottoms),
            axesExpression == null ? NONE : axesExpression.evaluate(bottoms));
      }
      if (starts.length > 0 && ends.length > 0) {
        return CropRegion.slice(extents, starts, ends, axes);
      }
    } catch (IllegalArgumentException problem) {
      throw badBottom(0, bottoms[0], "another shape: " + problem.getMessage());
    }
    if (!byReference) {
      return bySizes(extents);
    }
    return offsets[0] == CropRegion.WHOLE ? byIntegers(bottoms) : byShape(bottoms);
  }

  private CropRegion bySizes(int[] extents) {
    int dims = extents.length;
    CropRegion region = CropRegion.whole(extents);
    for (int axis = 0; axis < dims; axis++) {
      int i = Extents.name(axis, dims);
      long left = (long) extents[axis] - offsets[i] - backOffsets[i];
      long size = sizes[i] == CropRegion.WHOLE ? left : Math.min(left, sizes[i]);
      region.offsets()[axis] = offsets[i];
      region.sizes()[axis] = (int) Math.max(0, Math.min(size, Integer.MAX_VALUE));
    }
    return region;
  }

  private CropRegion byShape(Mat[] bottoms) {
    Mat bottom = bottoms[0];
    Mat reference = bottoms[1];
    int dims = bottom.dims();
    int[] wanted = {
      reference.w(),
      reference.h(),
      reference.d(),
      // A reference of fewer dimensions leaves the channels as they are.
      reference.dims() == dims ? reference.c() : bottom.c()
    };
    CropRegion region = CropRegion.whole(Extents.of(bottom));
    for (int axis = 0; axis < dims; axis++) {
      int i = Extents.name(axis, dims);
      region.offsets()[axis] = offsets[i];
      region.sizes()[axis] = wanted[i];
    }
    return region;
  }

  private CropRegion byIntegers(Mat[] bottoms) {
    int dims = bottoms[0].dims();
    // Vectors and images leave room for the sizes they do not have.
    int sizesAt = Math.max(3, dims);
    if (bottoms[1].size() < sizesAt + dims || bottoms[1].type() == Mat.Type.INT8) {
      throw badBottom(1, bottoms[1], (sizesAt + dims) + " integers");
    }
    CropRegion region = CropRegion.whole(Extents.of(bottoms[0]));
    for (int axis = 0; axis < dims; axis++) {
      region.offsets()[axis] = integer(bottoms[1], dims - 1 - axis);
      region.sizes()[axis] = integer(bottoms[1], sizesAt + dims - 1 - axis);
    }
    return region;
  }

  /** ncnn keeps integers in float blobs bit by bit. */
  private static int integer(Mat mat, int at) {
    return mat.type() == Mat.Type.INT32
        ? mat.ints()[at]
        : Float.floatToRawIntBits(mat.floats()[at]);
  }

  private static void copy(Mat bottom, Mat top, int[] from) {
    int dims = from.length;
    int w = bottom.w();
    int h = bottom.h();
    int left = from[dims - 1];
    int up = dims > 1 ? from[dims - 2] : 0;
    int front = dims > 3 ? from[1] : 0;
    int first = dims > 2 ? from[0] : 0;
    Object src = Extents.array(bottom);
    Object dst = Extents.array(top);
    int at = 0;
    for (int q = 0; q < top.c(); q++) {
      for (int z = 0; z < top.d(); z++) {
        int plane = ((q + first) * bottom.d() + z + front) * h;
        for (int y = 0; y < top.h(); y++) {
          System.arraycopy(src, (plane + y + up) * w + left, dst, at, top.w());
          at += top.w();
        }
      }
    }
  }
}
