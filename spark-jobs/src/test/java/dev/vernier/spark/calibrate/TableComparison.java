package dev.vernier.spark.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds a table against one that ncnn2table made. What may differ: a weight scale by 1e-6 (the %f
 * of the file), a threshold by one bin, one threshold in twenty by that much (ties in a flat
 * divergence fall either way because float sums differ in the last bit). A scale that ncnn2table
 * prints as inf, for an all-zero channel, has to be 1.
 */
final class TableComparison {
  private static final double WEIGHT_TOLERANCE = 1e-6;
  private static final double BINS = 2048;
  private static final double SAME_BIN_SHARE = 0.95;

  /** The tables print six digits, so a bin is only known to within a little. */
  private static final double EDGE = 1e-2;

  private final Map<String, double[]> actual;
  private final Map<String, double[]> golden;

  TableComparison(String actual, String golden) {
    this.actual = parse(actual);
    this.golden = parse(golden);
  }

  private static Map<String, double[]> parse(String table) {
    Map<String, double[]> lines = new LinkedHashMap<>();
    for (String line : table.lines().toList()) {
      String[] words = line.strip().split(" +");
      double[] values = new double[words.length - 1];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            words[i + 1].equals("inf")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(words[i + 1]);
      }
      assertThat(lines.put(words[0], values)).as("line %s twice", words[0]).isNull();
    }
    return lines;
  }

  /** The lines, their order, and the weight scales. */
  TableComparison weightsAgree() {
    assertThat(List.copyOf(actual.keySet())).isEqualTo(List.copyOf(golden.keySet()));
    golden.forEach(
        (name, scales) -> {
          if (!name.contains("_param_")) {
            return;
          }
          double[] found = actual.get(name);
          assertThat(found).as(name).hasSize(scales.length);
          for (int i = 0; i < scales.length; i++) {
            double expected = Double.isInfinite(scales[i]) ? 1 : scales[i];
            assertThat(Math.abs(found[i] - expected))
                .as("%s channel %d: found %s, golden %s", name, i, found[i], scales[i])
                .isLessThanOrEqualTo(WEIGHT_TOLERANCE * Math.max(1, expected));
          }
        });
    return this;
  }

  /**
   * Every threshold within one bin, 95 % of them in the same bin.
   *
   * @param goldenAbsMax absmax a layer's blob had in the golden's run: it decides what a bin is,
   *     and float sums make it differ from ours by some 1e-4
   * @param known layers whose golden is known to be that many bins off, with the proof beside it;
   *     they are left out of the share
   */
  TableComparison thresholdsAgree(
      List<LayerScale> layers, Map<String, Double> goldenAbsMax, Map<String, Integer> known) {
    int same = 0;
    List<String> moved = new ArrayList<>();
    for (LayerScale layer : layers) {
      double found = bin(actual.get(layer.layer())[0], layer.absMax());
      double expected = bin(golden.get(layer.layer())[0], goldenAbsMax.get(layer.layer()));
      double bins = Math.abs(found - expected);
      assertThat(bins)
          .as("%s: its bin is %s, the golden's is %s", layer, found, expected)
          .isLessThanOrEqualTo(known.getOrDefault(layer.layer(), 1) + EDGE);
      if (bins < 0.5 || known.containsKey(layer.layer())) {
        same++;
      } else {
        moved.add(layer.layer());
      }
    }
    assertThat(same / (double) layers.size())
        .as("share of thresholds in the golden's bin; others: %s", moved)
        .isGreaterThanOrEqualTo(SAME_BIN_SHARE);
    return this;
  }

  /** Every threshold within the width of one bin; for methods without bins. */
  TableComparison thresholdsAgree(List<LayerScale> layers) {
    for (LayerScale layer : layers) {
      double found = 127 / actual.get(layer.layer())[0];
      double expected = 127 / golden.get(layer.layer())[0];
      assertThat(Math.abs(found - expected))
          .as("%s: golden threshold %s", layer, expected)
          .isLessThanOrEqualTo(layer.absMax() / BINS);
    }
    return this;
  }

  /**
   * Each blob's absmax in the golden's run: ACIQ's threshold is absmax times a constant of the
   * blob's size, so two scales for the same size tell how far the two runs' absmax differ.
   */
  Map<String, Double> goldenAbsMax(List<LayerScale> layers) {
    Map<String, Double> absMax = new LinkedHashMap<>();
    for (LayerScale layer : layers) {
      String name = layer.layer();
      absMax.put(name, layer.absMax() * actual.get(name)[0] / golden.get(name)[0]);
    }
    return absMax;
  }

  private static double bin(double scale, double absMax) {
    return 127 / scale / (absMax / BINS) - 0.5;
  }
}
