package dev.vernier.spark.evaluate;

import dev.vernier.engine.compare.LayerError;
import dev.vernier.engine.compare.NetPair;
import dev.vernier.engine.layer.Layer;
import dev.vernier.spark.score.AnswerReader;
import dev.vernier.spark.score.Metric;
import dev.vernier.spark.score.NetScore;
import dev.vernier.spark.source.BadRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code evaluate} found. Shares are 0 to 1; what the data do not allow to be said is null.
 *
 * @param metric by what the int8 net is to be judged first
 * @param samples samples that both nets ran on
 * @param badSamples records that were left out
 * @param firstBad the first of those by name, ten at most
 * @param fp32 the fp32 net's answers
 * @param int8 the int8 net's answers
 * @param agreement share of samples to which both answer the same
 * @param output how far the int8 net's output lies from the fp32 net's
 * @param layers a line a quantised layer, in the net's order
 * @param confusion how often each label got each answer; empty without labels
 * @param worst the samples that int8 treats worst, the worst first
 * @param partitions tasks of the pass
 * @param netLoads how often each executor JVM (by executor id) has loaded the fp32 net: once
 * @param seconds wall-clock time of the whole job
 */
public record EvaluateResult(
    Metric metric,
    long samples,
    long badSamples,
    List<BadRecord> firstBad,
    Answers fp32,
    Answers int8,
    Double agreement,
    Output output,
    List<LayerLine> layers,
    List<Confusion> confusion,
    List<WorstSample> worst,
    int partitions,
    Map<String, Integer> netLoads,
    double seconds)
    implements Serializable {

  /**
   * How good a net's answers are.
   *
   * @param labelled samples with a label
   * @param accuracy share of right answers: the best class, or the whole text
   * @param topFive share of labels among the five best classes
   * @param characterErrorRate edits from text to label over the labels' characters
   */
  public record Answers(long labelled, Double accuracy, Double topFive, Double characterErrorRate)
      implements Serializable {}

  /**
   * How far an output lies from the fp32 net's.
   *
   * @param sqnr in dB, over all samples
   * @param cosine over all samples
   * @param meanCosine mean of the samples' own cosines
   * @param meanError mean absolute difference
   * @param largestError largest absolute difference
   * @param nonFinite elements left out because one of both is NaN or infinite
   */
  public record Output(
      double sqnr,
      double cosine,
      double meanCosine,
      double meanError,
      double largestError,
      long nonFinite)
      implements Serializable {}

  /**
   * One quantised layer.
   *
   * @param layer its name
   * @param type its type in the int8 net
   * @param ownSqnr SQNR in dB of its top when it alone is int8
   * @param ownCosine likewise the cosine
   * @param sqnr SQNR in dB of its top when the whole net is int8
   * @param cosine likewise
   * @param ownSaturation share of its input that is cut off, as the input is in fp32
   * @param ownMin smallest element of that input
   * @param ownMax largest one
   * @param saturation share of its input that is cut off when the whole net is int8
   * @param min smallest element of that input
   * @param max largest one
   * @param threshold the magnitude that becomes 127, null where the layer scales as it runs
   */
  public record LayerLine(
      String layer,
      String type,
      double ownSqnr,
      double ownCosine,
      double ownSaturation,
      float ownMin,
      float ownMax,
      double sqnr,
      double cosine,
      double saturation,
      float min,
      float max,
      Float threshold)
      implements Serializable {}

  /**
   * A label and an answer.
   *
   * @param label the right class, by name where it has one
   * @param answer the net's
   * @param fp32 how often the fp32 net gave it
   * @param int8 how often the int8 net gave it
   */
  public record Confusion(String label, String answer, long fp32, long int8)
      implements Serializable {}

  /** Copies the collections. */
  public EvaluateResult {
    firstBad = List.copyOf(firstBad);
    layers = List.copyOf(layers);
    confusion = List.copyOf(confusion);
    worst = List.copyOf(worst);
    netLoads = Map.copyOf(netLoads);
  }

  static EvaluateResult of(
      EvaluateStatistics found,
      NetPair pair,
      AnswerReader reader,
      int partitions,
      Map<String, Integer> netLoads,
      double seconds) {
    NetScore int8 = found.int8();
    List<LayerLine> lines = new ArrayList<>();
    List<Layer> layers = pair.quantizedLayers();
    for (int i = 0; i < layers.size(); i++) {
      lines.add(line(layers.get(i), found.layers().get(i)));
    }
    return new EvaluateResult(
        Metric.of(int8),
        int8.samples(),
        found.bad().count(),
        found.bad().first(),
        answers(found.real()),
        answers(int8),
        known(int8.agreement()),
        new Output(
            int8.output().sqnr(),
            int8.output().cosine(),
            int8.similarity(),
            int8.output().meanError(),
            int8.output().largestError(),
            int8.output().nonFinite()),
        lines,
        found.confusion(reader),
        found.worst(),
        partitions,
        netLoads,
        seconds);
  }

  private static Answers answers(NetScore score) {
    boolean texts = !Double.isNaN(score.characterErrorRate());
    return new Answers(
        score.labelled(),
        known(score.accuracy()),
        texts ? null : known(score.topFive()),
        known(score.characterErrorRate()));
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static LayerLine line(Layer layer, LayerError error) {
    float threshold = error.input().threshold();
    return new LayerLine(
        error.layer(),
        layer.spec().type(),
        error.own().sqnr(),
        error.own().cosine(),
        error.input().saturation(),
        error.input().min(),
        error.input().max(),
        error.accumulated().sqnr(),
        error.accumulated().cosine(),
        error.accumulatedInput().saturation(),
        error.accumulatedInput().min(),
        error.accumulatedInput().max(),
        Float.isInfinite(threshold) ? null : threshold);
  }
}
