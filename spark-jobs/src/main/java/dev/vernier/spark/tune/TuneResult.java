package dev.vernier.spark.tune;

import dev.vernier.spark.score.Metric;
import dev.vernier.spark.source.BadRecord;
import java.io.Serializable;
import java.util.List;

/**
 * What {@code tune} did; also what the file beside the table holds. Shares are 0 to 1.
 *
 * @param net the fp32 net's param file
 * @param source the table that was given
 * @param table the table that was written
 * @param reasons the file beside it
 * @param metric by what nets were judged
 * @param maxDrop by how many percentage points an int8 net may be worse than the fp32 one
 * @param search on the samples that the search saw
 * @param heldBack on those that it did not see
 * @param kept the layers that stay fp32, those first that harm most in int8
 * @param layers all layers of the table, those first that harm most in int8
 * @param choices how many sets of layers were tried
 * @param badSamples records that were left out
 * @param firstBad the first of those by name, ten at most
 * @param seconds wall-clock time of the whole job
 */
public record TuneResult(
    String net,
    String source,
    String table,
    String reasons,
    Metric metric,
    double maxDrop,
    Figures search,
    Figures heldBack,
    List<KeptLayer> kept,
    List<RankedLayer> layers,
    int choices,
    long badSamples,
    List<BadRecord> firstBad,
    double seconds)
    implements Serializable {

  /**
   * The metric over one part of the samples.
   *
   * @param samples how many there are
   * @param fp32 of the fp32 net
   * @param before of the int8 net by the table that was given
   * @param after of the int8 net by the table that was written
   */
  public record Figures(long samples, double fp32, double before, double after)
      implements Serializable {}

  /**
   * A layer that stays fp32.
   *
   * @param layer its name
   * @param type its type
   * @param reason why, in a sentence
   */
  public record KeptLayer(String layer, String type, String reason) implements Serializable {}

  /**
   * What a layer does when it alone is int8.
   *
   * @param layer its name
   * @param sqnr SQNR of the net's output, in dB
   * @param value the metric
   */
  public record RankedLayer(String layer, double sqnr, double value) implements Serializable {}

  /** Copies the lists. */
  public TuneResult {
    kept = List.copyOf(kept);
    layers = List.copyOf(layers);
    firstBad = List.copyOf(firstBad);
  }
}
