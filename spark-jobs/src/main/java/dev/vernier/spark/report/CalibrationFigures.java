package dev.vernier.spark.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a report says of a calibration.
 *
 * @param method how thresholds were found
 * @param table the table that was written
 * @param samples samples that were looked at
 * @param badSamples records that were left out
 * @param warnings what the user should look at
 * @param layers a line a quantised layer, in the net's order
 * @param blobs the layers' inputs, each once; without histograms where the method needs none
 * @param convergence how the thresholds moved as samples came in; empty where nobody looked
 */
public record CalibrationFigures(
    String method,
    String table,
    long samples,
    long badSamples,
    List<String> warnings,
    List<Layer> layers,
    List<Input> blobs,
    List<Step> convergence) {

  /**
   * A layer's scales.
   *
   * @param layer its name
   * @param type its operator
   * @param blob the blob that it reads
   * @param absMax largest magnitude of that blob
   * @param threshold the magnitude that becomes 127
   * @param scale 127 / threshold
   * @param clipShare share of the blob's elements other than zero beyond the threshold; null
   *     without a histogram
   * @param clipLoss share of the sum of all magnitudes that clipping takes away; null likewise
   * @param method whose scales it has
   * @param sqnr signal to noise of its output in dB by method, where methods were tried
   * @param weights scales of its weights
   */
  public record Layer(
      String layer,
      String type,
      String blob,
      float absMax,
      float threshold,
      float scale,
      Double clipShare,
      Double clipLoss,
      String method,
      Map<String, Double> sqnr,
      WeightRange weights) {

    /** Copies the map, in its order. */
    public Layer {
      sqnr = Collections.unmodifiableMap(new LinkedHashMap<>(sqnr));
    }
  }

  /**
   * The scales of a layer's weights, one a channel or group. A wide range means that channels
   * differ much in size.
   *
   * @param channels how many there are
   * @param least the smallest scale, that of the largest weights
   * @param median the middle one
   * @param largest the largest, that of the smallest weights
   */
  public record WeightRange(int channels, float least, float median, float largest) {

    /** The range of these scales, of which there is at least one. */
    public static WeightRange of(float[] scales) {
      float[] sorted = scales.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      float median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      return new WeightRange(n, sorted[0], median, sorted[n - 1]);
    }
  }

  /**
   * A blob that layers read.
   *
   * @param blob its name
   * @param layers those layers
   * @param absMax its largest magnitude
   * @param counts elements by magnitude in equal bins up to absMax, zeros not counted; empty where
   *     the method needs no histogram
   * @param divergences the Kullback–Leibler divergence in nats by bins kept, from {@code
   *     firstDivergence} bins on
   * @param firstDivergence bins kept for the first of the divergences
   */
  public record Input(
      String blob,
      List<String> layers,
      float absMax,
      long[] counts,
      float[] divergences,
      int firstDivergence) {

    /** Copies the list. */
    public Input {
      layers = List.copyOf(layers);
    }

    /** Elements in all bins. */
    public long elements() {
      return Arrays.stream(counts).sum();
    }

    /** Share of the elements beyond a threshold; those of the bin that it cuts are shared out. */
    public double beyond(float threshold) {
      double cut = threshold / (double) absMax * counts.length;
      double beyond = 0;
      for (int bin = 0; bin < counts.length; bin++) {
        beyond += counts[bin] * Math.min(1, Math.max(0, bin + 1 - cut));
      }
      return elements() == 0 ? 0 : beyond / elements();
    }

    /**
     * Share of the sum of all magnitudes that a threshold takes away, by the middle of each bin.
     */
    public double lost(float threshold) {
      double width = absMax / (double) counts.length;
      double lost = 0;
      double all = 0;
      for (int bin = 0; bin < counts.length; bin++) {
        double magnitude = (bin + 0.5) * width;
        all += counts[bin] * magnitude;
        lost += counts[bin] * Math.max(0, magnitude - threshold);
      }
      return all == 0 ? 0 : lost / all;
    }
  }

  /**
   * How far thresholds moved when more samples came in.
   *
   * @param samples seen by then
   * @param largestMove the largest change of any threshold since the step before, as a share of it
   */
  public record Step(long samples, double largestMove) {}

  /** Copies the lists. */
  public CalibrationFigures {
    warnings = List.copyOf(warnings);
    layers = List.copyOf(layers);
    blobs = List.copyOf(blobs);
    convergence = List.copyOf(convergence);
  }

  /** Whether the blobs' histograms are known. */
  public boolean hasHistograms() {
    return blobs.stream().anyMatch(blob -> blob.counts().length > 0);
  }

  /** Whether several methods were tried on each layer. */
  public boolean hasTrials() {
    return layers.stream().anyMatch(layer -> !layer.sqnr().isEmpty());
  }

  /** A line about a blob: its range, its thresholds and what they cut off. */
  public String describe(Input blob) {
    String cuts =
        layers.stream()
            .filter(layer -> layer.blob().equals(blob.blob()))
            .map(
                layer ->
                    "threshold "
                        + Words.number(layer.threshold())
                        + ", clips "
                        + Words.smallPercent(layer.clipShare()))
            .distinct()
            .collect(Collectors.joining("; "));
    return "up to " + Words.number(blob.absMax()) + ", " + cuts;
  }
}
