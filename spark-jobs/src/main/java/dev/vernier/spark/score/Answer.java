package dev.vernier.spark.score;

import java.util.List;

/**
 * What a net says of a sample: a text, classes, or nothing that could be compared with a label.
 *
 * @param text the text, null where the output spells none
 * @param classes the classes of the largest scores, largest first, five at most; empty where the
 *     output has no class scores
 */
public record Answer(String text, List<Integer> classes) {

  /** Copies the list. */
  public Answer {
    classes = List.copyOf(classes);
  }

  /** Whether there is something to compare. */
  public boolean isGiven() {
    return text != null || !classes.isEmpty();
  }

  /** Whether both say the same first. */
  public boolean agrees(Answer other) {
    return text != null
        ? text.equals(other.text)
        : isGiven() && other.isGiven() && classes.get(0).equals(other.classes.get(0));
  }
}
