package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * ncnn's Reduction: the elements along some axes brought down to one, times coeff.
 *
 * <p>Axis 0 is the outermost; a negative axis counts from the innermost, −1. A blob of one
 * dimension is always reduced as a whole.
 */
public final class Reduction extends Layer {
  private static final long serialVersionUID = 1L;

  /** What is computed, in the order of {@link ReductionOperation}. */
  static final IntParam OPERATION =
      IntParam.of(0, "operation").atLeast(0).atMost(ReductionOperation.values().length - 1);

  /** Other than 0 to reduce every axis. */
  static final IntParam REDUCE_ALL = IntParam.of(1, "reduce_all").defaultsTo(1);

  /** Factor of the result. */
  static final FloatParam COEFF = FloatParam.of(2, "coeff").defaultsTo(1f);

  /** The axes that are reduced. */
  static final IntArrayParam AXES = IntArrayParam.of(3, "axes");

  /** Other than 0 to keep reduced axes with size 1. */
  static final IntParam KEEPDIMS = IntParam.of(4, "keepdims");

  /** Other than 0 in files whose axes do not count the batch. */
  static final IntParam FIXBUG0 = IntParam.of(5, "fixbug0");

  private final ReductionOperation operation;
  private final boolean all;
  private final float coeff;
  private final int[] axes;
  private final boolean keepDims;

  /** A reduction as the file describes it. */
  public Reduction(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.operation = ReductionOperation.values()[OPERATION.get(spec)];
    this.all = REDUCE_ALL.get(spec) != 0;
    this.coeff = COEFF.get(spec);
    this.axes = AXES.get(spec);
    this.keepDims = KEEPDIMS.get(spec) != 0;
    for (int axis : axes) {
      if (axis < -4 || axis > 3) {
        throw spec.error("axes holds " + axis + ", must lie between -4 and 3");
      }
    }
    if (axes.length > 0 && FIXBUG0.get(spec) == 0) {
      throw spec.error(
          "fixbug0 is 0, must be 1 with axes: the file is from a converter that counted axes"
              + " otherwise, convert the net again");
    }
  }

  /** Whether the result is the mean, and reduced axes fall away. */
  public boolean isPlainMean() {
    return operation == ReductionOperation.MEAN && coeff == 1f && !keepDims;
  }

  /**
   * The axes of a bottom that are reduced, 0 the outermost; null where it has not that many
   * dimensions.
   */
  public Set<Integer> reduced(int dims) {
    Set<Integer> reduced = new TreeSet<>();
    for (int axis = 0; axis < dims && (all || dims == 1); axis++) {
      reduced.add(axis);
    }
    for (int axis : all || dims == 1 ? new int[0] : axes) {
      int along = axis < 0 ? dims + axis : axis;
      if (along < 0 || along >= dims) {
        return null;
      }
      reduced.add(along);
    }
    return reduced;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int dims = bottom.dims();
    if (bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32");
    }
    // Innermost first: w, h, d, c; of three dimensions the last is c.
    int[] sizes = {bottom.w(), bottom.h(), dims == 4 ? bottom.d() : bottom.c(), bottom.c()};
    boolean[] reduced = new boolean[4];
    mark(bottom, reduced);
    int[] kept = new int[4];
    int[] left = {1, 1, 1, 1};
    int leftDims = 0;
    int count = 1;
    for (int i = 0; i < 4; i++) {
      kept[i] = i >= dims || reduced[i] ? 1 : sizes[i];
      if (i < dims && reduced[i]) {
        count *= sizes[i];
      } else if (i < dims) {
        left[leftDims++] = sizes[i];
      }
    }
    Mat top = keepDims ? create(workspace, dims, kept) : create(workspace, leftDims, left);
    int[] extents = {sizes[0], sizes[1], dims < 3 ? 1 : sizes[2], dims < 4 ? 1 : sizes[3]};
    reduce(bottom.floats(), extents, kept, top, workspace);
    float factor = operation == ReductionOperation.MEAN ? coeff / count : coeff;
    float[] dst = top.floats();
    for (int i = 0; i < top.size(); i++) {
      dst[i] = operation.finish(dst[i]) * factor;
    }
    tops[0] = top;
  }

  private void mark(Mat bottom, boolean[] reduced) {
    int dims = bottom.dims();
    if (all || dims == 1) {
      Arrays.fill(reduced, 0, dims, true);
      return;
    }
    for (int axis : axes) {
      int along = axis < 0 ? dims + axis : axis;
      if (along < 0 || along >= dims) {
        throw badBottom(0, bottom, "float32 with enough dimensions for axis " + axis);
      }
      reduced[dims - 1 - along] = true;
    }
  }

  private static Mat create(Workspace workspace, int dims, int[] sizes) {
    return switch (dims) {
      case 0, 1 -> workspace.floats(sizes[0]);
      case 2 -> workspace.floats(sizes[0], sizes[1]);
      case 3 -> workspace.floats(sizes[0], sizes[1], sizes[2]);
      default -> workspace.floats(sizes[0], sizes[1], sizes[2], sizes[3]);
    };
  }

  private void reduce(float[] src, int[] extents, int[] kept, Mat top, Workspace workspace) {
    float[] dst = top.floats();
    Arrays.fill(dst, 0, top.size(), operation.start());
    int w = extents[0];
    boolean alongRow = kept[0] == 1;
    int from = 0;
    for (int q = 0; q < extents[3]; q++) {
      for (int z = 0; z < extents[2]; z++) {
        for (int y = 0; y < extents[1]; y++) {
          int to =
              ((Math.min(q, kept[3] - 1) * kept[2] + Math.min(z, kept[2] - 1)) * kept[1]
                      + Math.min(y, kept[1] - 1))
                  * kept[0];
          if (alongRow) {
            dst[to] = operation.row(dst[to], src, from, w, workspace.kernels());
          } else {
            operation.add(src, from, dst, to, w, workspace.kernels());
          }
          from += w;
        }
      }
    }
  }
}
