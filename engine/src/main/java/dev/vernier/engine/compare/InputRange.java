package dev.vernier.engine.compare;

import dev.vernier.engine.Mat;
import java.io.Serializable;

/**
 * What the input of a quantised layer spans and how much of it its scale cuts off; mergeable. Not
 * thread-safe.
 */
public final class InputRange implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The first integer that does not exist, less a half: what rounds to it is cut off. */
  private static final float CUT = 127.5f / 127f;

  private final float threshold;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long elements;
  private long saturated;

  /**
   * The range of no input; magnitudes above the threshold by more than rounding makes up for are
   * cut off.
   */
  public InputRange(float threshold) {
    this.threshold = threshold;
  }

  /** Adds a float32 mat; NaN is passed over. */
  public void add(Mat bottom) {
    float[] values = bottom.floats();
    int n = bottom.size();
    float low = min;
    float high = max;
    long above = 0;
    float cut = threshold * CUT;
    for (int i = 0; i < n; i++) {
      float value = values[i];
      low = value < low ? value : low;
      high = value > high ? value : high;
      above += Math.abs(value) >= cut ? 1 : 0;
    }
    min = low;
    max = high;
    saturated += above;
    elements += n;
  }

  /** Adds what another part of the data gave; returns this. */
  public InputRange merge(InputRange other) {
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    elements += other.elements;
    saturated += other.saturated;
    return this;
  }

  /** The magnitude that becomes 127; infinite where the layer scales its input as it runs. */
  public float threshold() {
    return threshold;
  }

  /** The smallest element; 0 where there was none. */
  public float min() {
    return min > max ? 0f : min;
  }

  /** The largest element; 0 where there was none. */
  public float max() {
    return min > max ? 0f : max;
  }

  /** The share, 0 to 1, of elements whose magnitude is cut off at the threshold. */
  public double saturation() {
    return elements == 0 ? 0 : (double) saturated / elements;
  }
}
