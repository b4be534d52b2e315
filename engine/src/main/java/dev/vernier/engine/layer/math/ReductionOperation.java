package dev.vernier.engine.layer.math;

import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.Kernels;

/** What {@link Reduction} computes, in the order of ncnn's {@code operation}, 0 to 10. */
enum ReductionOperation {
  /** Σ x. */
  SUM,
  /** Σ |x|. */
  ASUM,
  /** Σ x². */
  SUMSQ,
  /** Σ x over the count. */
  MEAN,
  /** The largest x. */
  MAX,
  /** The smallest x. */
  MIN,
  /** Π x. */
  PROD,
  /** Σ |x|. */
  L1,
  /** √Σ x². */
  L2,
  /** log Σ x. */
  LOG_SUM,
  /** log Σ e^x. */
  LOG_SUM_EXP;

  /** The result of no element, before {@link #finish}. */
  float start() {
    return switch (this) {
      case MAX -> -Float.MAX_VALUE;
      case MIN -> Float.MAX_VALUE;
      case PROD -> 1f;
      default -> 0f;
    };
  }

  /** What the result becomes after the last element. */
  float finish(float value) {
    return switch (this) {
      case LOG_SUM, LOG_SUM_EXP -> (float) Math.log(value);
      case L2 -> value < Float.MIN_NORMAL ? 0f : (float) Math.sqrt(value);
      default -> value;
    };
  }

  /** A result with n more elements of a row. */
  float row(float before, float[] src, int at, int n, Kernels kernels) {
    return switch (this) {
      case SUM, MEAN, LOG_SUM -> before + kernels.pooling().sum(src, at, n);
      case SUMSQ, L2 -> before + kernels.norm().squares(src, at, n, 0f);
      case MAX -> Math.max(before, kernels.pooling().max(src, at, n));
      case ASUM, L1 -> {
        float sum = 0f;
        for (int i = at; i < at + n; i++) {
          sum += Math.abs(src[i]);
        }
        yield before + sum;
      }
      case LOG_SUM_EXP -> {
        float sum = 0f;
        for (int i = at; i < at + n; i++) {
          sum += (float) Math.exp(src[i]);
        }
        yield before + sum;
      }
      case MIN -> {
        float least = before;
        for (int i = at; i < at + n; i++) {
          least = Math.min(least, src[i]);
        }
        yield least;
      }
      case PROD -> {
        float product = 1f;
        for (int i = at; i < at + n; i++) {
          product *= src[i];
        }
        yield before * product;
      }
    };
  }

  /** Brings one more element into each of n results. */
  void add(float[] src, int from, float[] dst, int to, int n, Kernels kernels) {
    switch (this) {
      case SUM, MEAN, LOG_SUM ->
          kernels.binary().apply(BinaryOperation.ADD, dst, to, src, from, dst, to, n);
      case MAX -> kernels.binary().apply(BinaryOperation.MAX, dst, to, src, from, dst, to, n);
      case MIN -> kernels.binary().apply(BinaryOperation.MIN, dst, to, src, from, dst, to, n);
      case PROD -> kernels.binary().apply(BinaryOperation.MUL, dst, to, src, from, dst, to, n);
      case SUMSQ, L2 -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] += src[from + i] * src[from + i];
        }
      }
      case ASUM, L1 -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] += Math.abs(src[from + i]);
        }
      }
      case LOG_SUM_EXP -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] += (float) Math.exp(src[from + i]);
        }
      }
    }
  }
}
