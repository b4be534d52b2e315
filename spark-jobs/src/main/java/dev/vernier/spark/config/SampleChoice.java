package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * How many of the samples are used, and which.
 *
 * @param count how many are drawn by chance; 0 for all
 * @param stratify column of a table whose values are drawn from in proportion; empty for none
 * @param seed of chance
 * @param stablePercent thresholds that move less than this between two growths of the sample end
 *     its growing; 0 for no growing
 */
public record SampleChoice(int count, String stratify, long seed, double stablePercent)
    implements Serializable {

  /** Every sample. */
  public static final SampleChoice ALL = new SampleChoice(0, "", 0, 0);

  /** A column needs a count; the percentage is below 100. */
  public SampleChoice {
    Objects.requireNonNull(stratify, "stratify");
    if (count < 0) {
      throw new IllegalArgumentException("sample is " + count + ", must be at least 1");
    }
    if (!stratify.isEmpty() && count == 0) {
      throw new IllegalArgumentException("stratify needs sample, the number of samples to draw");
    }
    if (!(stablePercent >= 0 && stablePercent < 100)) {
      throw new IllegalArgumentException(
          "until-stable is " + stablePercent + ", must be a percentage above 0 and below 100");
    }
  }

  /**
   * A percentage as it is written on the command line.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static double percent(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    try {
      double percent = Double.parseDouble(number.strip());
      if (percent > 0 && percent < 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "until-stable is \"" + text + "\", expected a percentage such as 1%", e);
    }
    throw new IllegalArgumentException(
        "until-stable is " + text + ", must be a percentage above 0 and below 100");
  }

  /** Whether the sample grows until thresholds have settled. */
  public boolean grows() {
    return stablePercent > 0;
  }
}
