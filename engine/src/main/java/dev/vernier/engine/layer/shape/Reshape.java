package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.StringParam;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Reshape: the same elements as (w), (w, h), (w, h, c) or (w, h, d, c).
 *
 * <p>A size of 0 is the bottom's, one of −1 takes what is left. The sizes come from the parameters
 * or, as a list in this order, from {@code shape_expr}.
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

  /** Where a batch dimension lies in the bottom; none. */
  static final IntParam INPUT_BATCH_AXIS =
      IntParam.of(12, "input_batch_axis").defaultsTo(NO_BATCH).atLeast(NO_BATCH).atMost(NO_BATCH);

  /** Where a batch dimension lies in the top; none. */
  static final IntParam OUTPUT_BATCH_AXIS =
      IntParam.of(13, "output_batch_axis").defaultsTo(NO_BATCH).atLeast(NO_BATCH).atMost(NO_BATCH);

  /** Sizes as the file gives them, innermost first; null where an expression does. */
  private final int[] sizes;

  private final ShapeExpression expression;

  /** A reshape as the file describes it. */
  public Reshape(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    INPUT_BATCH_AXIS.get(spec);
    OUTPUT_BATCH_AXIS.get(spec);
    this.expression = ShapeExpression.of(SHAPE_EXPR, spec);
    if (expression == null) {
      this.sizes = sizes(spec);
      check(sizes);
    } else {
      this.sizes = null;
      if (expression.terms() > 4) {
        throw spec.error(
            SHAPE_EXPR.name() + " has " + expression.terms() + " terms, must have 1 to 4");
      }
    }
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

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int[] wanted = expression == null ? sizes.clone() : expression.evaluate(bottoms);
    if (expression != null) {
      check(wanted);
    }
    int dims = wanted.length;
    int[] own =
        dims == 4
            ? new int[] {bottom.w(), bottom.h(), bottom.d(), bottom.c()}
            : new int[] {bottom.w(), bottom.h(), bottom.c()};
    long known = 1;
    int rest = -1;
    for (int i = 0; i < dims; i++) {
      if (wanted[i] == 0) {
        wanted[i] = own[i];
      }
      if (wanted[i] == REST) {
        rest = i;
      } else if (known <= bottom.size()) {
        // Beyond the bottom's size the product is wrong already and must not overflow.
        known *= wanted[i];
      }
    }
    if (rest >= 0 && bottom.size() % known == 0) {
      wanted[rest] = (int) (bottom.size() / known);
      known = bottom.size();
    }
    if (known != bottom.size()) {
      throw badBottom(0, bottom, "elements for " + Arrays.toString(wanted) + ", innermost first");
    }
    int[] outermostFirst = new int[dims];
    for (int i = 0; i < dims; i++) {
      outermostFirst[i] = wanted[dims - 1 - i];
    }
    tops[0] = Extents.make(outermostFirst, bottom::reshaped);
  }
}
