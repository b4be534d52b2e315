package dev.vernier.spark.score;

import dev.vernier.engine.compare.SignalError;
import dev.vernier.spark.source.BadRecordException;
import java.io.Serializable;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** How good the answers of a net are over samples; mergeable. Not thread-safe. */
public final class NetScore implements Serializable {
  private static final long serialVersionUID = 1L;

  private long samples;
  private long answered;
  private long agreed;
  private long labelled;
  private long right;
  private long rightInFive;
  private long edits;
  private long labelCharacters;
  private double cosines;
  private final SignalError output = new SignalError();

  /** The score over no samples. */
  public NetScore() {}

  /**
   * Adds a sample.
   *
   * @param answer what the net says
   * @param reference what the fp32 net says
   * @param error of the net's output, against the fp32 net's
   * @param label the right answer, null where it is not known
   * @throws BadRecordException if the label cannot be an answer; nothing is added then
   */
  public void add(
      Answer answer, Answer reference, SignalError error, String label, AnswerReader reader)
      throws BadRecordException {
    if (label != null && answer.isGiven()) {
      addLabel(answer, label, reader);
    }
    samples++;
    answered += answer.isGiven() ? 1 : 0;
    agreed += answer.agrees(reference) ? 1 : 0;
    cosines += error.cosine();
    output.merge(error);
  }

  private void addLabel(Answer answer, String label, AnswerReader reader)
      throws BadRecordException {
    if (answer.text() != null) {
      right += answer.text().equals(label) ? 1 : 0;
      edits += LevenshteinDistance.getDefaultInstance().apply(answer.text(), label);
      labelCharacters += label.length();
    } else {
      int index = reader.classOf(label);
      right += answer.classes().get(0) == index ? 1 : 0;
      rightInFive += answer.classes().contains(index) ? 1 : 0;
    }
    labelled++;
  }

  /** Adds what another part of the data gave; returns this. */
  public NetScore merge(NetScore other) {
    samples += other.samples;
    answered += other.answered;
    agreed += other.agreed;
    labelled += other.labelled;
    right += other.right;
    rightInFive += other.rightInFive;
    edits += other.edits;
    labelCharacters += other.labelCharacters;
    cosines += other.cosines;
    output.merge(other.output);
    return this;
  }

  /** Samples seen. */
  public long samples() {
    return samples;
  }

  /** Those whose output is an answer. */
  public long answered() {
    return answered;
  }

  /** Those with a label. */
  public long labelled() {
    return labelled;
  }

  /** Share of labelled samples whose first answer, class or text, is the label; NaN for none. */
  public double accuracy() {
    return (double) right / labelled;
  }

  /** Share of labelled samples whose label is among the five best classes; NaN for none. */
  public double topFive() {
    return (double) rightInFive / labelled;
  }

  /** Characters to be changed to get from the texts to the labels, over those of the labels. */
  public double characterErrorRate() {
    return (double) edits / labelCharacters;
  }

  /** Share of answers that are the fp32 net's; NaN where nothing is answered. */
  public double agreement() {
    return (double) agreed / answered;
  }

  /** Mean cosine, a value a sample, between the output and the fp32 net's; NaN for no sample. */
  public double similarity() {
    return cosines / samples;
  }

  /** Error of all outputs taken together. */
  public SignalError output() {
    return output;
  }
}
