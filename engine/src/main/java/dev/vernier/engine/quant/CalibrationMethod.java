package dev.vernier.engine.quant;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways to choose scales, under the names that the command line takes. */
public enum CalibrationMethod {
  /** Activations by Kullback–Leibler divergence, weights by absmax. */
  KL(new KlSearch()),
  /** Activations and weights by the Gaussian clip. */
  ACIQ(new AciqSearch()),
  /** Activations and weights by absmax. */
  MINMAX(new MinMaxSearch()),
  /** Activations by a percentile of their magnitudes, weights by absmax. */
  PERCENTILE(new PercentileSearch(PercentileSearch.DEFAULT_PERCENT)),
  /** Activations by the least squared error, weights by absmax. */
  MSE(new MseSearch()),
  /** Activations and weights by the cosine of the layer's int8 and fp32 output, from kl's on. */
  EQ(new KlSearch()),
  /** For each layer the method under which its output differs least, in squares, from fp32. */
  AUTO(new KlSearch());

  private final ThresholdSearch search;

  CalibrationMethod(ThresholdSearch search) {
    this.search = search;
  }

  /** The method of a lower-case name: {@code kl}, {@code aciq} and so on. */
  public static CalibrationMethod parse(String name) {
    for (CalibrationMethod method : values()) {
      if (method.label().equals(name)) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "unknown calibration method \""
            + name
            + "\", must be one of "
            + Arrays.stream(values())
                .map(CalibrationMethod::label)
                .collect(Collectors.joining(", ")));
  }

  /** The name that {@link #parse} takes. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether {@link OutputSearch} chooses, which needs columns of each layer's input. */
  public boolean needsColumns() {
    return this == EQ || this == AUTO;
  }

  /**
   * The search for activation thresholds, with its defaults; safe for use by several threads. Of
   * methods that need columns, where {@link OutputSearch} begins.
   */
  public ThresholdSearch search() {
    return search;
  }

  /** Where n weights of the given absmax are clipped when they are quantised to so many bits. */
  float weightThreshold(float absMax, long n, int bits) {
    return this == ACIQ ? AciqSearch.clip(absMax, n, bits) : absMax;
  }
}
