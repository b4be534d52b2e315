package dev.vernier.engine.layer.math;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.layer.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gemm as ncnn2int8 stores it: constant matrices with k innermost and as int8, a scale for every
 * row of A and one for B. What is no constant is quantised when the layer runs.
 *
 * <p>Where B is stored transposed ncnn2int8 takes the absmax of its first row for that of all and
 * clips the others; here it is that of all.
 */
public final class Int8Gemm {
  private static final int TERM = 2;

  private Int8Gemm() {}

  /** The int8 form of a Gemm's layer; the layer itself if it has a quantize_term already. */
  public static StoredLayer of(StoredLayer stored) {
    LayerSpec spec = stored.spec();
    if (Gemm.QUANTIZE_TERM.get(spec) != 0) {
      return stored;
    }
    List<StoredWeight> weights = new ArrayList<>(stored.weights());
    List<StoredWeight> scales = new ArrayList<>();
    int k = Gemm.CONSTANT_K.get(spec);
    int next = 0;
    if (Gemm.CONSTANT_A.get(spec) != 0) {
      int m = Gemm.CONSTANT_M.get(spec);
      boolean turned = Gemm.TRANS_A.get(spec) != 0;
      float[] rows = rows(weights.get(next).weight(), m, k, turned);
      float[] each = new float[m];
      for (int i = 0; i < m; i++) {
        each[i] = scale(rows, i * k, k);
      }
      weights.set(next++, StoredWeight.tagged(Weight.int8(Int8.quantize(rows, each))));
      scales.add(StoredWeight.raw(each));
      spec = turned ? Gemm.TRANS_A.set(spec, 0) : spec;
    }
    if (Gemm.CONSTANT_B.get(spec) != 0) {
      int n = Gemm.CONSTANT_N.get(spec);
      boolean turned = Gemm.TRANS_B.get(spec) == 0;
      float[] rows = rows(weights.get(next).weight(), n, k, turned);
      float[] one = {scale(rows, 0, rows.length)};
      weights.set(next, StoredWeight.tagged(Weight.int8(Int8.quantize(rows, one))));
      scales.add(StoredWeight.raw(one));
      spec = turned ? Gemm.TRANS_B.set(spec, 1) : spec;
    }
    weights.addAll(scales);
    return new StoredLayer(Gemm.QUANTIZE_TERM.set(spec, TERM), weights);
  }

  /** Rows of k elements each, of a matrix that has them as columns where it is turned. */
  private static float[] rows(Weight weight, int rows, int k, boolean turned) {
    float[] values = weight.toFloats();
    if (!turned) {
      return Arrays.copyOf(values, values.length);
    }
    float[] straight = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < k; i++) {
        straight[row * k + i] = values[i * rows + row];
      }
    }
    return straight;
  }

  private static float scale(float[] values, int at, int n) {
    float absMax = 0f;
    for (int i = at; i < at + n; i++) {
      absMax = Math.max(absMax, Math.abs(values[i]));
    }
    return absMax == 0f ? 1f : Int8.LARGEST / absMax;
  }
}
