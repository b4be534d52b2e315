package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.GemmKernel;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import dev.vernier.engine.layer.quantize.BlockWeights;
import java.util.Arrays;
import java.util.Locale;

/**
 * ncnn's Gemm: alpha·(A·B + beta·C) of matrices that are bottoms or weights, fp32 or int8.
 *
 * <p>A is (k, m) or, transposed, (m, k); B is (n, k) or, transposed, (k, n); three dimensions with
 * h 1 count as two. The top is (n, m), or (m, n) with output_transpose. In int8 the rows of A are
 * quantised each by its absmax, B as a whole.
 */
public final class Gemm extends Layer {
  private static final long serialVersionUID = 1L;

  /** So many products of ±127 add up exactly in floats. */
  private static final int EXACT_PRODUCTS = (1 << 24) / (127 * 127);

  /** Factor of the whole. */
  static final FloatParam ALPHA = FloatParam.of(0, "alpha").defaultsTo(1f);

  /** Factor of C. */
  static final FloatParam BETA = FloatParam.of(1, "beta").defaultsTo(1f);

  /** Whether A is stored transposed. */
  static final IntParam TRANS_A = IntParam.of(2, "transA");

  /** Whether B is stored transposed. */
  static final IntParam TRANS_B = IntParam.of(3, "transB");

  /** Whether A is a weight. */
  static final IntParam CONSTANT_A = IntParam.of(4, "constantA");

  /** Whether B is a weight. */
  static final IntParam CONSTANT_B = IntParam.of(5, "constantB");

  /** Whether C is a weight. */
  static final IntParam CONSTANT_C = IntParam.of(6, "constantC");

  /** Rows of a constant A. */
  static final IntParam CONSTANT_M = IntParam.of(7, "constantM");

  /** Columns of a constant B. */
  static final IntParam CONSTANT_N = IntParam.of(8, "constantN");

  /** Columns of a constant A, rows of a constant B. */
  static final IntParam CONSTANT_K = IntParam.of(9, "constantK");

  /** Shape of a constant C: −1 none, 0 one number, 1 and 2 a column, 3 everything, 4 a row. */
  static final IntParam CONSTANT_BROADCAST_TYPE_C =
      IntParam.of(10, "constant_broadcast_type_C").atLeast(-1).atMost(4);

  /** Whether the top has three dimensions with h 1. */
  static final IntParam OUTPUT_N1M = IntParam.of(11, "output_N1M");

  /** Whether the top is transposed. */
  static final IntParam OUTPUT_TRANSPOSE = IntParam.of(14, "output_transpose");

  /** 0 for fp32, a block term (see {@link BlockWeights}), other numbers for int8. */
  static final IntParam QUANTIZE_TERM = IntParam.of(18, "quantize_term");

  /** The constant_broadcast_type_C of an addend that is the same row for all. */
  private static final int ROW_FOR_ALL = 4;

  private final float alpha;
  private final float beta;
  private final boolean transA;
  private final boolean transB;
  private final boolean n1m;
  private final boolean transposes;
  private final boolean int8;
  private final int typeC;
  private final boolean constantC;
  private final GemmConstant constA;
  private final GemmConstant constB;
  private final Weight constC;

  /** A product as the file describes it. */
  public Gemm(LayerSpec spec, WeightSource weights) {
    super(spec);
    this.alpha = ALPHA.get(spec);
    this.beta = BETA.get(spec);
    this.transA = TRANS_A.get(spec) != 0;
    this.transB = TRANS_B.get(spec) != 0;
    this.n1m = OUTPUT_N1M.get(spec) != 0;
    this.transposes = OUTPUT_TRANSPOSE.get(spec) != 0;
    this.constantC = CONSTANT_C.get(spec) != 0;
    this.typeC = CONSTANT_BROADCAST_TYPE_C.get(spec);
    int term = QUANTIZE_TERM.get(spec);
    boolean block = BlockWeights.isBlockTerm(term);
    this.int8 = term != 0 && !block;
    boolean hasA = CONSTANT_A.get(spec) != 0;
    boolean hasB = CONSTANT_B.get(spec) != 0;
    checkForm(spec, term, block, hasA, hasB);
    int m = CONSTANT_M.get(spec);
    int n = CONSTANT_N.get(spec);
    int k = CONSTANT_K.get(spec);
    this.constA =
        hasA
            ? GemmConstant.read(spec, weights, transA ? k : m, transA ? m : k, transA, term)
            : null;
    this.constB =
        hasB
            ? GemmConstant.read(spec, weights, transB ? n : k, transB ? k : n, transB, term)
            : null;
    if (constantC && typeC >= 0) {
      long count = GemmAddend.count(typeC, m, n);
      if (count < 1 || count > Integer.MAX_VALUE) {
        throw spec.error("a constant C of " + count + " elements, must have 1 to 2^31 - 1");
      }
      this.constC = weights.tagged((int) count);
    } else {
      this.constC = null;
    }
    if (hasA && term != 0) {
      constA.readScales(weights, m);
    }
    if (hasB && term != 0) {
      constB.readScales(weights, 1);
    }
  }

  private void checkForm(LayerSpec spec, int term, boolean block, boolean hasA, boolean hasB) {
    int operands = (hasA ? 0 : 1) + (hasB ? 0 : 1);
    int bottoms = spec.bottoms().size();
    spec.requireBlobs(operands, 1);
    if (bottoms > operands + (constantC ? 0 : 1)) {
      throw spec.error(
          "has " + bottoms + " bottoms, must have at most " + (operands + (constantC ? 0 : 1)));
    }
    if (term >= 4 && term <= 6) {
      throw spec.error("quantize_term is " + term + ", which ncnn no longer knows");
    }
    if (block && (hasA || !hasB || transA || !transB || n1m || transposes)) {
      throw spec.error(
          "quantize_term is "
              + term
              + ", which needs constantA 0, constantB 1, transA 0, transB 1, output_N1M 0 and"
              + " output_transpose 0");
    }
  }

  @Override
  public boolean isInt8() {
    return int8;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    if (constA == null && !transA && constB != null && !transposes && !int8) {
      tops[0] = multiplyPacked(bottoms, workspace);
      return;
    }
    int next = 0;
    GemmOperand a =
        constA == null ? operand(bottoms, next++, transA) : constA.operand(workspace.kernels());
    GemmOperand b =
        constB == null ? operand(bottoms, next++, transB) : constB.operand(workspace.kernels());
    int m = a.effectiveRows();
    int n = b.effectiveColumns();
    int k = a.effectiveColumns();
    if (k != b.effectiveRows()) {
      throw misfit(bottoms, constB == null ? next - 1 : 0, a, b.effectiveRows(), n);
    }
    GemmAddend c = addend(bottoms, next, m, n);
    int width = transposes ? m : n;
    int height = transposes ? n : m;
    Mat top = n1m ? workspace.floats(width, 1, height) : workspace.floats(width, height);
    if (int8) {
      multiplyInt8(a, b, top.floats(), workspace);
    } else {
      multiply(a, b, 0, k, top.floats(), workspace);
    }
    finish(c, top.floats(), m, n);
    tops[0] = top;
  }

  /**
   * The usual form, a bottom times weights: they are packed once, and a bias is added with them.
   */
  private Mat multiplyPacked(Mat[] bottoms, Workspace workspace) {
    GemmOperand a = operand(bottoms, 0, false);
    int m = a.effectiveRows();
    int n = constB.effectiveColumns();
    if (a.effectiveColumns() != constB.effectiveRows()) {
      throw misfit(bottoms, 0, a, constB.effectiveRows(), n);
    }
    GemmAddend c = addend(bottoms, 1, m, n);
    boolean isBias = constC != null && typeC == ROW_FOR_ALL && alpha == 1f && beta == 1f;
    Mat top = n1m ? workspace.floats(n, 1, m) : workspace.floats(n, m);
    constB
        .right(workspace.kernels(), isBias ? c.values() : null)
        .run(a.values(), m, top.floats(), workspace);
    if (!isBias) {
      finish(c, top.floats(), m, n);
    }
    return top;
  }

  private IllegalArgumentException misfit(
      Mat[] bottoms, int wrong, GemmOperand a, int rowsOfB, int columnsOfB) {
    return badBottom(
        wrong,
        bottoms[wrong],
        "matrices that fit: A is "
            + a.effectiveRows()
            + " x "
            + a.effectiveColumns()
            + ", B is "
            + rowsOfB
            + " x "
            + columnsOfB
            + " (rows x columns)");
  }

  private GemmOperand operand(Mat[] bottoms, int index, boolean transposed) {
    GemmOperand operand = GemmOperand.of(bottoms[index], transposed);
    if (operand == null) {
      throw badBottom(index, bottoms[index], "a float32 matrix, (w, h) or (w, 1, h)");
    }
    return operand;
  }

  private GemmAddend addend(Mat[] bottoms, int index, int m, int n) {
    if (constC != null) {
      long count = GemmAddend.count(typeC, m, n);
      if (constC.count() != count) {
        throw badBottom(
            0, bottoms[0], "a product of a shape that a C of " + constC.count() + " elements fits");
      }
      return GemmAddend.of(constC.toFloats(), typeC, n);
    }
    if (constantC || index == bottoms.length) {
      return null;
    }
    GemmAddend given = GemmAddend.of(bottoms[index], m, n);
    if (given == null) {
      throw badBottom(
          index,
          bottoms[index],
          String.format(
              Locale.ROOT,
              "float32 (1), (%d), (%d), (1, %d), (%d, 1) or (%d, %d)",
              m,
              n,
              m,
              n,
              n,
              m));
    }
    return given;
  }

  /** Products of columns {@code from} to {@code to} of A, as the top has them. */
  private void multiply(
      GemmOperand a, GemmOperand b, int from, int to, float[] dst, Workspace workspace) {
    GemmKernel gemm = workspace.kernels().gemm();
    int m = a.effectiveRows();
    int n = b.effectiveColumns();
    int count = to - from;
    if (transposes) {
      gemm.multiply(
          n,
          m,
          count,
          b.values(),
          b.rowAt(from),
          b.columns(),
          !b.transposed(),
          a.values(),
          a.columnAt(from),
          a.columns(),
          !a.transposed(),
          dst,
          0,
          m,
          workspace);
    } else {
      gemm.multiply(
          m,
          n,
          count,
          a.values(),
          a.columnAt(from),
          a.columns(),
          a.transposed(),
          b.values(),
          b.rowAt(from),
          b.columns(),
          b.transposed(),
          dst,
          0,
          n,
          workspace);
    }
  }

  /** Exact sums of whole numbers, a run of k at a time, scaled back. */
  private void multiplyInt8(GemmOperand a, GemmOperand b, float[] dst, Workspace workspace) {
    int m = a.effectiveRows();
    int n = b.effectiveColumns();
    int k = a.effectiveColumns();
    float[] rowScales = new float[m];
    float[] scale = new float[1];
    GemmOperand wholeA;
    if (constA == null) {
      wholeA = a.straight(workspace).quantizedByRow(rowScales, workspace);
    } else {
      wholeA = a;
      for (int i = 0; i < m; i++) {
        rowScales[i] = constA.scale(i);
      }
    }
    GemmOperand wholeB = b;
    if (constB == null) {
      wholeB = b.quantized(scale, workspace);
    } else {
      scale[0] = constB.scale(0);
    }
    int size = m * n;
    int[] totals = workspace.create(Mat.Type.INT32, 1, size, 1, 1, 1).ints();
    Arrays.fill(totals, 0, size, 0);
    for (int from = 0; from < k; from += EXACT_PRODUCTS) {
      multiply(wholeA, wholeB, from, Math.min(k, from + EXACT_PRODUCTS), dst, workspace);
      for (int i = 0; i < size; i++) {
        totals[i] += (int) dst[i];
      }
    }
    for (int i = 0; i < m; i++) {
      float unit = 1f / (rowScales[i] * scale[0]);
      for (int j = 0; j < n; j++) {
        int at = transposes ? j * m + i : i * n + j;
        dst[at] = totals[at] * unit;
      }
    }
  }

  private void finish(GemmAddend c, float[] dst, int m, int n) {
    if (c == null && alpha == 1f) {
      return;
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = transposes ? j * m + i : i * n + j;
        float addend = c == null ? 0f : beta * c.values()[i * c.rowStep() + j * c.columnStep()];
        dst[at] = alpha * (dst[at] + addend);
      }
    }
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    int k;
    if (constA != null || constB != null) {
      k = CONSTANT_K.get(spec());
    } else {
      k = GemmOperand.of(bottoms[0], transA).effectiveColumns();
    }
    return (long) tops[0].size() * k;
  }

  @Override
  public long weightBytes() {
    return (constA == null ? 0 : constA.bytes())
        + (constB == null ? 0 : constB.bytes())
        + (constC == null ? 0 : constC.bytes());
  }
}
