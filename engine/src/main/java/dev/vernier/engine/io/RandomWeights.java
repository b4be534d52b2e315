package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.util.SplittableRandom;

/**
 * Made-up weights for timing a net without its {@code .bin}; the same seed gives the same weights.
 *
 * <p>Tagged weights, of which only the number is known, are uniform in ±√3/⁴√n (variance 1/√n): for
 * a k × k convolution with as many inputs as outputs that multiplies the variance by k, a growth
 * that hundreds of layers cannot carry out of fp32. Raw weights are uniform in [0.9, 1.1): as
 * variances they are positive, as scales they change little, and as biases they keep activations
 * away from the subnormal numbers that would slow the clock.
 */
public final class RandomWeights implements WeightSource {
  private static final float RAW_CENTRE = 1f;
  private static final float RAW_BOUND = 0.1f;

  private final SplittableRandom random;
  private final long limit;
  private long taken;
  private LayerSpec layer;

  /** Weights from a seed, together no more than the JVM's heap. */
  public RandomWeights(long seed) {
    this(seed, Runtime.getRuntime().maxMemory());
  }

  RandomWeights(long seed, long limit) {
    this.random = new SplittableRandom(seed);
    this.limit = limit;
  }

  @Override
  public void startLayer(LayerSpec next) {
    layer = next;
  }

  @Override
  public Weight tagged(int count) {
    float bound = (float) (Math.sqrt(3) / Math.sqrt(Math.sqrt(Math.max(1, count))));
    return Weight.float32(uniform(count, 0f, bound));
  }

  @Override
  public float[] raw(int count) {
    return uniform(count, RAW_CENTRE, RAW_BOUND);
  }

  private float[] uniform(int count, float centre, float bound) {
    if (count < 0 || 4L * count > limit - taken) {
      throw new WeightFormatException(
          "random weights"
              + (layer == null ? "" : ": layer \"" + layer.name() + "\" (" + layer.type() + ")")
              + ": "
              + count
              + " asked for, memory is left for "
              + (limit - taken) / 4);
    }
    taken += 4L * count;
    float[] values = new float[count];
    float step = bound * 0x1p-23f;
    for (int i = 0; i < count; i++) {
      values[i] = centre + (random.nextInt() >> 8) * step;
    }
    return values;
  }
}
