package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;
import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;

import dev.vernier.engine.kernel.NormKernels;
import dev.vernier.engine.kernel.scalar.ScalarNorm;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Normalisation, a vector at a time. Rows shorter than a vector are left to {@link ScalarNorm};
 * longer ones end as those of {@link VectorUnary} do.
 */
public final class VectorNorm implements NormKernels {

  private final NormKernels scalar = new ScalarNorm();

  /** Stateless. */
  public VectorNorm() {}

  @Override
  public void softmax(float[] data, int at, int n) {
    if (n < LANES) {
      scalar.softmax(data, at, n);
      return;
    }
    float sum = powers(data, at, n, max(data, at, n));
    // A plain loop, which C2 vectorises: fewer nodes in one method.
    for (int i = at; i < at + n; i++) {
      data[i] /= sum;
    }
  }

  private static float max(float[] data, int at, int n) {
    int last = n - LANES;
    FloatVector max = load(data, at + last);
    for (int i = 0; i < last; i += LANES) {
      FloatVector x = load(data, at + i);
      max = max.blend(x, x.compare(VectorOperators.GT, max));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  /**
   * Replaces x by e^(x − max); the sum of the results. What is left of a vector is done one by one:
   * with the exponential twice in a method C2 stops inlining (18,000 nodes) and boxes, as it did
   * the sums beside it. The exponential is {@link VectorMath#negativeExp} written out: where C2 has
   * compiled a method that takes and gives vectors before what calls it, it is too large to be
   * inlined any more, and a softmax of 145 elements takes ten times as long.
   */
  private static float powers(float[] data, int at, int n, float max) {
    int whole = n - n % LANES;
    for (int i = at; i < at + whole; i += LANES) {
      FloatVector x = load(data, i).sub(max);
      VectorMask<Float> vanishes = x.compare(VectorOperators.LT, -VectorMath.BOUND);
      FloatVector held = x.blend(-VectorMath.BOUND, vanishes);
      FloatVector rounded = held.mul(VectorMath.LOG2_E).add(VectorMath.ROUNDER);
      FloatVector count = rounded.sub(VectorMath.ROUNDER);
      FloatVector high = count.fma(VectorMath.broadcast(-VectorMath.LN2_HIGH), held);
      FloatVector r = count.fma(VectorMath.broadcast(-VectorMath.LN2_LOW), high);
      FloatVector q =
          r.fma(VectorMath.broadcast(VectorMath.E4), VectorMath.broadcast(VectorMath.E3))
              .fma(r, VectorMath.broadcast(VectorMath.E2))
              .fma(r, VectorMath.broadcast(VectorMath.E1))
              .fma(r, VectorMath.broadcast(VectorMath.E0));
      IntVector bits = INT_TYPE.cast(rounded.reinterpretAsInts()).add(127);
      FloatVector scale = TYPE.cast(bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      q.fma(r.mul(r), r).add(1f).mul(scale).blend(0f, vanishes).intoArray(data, i);
    }
    for (int i = at + whole; i < at + n; i++) {
      data[i] = (float) Math.exp(data[i] - max);
    }
    return VectorPooling.sumOf(data, at, n);
  }

  @Override
  public void softmaxColumns(float[] data, int at, int rows, int columns) {
    int x = 0;
    for (; x <= columns - LANES; x += LANES) {
      softmaxLanes(data, at + x, rows, columns);
    }
    if (x < columns) {
      softmaxFewColumns(data, at + x, rows, columns, columns - x);
    }
  }

  /** As many softmaxes as a vector has lanes. */
  private static void softmaxLanes(float[] data, int at, int rows, int stride) {
    int end = at + rows * stride;
    FloatVector max = VectorMath.broadcast(-Float.MAX_VALUE);
    for (int i = at; i < end; i += stride) {
      FloatVector x = load(data, i);
      max = max.blend(x, x.compare(VectorOperators.GT, max));
    }
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = at; i < end; i += stride) {
      FloatVector power = VectorMath.negativeExp(load(data, i).sub(max));
      sum = power.add(sum);
      power.intoArray(data, i);
    }
    for (int i = at; i < end; i += stride) {
      load(data, i).div(sum).intoArray(data, i);
    }
  }

  private static void softmaxFewColumns(float[] data, int at, int rows, int stride, int columns) {
    for (int x = 0; x < columns; x++) {
      ScalarNorm.softmax(data, at + x, rows, stride);
    }
  }

  @Override
  public void layerNorm(float[] data, int at, int n, float eps, float[] gamma, float[] beta) {
    if (n < LANES) {
      scalar.layerNorm(data, at, n, eps, gamma, beta);
      return;
    }
    float mean = VectorPooling.sumOf(data, at, n) / n;
    float scale = (float) (1 / Math.sqrt(squares(data, at, n, mean) / n + eps));
    float shift = -mean * scale;
    if (gamma == null) {
      normalize(data, at, n, scale, shift);
    } else {
      normalize(data, at, n, scale, shift, gamma, beta);
    }
  }

  @Override
  public float squares(float[] src, int at, int n, float around) {
    int whole = n - n % LANES;
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, at + i).sub(around);
      sums = x.fma(x, sums);
    }
    float sum = VectorMath.sum(sums);
    for (int i = whole; i < n; i++) {
      float x = src[at + i] - around;
      sum += x * x;
    }
    return sum;
  }

  // Plain loops, which C2 vectorises: fewer nodes in one method.
  private static void normalize(float[] data, int at, int n, float scale, float shift) {
    for (int i = at; i < at + n; i++) {
      data[i] = data[i] * scale + shift;
    }
  }

  private static void normalize(
      float[] data, int at, int n, float scale, float shift, float[] gamma, float[] beta) {
    for (int i = 0; i < n; i++) {
      data[at + i] = (data[at + i] * scale + shift) * gamma[i] + beta[i];
    }
  }

  private static FloatVector load(float[] src, int at) {
    return FloatVector.fromArray(SPECIES, src, at);
  }
}
