package dev.vernier.spark.report;

import java.util.Comparator;
import java.util.List;

/**
 * What a report says of an evaluation. Shares are 0 to 1; what the data do not allow to be said is
 * null.
 *
 * @param metric accuracy, agreement or similarity: by what int8 is judged
 * @param samples samples that both nets ran on
 * @param badSamples records that were left out
 * @param fp32 the fp32 net's answers
 * @param int8 the int8 net's answers
 * @param agreement share of samples to which both answer the same
 * @param output how far the outputs lie apart
 * @param layers a line a quantised layer, in the net's order
 * @param mistakes how often a label got a wrong answer, the most frequent first
 * @param worst the samples that int8 treats worst, the worst first
 */
public record EvaluationFigures(
    String metric,
    long samples,
    long badSamples,
    Answers fp32,
    Answers int8,
    Double agreement,
    Output output,
    List<Layer> layers,
    List<Mistake> mistakes,
    List<Sample> worst) {

  /**
   * How good a net's answers are.
   *
   * @param labelled samples with a label
   * @param accuracy share of right answers
   * @param topFive share of labels among the five best classes
   * @param characterErrorRate edits from text to label over the labels' characters
   */
  public record Answers(
      long labelled, Double accuracy, Double topFive, Double characterErrorRate) {}

  /**
   * How far the int8 net's output lies from the fp32 net's.
   *
   * @param sqnr in dB
   * @param meanCosine mean of the samples' cosines
   * @param meanError mean absolute difference
   * @param largestError largest absolute difference
   */
  public record Output(double sqnr, double meanCosine, double meanError, double largestError) {}

  /**
   * A quantised layer.
   *
   * @param layer its name
   * @param type its operator
   * @param ownSqnr SQNR in dB of its output when it alone is int8
   * @param sqnr the same when the whole net is int8
   * @param ownSaturation share of its input that is cut off
   * @param saturation the same when the whole net is int8
   * @param min smallest element of its input
   * @param max largest one
   * @param threshold the magnitude that becomes 127, null where the layer scales as it runs
   */
  public record Layer(
      String layer,
      String type,
      double ownSqnr,
      double sqnr,
      double ownSaturation,
      double saturation,
      float min,
      float max,
      Float threshold) {

    /** Largest magnitude of its input. */
    public float reach() {
      return Math.max(Math.abs(min), Math.abs(max));
    }

    /** Noise over signal when the layer alone is int8: 0.1 is an error of a tenth. */
    public double ownNoise() {
      return Math.pow(10, -ownSqnr / 20);
    }

    /** Noise over signal when the whole net is int8. */
    public double noise() {
      return Math.pow(10, -sqnr / 20);
    }
  }

  /**
   * A label and a wrong answer.
   *
   * @param label the right class
   * @param answer what was answered
   * @param fp32 how often by the fp32 net
   * @param int8 how often by the int8 net
   */
  public record Mistake(String label, String answer, long fp32, long int8) {}

  /**
   * A sample that int8 treats badly.
   *
   * @param name its path where it has one
   * @param label the right answer, null where it is not known
   * @param fp32 what the fp32 net answers, empty where its output is no answer
   * @param int8 what the int8 net answers
   * @param agrees whether both answer the same
   * @param cosine between both outputs
   * @param sqnr of the int8 output in dB
   * @param picture the sample as a PNG in a data URI, null where it is no image
   */
  public record Sample(
      String name,
      String label,
      String fp32,
      String int8,
      boolean agrees,
      double cosine,
      double sqnr,
      String picture) {}

  /** Copies the lists. */
  public EvaluationFigures {
    layers = List.copyOf(layers);
    mistakes = List.copyOf(mistakes);
    worst = List.copyOf(worst);
  }

  /** The layers, those first that add most noise when they alone are int8. */
  public List<Layer> byHarm() {
    return layers.stream().sorted(Comparator.comparingDouble(Layer::ownSqnr)).toList();
  }
}
