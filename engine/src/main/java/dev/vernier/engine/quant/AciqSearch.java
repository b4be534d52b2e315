package dev.vernier.engine.quant;

/**
 * ACIQ: clips as is best for a Gaussian whose expected range is [−absmax, absmax]. Source: Banner,
 * Nahshan and Soudry, "Post training 4-bit quantization of convolutional networks for
 * rapid-deployment", with the constants of ncnn2table. For fewer than some 8000 elements the
 * threshold lies above the absmax, in ncnn too.
 */
public final class AciqSearch implements ThresholdSearch {

  /** Best clip of a Gaussian in standard deviations, by bits less one. */
  private static final float[] ALPHA = {
    0f, 1.71063519f, 2.15159277f, 2.55913646f, 2.93620062f, 3.28691474f, 3.6151146f, 3.92403714f
  };

  private static final double RANGE_TO_DEVIATION =
      0.5 * 0.35 * (1 + Math.sqrt(Math.PI * Math.log(4)));

  @Override
  public boolean needsHistogram() {
    return false;
  }

  /** The Gaussian clip of 8 bits, N being the elements of the largest sample. */
  @Override
  public Threshold search(BlobStatistics statistics) {
    AbsMax absMax = statistics.absMax();
    return Threshold.of(clip(absMax.value(), absMax.largestSample(), Byte.SIZE));
  }

  /**
   * The clip of n elements of the given absmax. The formula divides by ln n: fewer than two
   * elements are not clipped, where ncnn gives an infinite threshold.
   */
  static float clip(float absMax, long n, int bits) {
    if (n < 2) {
      return absMax;
    }
    double deviation = absMax * 2 * RANGE_TO_DEVIATION / Math.sqrt(2 * Math.log(n));
    return (float) (ALPHA[bits - 1] * deviation);
  }
}
