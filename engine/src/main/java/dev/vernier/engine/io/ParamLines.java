package dev.vernier.engine.io;

/**
 * A cursor over the words of a text file, line by line. Words are parted by spaces, tabs and the
 * other blanks of C's {@code isspace}; lines end with a line feed, a carriage return is a blank.
 */
final class ParamLines {
  private final String text;
  private int position;
  private int lineEnd;
  private int next;
  private int number;

  ParamLines(String text) {
    this.text = text;
  }

  /** Moves to the next line that has a word; false at the end of the text. */
  boolean nextLine() {
    while (next < text.length()) {
      position = next;
      int end = text.indexOf('\n', position);
      lineEnd = end < 0 ? text.length() : end;
      next = lineEnd + 1;
      number++;
      if (hasWord()) {
        return true;
      }
    }
    return false;
  }

  /** The current line's number, from 1. */
  int number() {
    return number;
  }

  /** Where in the text the next word starts; only after {@link #hasWord}. */
  int position() {
    return position;
  }

  /** Whether the line has another word; skips blanks before it. */
  boolean hasWord() {
    while (position < lineEnd && isBlank(text.charAt(position))) {
      position++;
    }
    return position < lineEnd;
  }

  /** The next word; only after {@link #hasWord}. */
  String word() {
    int start = position;
    skipWord();
    return text.substring(start, position);
  }

  /** The next word, in which {@code ="…"} may hold blanks; only after {@link #hasWord}. */
  String parameter() {
    int start = position;
    while (position < lineEnd
        && !isBlank(text.charAt(position))
        && text.charAt(position) != '='
        && text.charAt(position) != '"') {
      position++;
    }
    if (text.startsWith("=\"", position) && position + 2 <= lineEnd) {
      position += 2;
      while (position < lineEnd && text.charAt(position) != '"') {
        position++;
      }
    }
    skipWord();
    return text.substring(start, position);
  }

  /** Whether the next word starts as a parameter does: an optional sign, digits, {@code =}. */
  boolean atParameter() {
    int at = position;
    if (at < lineEnd && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int digits = at;
    while (at < lineEnd && isDigit(text.charAt(at))) {
      at++;
    }
    return at > digits && at < lineEnd && text.charAt(at) == '=';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void skipWord() {
    while (position < lineEnd && !isBlank(text.charAt(position))) {
      position++;
    }
  }

  /** Whether a character parts words. */
  static boolean isBlank(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
