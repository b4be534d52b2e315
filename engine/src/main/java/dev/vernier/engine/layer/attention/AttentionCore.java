package dev.vernier.engine.layer.attention;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.GemmKernel;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * Attention of one head after the other, with the memory that they share: softmax(Q·Kᵀ·scale +
 * mask)·V. In int8 the rows of Q and of the softmax are quantised each by its absmax, K and V as a
 * whole, and the sums are exact.
 */
final class AttentionCore {

  /** So many products of ±127 add up exactly in floats. */
  private static final int EXACT_PRODUCTS = (1 << 24) / (Int8.LARGEST * Int8.LARGEST);

  private final Workspace workspace;
  private final int queries;
  private final int keys;
  private final int keySize;
  private final int valueSize;
  private final float[] scores;
  private final WholeNumbers left;
  private final WholeNumbers right;
  private final int[] totals;

  /** Whole numbers in floats, and a scale a row or one for all. */
  private static final class WholeNumbers {
    private final float[] values;
    private final float[] scales;

    WholeNumbers(Workspace workspace, int rows, int columns) {
      this.values = workspace.floats(Mat.sizeOf(rows, columns, 1, 1)).floats();
      this.scales = workspace.floats(rows).floats();
    }
  }

  /**
   * Memory for heads of one shape.
   *
   * @param queries rows of Q and of the result
   * @param keys rows of K and V
   * @param keySize columns of Q and K
   * @param valueSize columns of V and of the result
   */
  AttentionCore(
      Workspace workspace, int queries, int keys, int keySize, int valueSize, boolean int8) {
    this.workspace = workspace;
    this.queries = queries;
    this.keys = keys;
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.scores = workspace.floats(Mat.sizeOf(queries, keys, 1, 1)).floats();
    if (int8) {
      int widest = Math.max(keySize, valueSize);
      this.left = new WholeNumbers(workspace, queries, Math.max(keySize, keys));
      this.right = new WholeNumbers(workspace, keys, widest);
      int sums = Mat.sizeOf(queries, Math.max(keys, valueSize), 1, 1);
      this.totals = workspace.create(Mat.Type.INT32, 1, sums, 1, 1, 1).ints();
    } else {
      this.left = null;
      this.right = null;
      this.totals = null;
    }
  }

  /**
   * Computes one head.
   *
   * @param q queries × keySize
   * @param k keys × keySize
   * @param v keys × valueSize
   * @param scale factor of the scores
   * @param mask queries × keys numbers to be added to the scores from {@code maskAt}, or null
   * @param result queries rows of valueSize elements from {@code resultAt}, resultLd apart
   */
  void head(
      HeadMatrix q,
      HeadMatrix k,
      HeadMatrix v,
      float scale,
      float[] mask,
      int maskAt,
      float[] result,
      int resultAt,
      int resultLd) {
    Kernels kernels = workspace.kernels();
    GemmKernel gemm = kernels.gemm();
    if (totals == null) {
      gemm.multiply(
          queries,
          keys,
          keySize,
          q.values(),
          q.at(),
          q.ld(),
          q.transposed(),
          k.values(),
          k.at(),
          k.ld(),
          !k.transposed(),
          scores,
          0,
          keys,
          workspace);
    } else {
      q.copyTo(left.values, queries, keySize);
      quantizeRows(queries, keySize);
      k.copyTo(right.values, keys, keySize);
      quantizeAll(keys, keySize);
      multiplyExactly(keys, keySize, true, scores, 0, keys);
    }
    int size = queries * keys;
    if (scale != 1f) {
      kernels.unary().scaleShift(scale, 0f, scores, 0, scores, 0, size);
    }
    if (mask != null) {
      for (int i = 0; i < size; i++) {
        scores[i] += mask[maskAt + i];
      }
    }
    for (int row = 0; row < queries; row++) {
      kernels.norm().softmax(scores, row * keys, keys);
    }
    if (totals == null) {
      gemm.multiply(
          queries,
          valueSize,
          keys,
          scores,
          0,
          keys,
          false,
          v.values(),
          v.at(),
          v.ld(),
          v.transposed(),
          result,
          resultAt,
          resultLd,
          workspace);
    } else {
      System.arraycopy(scores, 0, left.values, 0, size);
      quantizeRows(queries, keys);
      v.copyTo(right.values, keys, valueSize);
      quantizeAll(keys, valueSize);
      multiplyExactly(valueSize, keys, false, result, resultAt, resultLd);
    }
  }

  private void quantizeRows(int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      left.scales[row] = quantize(left.values, row * columns, columns);
    }
  }

  private void quantizeAll(int rows, int columns) {
    right.scales[0] = quantize(right.values, 0, rows * columns);
  }

  private float quantize(float[] values, int at, int n) {
    Kernels kernels = workspace.kernels();
    float absMax = kernels.statistics().absMax(values, at, n);
    float scale = absMax == 0f ? 1f : Int8.LARGEST / absMax;
    kernels.int8().quantize(scale, values, at, values, at, n);
    return scale;
  }

  /** dst = left (queries × inner) · right, which is inner × columns, or the reverse if turned. */
  private void multiplyExactly(
      int columns, int inner, boolean turned, float[] dst, int dstAt, int dstLd) {
    GemmKernel gemm = workspace.kernels().gemm();
    Arrays.fill(totals, 0, queries * columns, 0);
    int ld = turned ? inner : columns;
    for (int from = 0; from < inner; from += EXACT_PRODUCTS) {
      int count = Math.min(EXACT_PRODUCTS, inner - from);
      gemm.multiply(
          queries,
          columns,
          count,
          left.values,
          from,
          inner,
          false,
          right.values,
          turned ? from : from * columns,
          ld,
          turned,
          dst,
          dstAt,
          dstLd,
          workspace);
      for (int row = 0; row < queries; row++) {
        for (int column = 0; column < columns; column++) {
          totals[row * columns + column] += (int) dst[dstAt + row * dstLd + column];
        }
      }
    }
    for (int row = 0; row < queries; row++) {
      float unit = 1f / (left.scales[row] * right.scales[0]);
      for (int column = 0; column < columns; column++) {
        dst[dstAt + row * dstLd + column] = totals[row * columns + column] * unit;
      }
    }
  }
}
