package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.StringParam;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Reshape: the same elements as (w), (w, h), (w, h, c) or (w, h, d, c).
 *
 * <p>A size of 0 is the bottom's, one of −1 takes what is left. The sizes come from the parameters
 * or, as a list in this order, from {@code shape_expr}.
 *
 * <p>A blob is a batch of one: a batch axis of the bottom adds a size of 1, one of the top takes a
 * size of 1 away. With either, a size of 0 is the bottom's of the same place from the outermost.
 */
public final class Reshape extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int ABSENT = -233;
  private static final int NO_BATCH = 233;
  private static final int REST = -1;

  /** Width. */
  static final IntParam W = IntParam.of(0, "w").defaultsTo(ABSENT);

  /** Height; absent for a top of one dimension. */
  static final IntParam H = IntParam.of(1, "h").defaultsTo(ABSENT);

  /** Depth; absent for a top of less than four dimensions. */
  static final IntParam D = IntParam.of(11, "d").defaultsTo(ABSENT);

  /** Channels; absent for a top of less than three dimensions. */
  static final IntParam C = IntParam.of(2, "c").defaultsTo(ABSENT);

  /** The sizes as a list of expressions. */
  static final StringParam SHAPE_EXPR = StringParam.of(6, "shape_expr");

  /** Where the batch of one that a bottom is counts as a dimension; 233 for nowhere. */
  static final IntParam INPUT_BATCH_AXIS =
      IntParam.of(12, "input_batch_axis").defaultsTo(NO_BATCH).atLeast(-5).atMost(NO_BATCH);

  /** Which of the sizes is the top's batch, which has to be 1 and falls away; 233 for none. */
  static final IntParam OUTPUT_BATCH_AXIS =
      IntParam.of(13, "output_batch_axis").defaultsTo(NO_BATCH).atLeast(-5).atMost(NO_BATCH);

  /** Sizes as the file gives them, innermost first; null where an expression does. */
  private final int[] sizes;

  private final PerShape<int[]> shapes = new PerShape<>();

  private final ShapeExpression expression;
  private final int inputBatchAxis;
  private final int outputBatchAxis;

  /** A reshape as the file describes it. */
  public Reshape(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.inputBatchAxis = batchAxis(INPUT_BATCH_AXIS, spec);
    this.outputBatchAxis = batchAxis(OUTPUT_BATCH_AXIS, spec);
    this.expression = ShapeExpression.of(SHAPE_EXPR, spec);
    if (expression == null) {
      this.sizes = sizes(spec);
      check(sizes);
    } else {
      this.sizes = null;
      // The batch of the top is no dimension of it.
      int most = outputBatchAxis == NO_BATCH ? 4 : 5;
      if (expression.terms() > most) {
        throw spec.error(
            SHAPE_EXPR.name() + " has " + expression.terms() + " terms, must have 1 to " + most);
      }
    }
  }

  private static int batchAxis(IntParam param, LayerSpec spec) {
    int axis = param.get(spec);
    if (axis > 4 && axis != NO_BATCH) {
      throw spec.error(param.name() + " is " + axis + ", must be -5 to 4, or " + NO_BATCH);
    }
    return axis;
  }

  private static int[] sizes(LayerSpec spec) {
    int w = W.get(spec);
    int h = H.get(spec);
    int d = D.get(spec);
    int c = C.get(spec);
    if (w == ABSENT) {
      throw spec.error("w and shape_expr are not given, one of them must be");
    }
    if (h == ABSENT) {
      return new int[] {w};
    }
    if (c == ABSENT) {
      return new int[] {w, h};
    }
    return d == ABSENT ? new int[] {w, h, c} : new int[] {w, h, d, c};
  }

  private void check(int[] wanted) {
    int rests = 0;
    for (int size : wanted) {
      rests += size == REST ? 1 : 0;
      if (size < REST) {
        throw spec().error("sizes are " + Arrays.toString(wanted) + ", must be at least -1");
      }
    }
    if (rests > 1) {
      throw spec().error("sizes are " + Arrays.toString(wanted) + ", only one of them may be -1");
    }
  }

  /** The sizes as the file gives them, innermost first; empty where they are computed. */
  public int[] sizes() {
    boolean batched = inputBatchAxis != NO_BATCH || outputBatchAxis != NO_BATCH;
    return sizes == null || batched ? new int[0] : sizes.clone();
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int[] shape = expression == null ? shapes.find(bottom, null) : null;
    if (shape == null) {
      shape = shapes.keep(bottom, null, shape(bottoms));
    }
    tops[0] = Extents.reshaped(bottom, shape, workspace);
  }

  private int[] shape(Mat[] bottoms) {
    int[] wanted = expression == null ? sizes.clone() : expression.evaluate(bottoms);
    if (expression != null) {
      check(wanted);
    }
    boolean batched = inputBatchAxis != NO_BATCH || outputBatchAxis != NO_BATCH;
    return batched ? batchShape(bottoms[0], reversed(wanted)) : shape(bottoms[0], wanted);
  }

  /** The top's sizes, outermost first. */
  private int[] shape(Mat bottom, int[] wanted) {
    int[] own =
        wanted.length == 4
            ? new int[] {bottom.w(), bottom.h(), bottom.d(), bottom.c()}
            : new int[] {bottom.w(), bottom.h(), bottom.c()};
    resolve(bottom, wanted, own, "innermost");
    return reversed(wanted);
  }

  /** The same where a batch counts as a dimension; a size of 0 is the bottom's of its place. */
  private int[] batchShape(Mat bottom, int[] wanted) {
    int[] own = Extents.of(bottom);
    if (inputBatchAxis != NO_BATCH) {
      int axis = inputBatchAxis < 0 ? inputBatchAxis + own.length + 1 : inputBatchAxis;
      if (axis < 0 || axis > own.length) {
        throw badBottom(0, bottom, "enough dimensions for input_batch_axis " + inputBatchAxis);
      }
      own = with(own, axis);
    }
    resolve(bottom, wanted, own, "outermost");
    if (outputBatchAxis == NO_BATCH) {
      return wanted;
    }
    int axis = outputBatchAxis < 0 ? outputBatchAxis + wanted.length : outputBatchAxis;
    if (axis < 0 || axis >= wanted.length || wanted.length == 1 || wanted[axis] != 1) {
      throw badBottom(
          0,
          bottom,
          "one for which output_batch_axis "
              + outputBatchAxis
              + " of "
              + Arrays.toString(wanted)
              + ", outermost first, is a batch of 1");
    }
    return without(wanted, axis);
  }

  private static int[] with(int[] sizes, int axis) {
    int[] longer = Arrays.copyOf(sizes, sizes.length + 1);
    System.arraycopy(sizes, axis, longer, axis + 1, sizes.length - axis);
    longer[axis] = 1;
    return longer;
  }

  private static int[] without(int[] sizes, int axis) {
    int[] shorter = Arrays.copyOf(sizes, sizes.length - 1);
    System.arraycopy(sizes, axis + 1, shorter, axis, shorter.length - axis);
    return shorter;
  }

  private static int[] reversed(int[] sizes) {
    int[] reversed = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      reversed[i] = sizes[sizes.length - 1 - i];
    }
    return reversed;
  }

  /** Puts the bottom's sizes in for 0 and what is left in for −1. */
  private void resolve(Mat bottom, int[] wanted, int[] own, String first) {
    long known = 1;
    int rest = -1;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] == 0 && i < own.length) {
        wanted[i] = own[i];
      }
      if (wanted[i] == REST) {
        rest = i;
      } else if (known <= bottom.size()) {
        // Beyond the bottom's size the product is wrong already and must not overflow.
        known *= wanted[i];
      }
    }
    if (rest >= 0 && known > 0 && bottom.size() % known == 0) {
      wanted[rest] = (int) (bottom.size() / known);
      known = bottom.size();
    }
    if (known != bottom.size()) {
      throw badBottom(
          0, bottom, "elements for " + Arrays.toString(wanted) + ", " + first + " first");
    }
  }
}
