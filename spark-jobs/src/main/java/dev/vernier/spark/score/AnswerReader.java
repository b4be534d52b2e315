package dev.vernier.spark.score;

import dev.vernier.engine.Mat;
import dev.vernier.engine.decode.CtcDecoder;
import dev.vernier.engine.decode.TopK;
import dev.vernier.spark.JobException;
import dev.vernier.spark.config.AnswerOptions;
import dev.vernier.spark.source.BadRecordException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Reads outputs as answers: a text with the keys of a CTC net, otherwise classes where the output
 * is a vector. Immutable.
 */
public final class AnswerReader implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BEST = 5;

  private final CtcDecoder texts;
  private final ArrayList<String> classNames;

  /**
   * A reader.
   *
   * @param texts for outputs that spell a text, null for classes
   * @param classNames names of the classes for labels that are names; may be empty
   */
  public AnswerReader(CtcDecoder texts, List<String> classNames) {
    this.texts = texts;
    this.classNames = new ArrayList<>(classNames);
  }

  /**
   * The reader that the options ask for.
   *
   * @throws JobException if a file cannot be read or holds no keys
   */
  public static AnswerReader of(JavaSparkContext context, AnswerOptions options) {
    List<String> names =
        options.labels().isEmpty() ? List.of() : Truth.lines(context, options.labels(), "--labels");
    if (options.keys().isEmpty()) {
      return new AnswerReader(null, names);
    }
    List<String> keys = Truth.lines(context, options.keys(), "--keys");
    if (keys.isEmpty()) {
      throw new JobException("--keys " + options.keys() + " is empty, expected a key a line");
    }
    return new AnswerReader(new CtcDecoder(keys), names);
  }

  /**
   * What an output says.
   *
   * @throws IllegalArgumentException if it cannot spell a text with the keys
   */
  public Answer read(Mat output) {
    if (texts != null) {
      return new Answer(texts.decode(output), List.of());
    }
    boolean scores = output.dims() == 1 && output.w() > 1 && output.type() == Mat.Type.FLOAT32;
    return new Answer(
        null,
        scores
            ? Arrays.stream(TopK.indices(output.floats(), output.w(), BEST)).boxed().toList()
            : List.of());
  }

  /**
   * The class that a label means.
   *
   * @throws BadRecordException if it is neither a number nor the name of a class
   */
  public int classOf(String label) throws BadRecordException {
    int named = classNames.indexOf(label);
    if (named >= 0) {
      return named;
    }
    try {
      return Integer.parseInt(label.strip());
    } catch (NumberFormatException e) {
      throw new BadRecordException(
          "label \""
              + label
              + "\" is neither the number of a class nor one of "
              + classNames.size()
              + " class names");
    }
  }

  /** An answer as people read it. */
  public String show(Answer answer) {
    if (answer.text() != null) {
      return answer.text();
    }
    return answer.isGiven() ? show(answer.classes().get(0)) : "";
  }

  /** A class by its name, or by its number where it has none. */
  public String show(int index) {
    return index >= 0 && index < classNames.size() ? classNames.get(index) : "" + index;
  }
}
