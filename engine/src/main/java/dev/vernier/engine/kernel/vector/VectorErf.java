package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.VectorMath.broadcast;

import dev.vernier.engine.kernel.UnaryOperation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The error function and what is made of it, on a whole vector; as in {@link UnaryOperation}. */
final class VectorErf {
  private static final float ROOT_HALF = (float) Math.sqrt(0.5);
  private static final float ROOT_2_OVER_PI = 0.79788452f;
  private static final float CUBE = 0.044715f;

  private static final float S0 = (float) UnaryOperation.erfSeries()[0];
  private static final float S1 = (float) UnaryOperation.erfSeries()[1];
  private static final float S2 = (float) UnaryOperation.erfSeries()[2];
  private static final float S3 = (float) UnaryOperation.erfSeries()[3];
  private static final float S4 = (float) UnaryOperation.erfSeries()[4];
  private static final float S5 = (float) UnaryOperation.erfSeries()[5];

  private static final float C0 = (float) UnaryOperation.erfcFit()[0];
  private static final float C1 = (float) UnaryOperation.erfcFit()[1];
  private static final float C2 = (float) UnaryOperation.erfcFit()[2];
  private static final float C3 = (float) UnaryOperation.erfcFit()[3];
  private static final float C4 = (float) UnaryOperation.erfcFit()[4];
  private static final float C5 = (float) UnaryOperation.erfcFit()[5];
  private static final float C6 = (float) UnaryOperation.erfcFit()[6];
  private static final float C7 = (float) UnaryOperation.erfcFit()[7];
  private static final float C8 = (float) UnaryOperation.erfcFit()[8];
  private static final float C9 = (float) UnaryOperation.erfcFit()[9];

  private VectorErf() {}

  /** erf x. */
  static FloatVector erf(FloatVector x) {
    FloatVector square = x.mul(x);
    FloatVector series = square.fma(broadcast(S5), broadcast(S4));
    series = series.fma(square, broadcast(S3));
    series = series.fma(square, broadcast(S2));
    series = series.fma(square, broadcast(S1));
    series = series.fma(square, broadcast(S0)).mul(x);
    FloatVector magnitude = x.abs();
    FloatVector rest = broadcast(1f).sub(tail(magnitude));
    FloatVector large = rest.blend(rest.neg(), x.compare(VectorOperators.LT, 0f));
    float small = (float) UnaryOperation.ERF_SMALL;
    return large.blend(series, magnitude.compare(VectorOperators.LT, small));
  }

  /** x·Φ(x). */
  static FloatVector gelu(FloatVector x) {
    FloatVector z = x.mul(ROOT_HALF);
    FloatVector tail = tail(z.abs());
    FloatVector twice = tail.blend(broadcast(2f).sub(tail), x.compare(VectorOperators.GE, 0f));
    return x.mul(0.5f).mul(twice);
  }

  /** The approximation of the same by tanh. */
  static FloatVector geluTanh(FloatVector x) {
    FloatVector inner = x.mul(x).mul(x).mul(CUBE).add(x).mul(ROOT_2_OVER_PI);
    return x.mul(0.5f).mul(VectorMath.tanh(inner).add(1f));
  }

  /** erfc z for z not below 0. */
  private static FloatVector tail(FloatVector z) {
    FloatVector t = broadcast(1f).div(z.mul(0.5f).add(1f));
    FloatVector fit = t.fma(broadcast(C9), broadcast(C8));
    fit = fit.fma(t, broadcast(C7));
    fit = fit.fma(t, broadcast(C6));
    fit = fit.fma(t, broadcast(C5));
    fit = fit.fma(t, broadcast(C4));
    fit = fit.fma(t, broadcast(C3));
    fit = fit.fma(t, broadcast(C2));
    fit = fit.fma(t, broadcast(C1));
    fit = fit.fma(t, broadcast(C0));
    return t.mul(VectorMath.exp(fit.sub(z.mul(z))));
  }
}
