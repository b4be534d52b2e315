package dev.vernier.engine.decode;

import dev.vernier.engine.Mat;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a text from a net that was trained with connectionist temporal classification: the best
 * class of every step, repeats said once, blanks left out (greedy decoding). Immutable.
 *
 * <p>Class 0 is the blank and class i the i-th key; where the net has one class more than that, it
 * is the space, as PP-OCR has it.
 */
public final class CtcDecoder implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SPACE = " ";

  private final ArrayList<String> keys;

  /**
   * A decoder with these keys, in the order of the classes.
   *
   * @throws IllegalArgumentException if there are none
   */
  public CtcDecoder(List<String> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a CTC decoder without keys, expected at least one");
    }
    this.keys = new ArrayList<>(keys);
  }

  /**
   * The text of one output; the first of equal scores counts.
   *
   * @param output float32 (classes, steps), or (classes) for a single step
   * @throws IllegalArgumentException if it is no such mat, or its classes are not the keys and a
   *     blank, with or without a space
   */
  public String decode(Mat output) {
    if (output.type() != Mat.Type.FLOAT32 || output.dims() > 2) {
      throw new IllegalArgumentException(
          "an output to decode is " + output + ", expected float32 (classes, steps)");
    }
    int classes = output.w();
    if (classes != keys.size() + 1 && classes != keys.size() + 2) {
      throw new IllegalArgumentException(
          "the output "
              + output
              + " has "
              + classes
              + " classes, "
              + keys.size()
              + " keys make "
              + (keys.size() + 1)
              + ", or "
              + (keys.size() + 2)
              + " with a space");
    }
    StringBuilder text = new StringBuilder();
    int last = 0;
    for (int step = 0; step < output.h(); step++) {
      int best = best(output.floats(), step * classes, classes);
      if (best != last && best != 0) {
        text.append(best <= keys.size() ? keys.get(best - 1) : SPACE);
      }
      last = best;
    }
    return text.toString();
  }

  private static int best(float[] scores, int at, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (scores[at + i] > scores[at + best]) {
        best = i;
      }
    }
    return best;
  }
}
