package dev.vernier.spark.report;

import java.util.List;

/**
 * What a report says of a search for layers that stay fp32. Shares are 0 to 1.
 *
 * @param metric accuracy, agreement or similarity: by what nets were judged
 * @param maxDrop by how many percentage points int8 may be worse
 * @param table the table that was written
 * @param search on the samples that the search saw
 * @param heldBack on those that it did not see
 * @param kept the layers that stay fp32, those first that harm most
 * @param layers all layers, those first that harm most
 * @param choices how many sets of layers were tried
 * @param badSamples records that were left out
 */
public record TuningFigures(
    String metric,
    double maxDrop,
    String table,
    Part search,
    Part heldBack,
    List<Kept> kept,
    List<Layer> layers,
    int choices,
    long badSamples) {

  /**
   * The metric over one part of the samples.
   *
   * @param samples how many there are
   * @param fp32 of the fp32 net
   * @param before of the int8 net by the table that was given
   * @param after of the int8 net by the table that was written
   */
  public record Part(long samples, double fp32, double before, double after) {}

  /**
   * A layer that stays fp32.
   *
   * @param layer its name
   * @param type its operator
   * @param reason why, in a sentence
   */
  public record Kept(String layer, String type, String reason) {}

  /**
   * What a layer does when it alone is int8.
   *
   * @param layer its name
   * @param sqnr SQNR of the net's output in dB
   * @param value the metric
   */
  public record Layer(String layer, double sqnr, double value) {

    /** Noise over signal of the net's output: 0.1 is an error of a tenth. */
    public double noise() {
      return Math.pow(10, -sqnr / 20);
    }
  }

  /** Copies the lists. */
  public TuningFigures {
    kept = List.copyOf(kept);
    layers = List.copyOf(layers);
  }

  /** Whether this layer stays fp32. */
  public boolean keeps(String layer) {
    return kept.stream().anyMatch(one -> one.layer().equals(layer));
  }
}
