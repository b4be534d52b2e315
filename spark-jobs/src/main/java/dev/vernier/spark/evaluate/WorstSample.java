package dev.vernier.spark.evaluate;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A sample that int8 treats badly. Ordered with the worst first: those whose answer changed, then
 * by cosine, then by name.
 *
 * @param name its path where it has one
 * @param label the right answer, null where it is not known
 * @param fp32 what the fp32 net answers, empty where its output is no answer
 * @param int8 what the int8 net answers
 * @param agrees whether both answer the same
 * @param cosine between both outputs
 * @param sqnr of the int8 output, in dB
 */
public record WorstSample(
    String name, String label, String fp32, String int8, boolean agrees, double cosine, double sqnr)
    implements Serializable, Comparable<WorstSample> {
  private static final Comparator<WorstSample> ORDER =
      Comparator.comparing(WorstSample::agrees)
          .thenComparing(WorstSample::cosine)
          .thenComparing(WorstSample::name);

  @Override
  public int compareTo(WorstSample other) {
    return ORDER.compare(this, other);
  }
}
