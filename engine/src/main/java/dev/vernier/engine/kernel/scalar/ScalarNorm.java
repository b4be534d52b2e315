package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.NormKernels;

/** Normalisation one element after another. */
public final class ScalarNorm implements NormKernels {

  /** Stateless. */
  public ScalarNorm() {}

  @Override
  public void softmax(float[] data, int at, int n) {
    softmax(data, at, n, 1);
  }

  @Override
  public void softmaxColumns(float[] data, int at, int rows, int columns) {
    for (int x = 0; x < columns; x++) {
      softmax(data, at + x, rows, columns);
    }
  }

  /** Softmax of n elements that lie a stride apart. */
  public static void softmax(float[] data, int at, int n, int stride) {
    float max = -Float.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      float x = data[at + i * stride];
      max = max < x ? x : max;
    }
    float sum = 0f;
    for (int i = 0; i < n; i++) {
      float power = (float) Math.exp(data[at + i * stride] - max);
      data[at + i * stride] = power;
      sum += power;
    }
    for (int i = 0; i < n; i++) {
      data[at + i * stride] /= sum;
    }
  }

  @Override
  public void layerNorm(float[] data, int at, int n, float eps, float[] gamma, float[] beta) {
    float sum = 0f;
    for (int i = 0; i < n; i++) {
      sum += data[at + i];
    }
    float mean = sum / n;
    float scale = (float) (1 / Math.sqrt(squares(data, at, n, mean) / n + eps));
    float shift = -mean * scale;
    if (gamma == null) {
      for (int i = 0; i < n; i++) {
        data[at + i] = data[at + i] * scale + shift;
      }
    } else {
      for (int i = 0; i < n; i++) {
        data[at + i] = (data[at + i] * scale + shift) * gamma[i] + beta[i];
      }
    }
  }

  @Override
  public float squares(float[] src, int at, int n, float around) {
    float sum = 0f;
    for (int i = at; i < at + n; i++) {
      float x = src[i] - around;
      sum += x * x;
    }
    return sum;
  }
}
