package dev.vernier.spark.report;

import java.util.List;

/**
 * A report in words.
 *
 * @param level how it looks
 * @param headline in half a sentence
 * @param sentences what was found
 * @param next what to do now
 */
public record Verdict(Level level, String headline, List<String> sentences, List<Advice> next) {

  /** How it looks. */
  public enum Level {
    /** Nothing was measured by which one could say. */
    OPEN("Not measured yet"),
    /** As good as fp32, or as good as was asked for. */
    GOOD("Good"),
    /** Somewhat worse than fp32. */
    WATCH("Look closer"),
    /** Too bad to use. */
    POOR("Do not ship");

    private final String label;

    Level(String label) {
      this.label = label;
    }

    /** The level as people read it. */
    public String label() {
      return label;
    }
  }

  /**
   * A thing to do.
   *
   * @param text what and why
   * @param command the command that does it, without the options it shares with this run; may be
   *     empty
   */
  public record Advice(String text, String command) {}

  /** Copies the lists. */
  public Verdict {
    sentences = List.copyOf(sentences);
    next = List.copyOf(next);
  }
}
