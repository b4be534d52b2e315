package dev.vernier.engine.io;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads one {@code id=value} of a layer.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><td>{@code 0=3}</td><td>Integer</td></tr>
 * <tr><td>{@code 0=3.0}, {@code 0=3e-1}</td><td>Float</td></tr>
 * <tr><td>{@code -23300=2,3,4}</td><td>array of id 0: its length, then its elements</td></tr>
 * <tr><td>{@code 0=3,4}, {@code 0=3,}</td><td>array without its length</td></tr>
 * <tr><td>{@code 0="a, b"}, {@code 0=ab,c}</td><td>String, quoted or starting with a letter</td></tr>
 * </table>
 *
 * <p>An array is a {@code float[]} if one of its elements is a real number. As in ncnn, {@code inf}
 * and {@code nan} start with a letter and are text, {@code -inf} is an error, and of two values for
 * one id the later one holds.
 */
final class ParamValues {
  private static final int ARRAY_BASE = -23300;
  private static final int SHOWN = 60;

  private final Function<String, ParamFormatException> failure;

  /** A parser whose errors are made from their last part by {@code failure}. */
  ParamValues(Function<String, ParamFormatException> failure) {
    this.failure = failure;
  }

  /** Puts the value that a word of the file gives, and the word itself, behind all others. */
  void read(String word, Map<Integer, Serializable> into, Map<Integer, String> words) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      throw failure.apply(quote(word) + " is no parameter, expected id=value");
    }
    String idText = word.substring(0, equals);
    Integer written = wholeNumber(idText);
    boolean counted = written != null && written <= ARRAY_BASE;
    long id = written == null ? -1 : counted ? (long) ARRAY_BASE - written : written;
    if (id < 0 || id >= ParamDict.MAX_PARAMS) {
      throw failure.apply(
          "parameter id "
              + quote(idText)
              + " of "
              + quote(word)
              + " must be 0 to 31, or -23300 to -23331 for an array");
    }
    String value = word.substring(equals + 1);
    into.remove((int) id);
    into.put((int) id, counted ? countedArray(idText, value) : value(idText, value));
    words.put((int) id, word);
  }

  private Serializable value(String id, String value) {
    if (value.isEmpty()) {
      throw failure.apply("parameter " + id + " has no value");
    }
    char first = value.charAt(0);
    if (first == '"') {
      return quoted(id, value);
    }
    if ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')) {
      return value.endsWith("\"") ? value.substring(0, value.length() - 1) : value;
    }
    if (value.indexOf(',') < 0) {
      return number(id, value, value);
    }
    // ncnn reads "3=1," as an array of one element
    String list = value.endsWith(",") ? value.substring(0, value.length() - 1) : value;
    return array(id, list, elements(list));
  }

  private String quoted(String id, String value) {
    int close = value.indexOf('"', 1);
    if (close < 0) {
      throw failure.apply("parameter " + id + " is " + quote(value) + ", without a closing quote");
    }
    if (close + 1 < value.length()) {
      throw failure.apply(
          "parameter " + id + " is " + quote(value) + ", expected a blank after the closing quote");
    }
    return value.substring(1, close);
  }

  private Serializable countedArray(String id, String value) {
    int comma = value.indexOf(',');
    String countText = comma < 0 ? value : value.substring(0, comma);
    Integer count = wholeNumber(countText);
    if (count == null || count < 0) {
      throw failure.apply(
          "parameter "
              + id
              + " starts with "
              + quote(countText)
              + ", must start with the array's length, a whole number from 0");
    }
    String list = comma < 0 ? "" : value.substring(comma + 1);
    int found = comma < 0 ? 0 : elements(list);
    if (found != count) {
      throw failure.apply(
          "parameter " + id + " declares " + count + " elements, " + found + " follow");
    }
    return count == 0 ? new int[0] : array(id, list, found);
  }

  private Serializable array(String id, String list, int length) {
    boolean real = false;
    for (int i = 0; i < list.length() && !real; i++) {
      real = marksReal(list.charAt(i));
    }
    int[] wholes = real ? null : new int[length];
    float[] reals = real ? new float[length] : null;
    int start = 0;
    for (int i = 0; i < length; i++) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      Number element = number(id, list.substring(start, end), list);
      if (real) {
        reals[i] = element.floatValue();
      } else {
        wholes[i] = element.intValue();
      }
      start = end + 1;
    }
    return real ? reals : wholes;
  }

  private Number number(String id, String text, String whole) {
    Number number = isReal(text) ? realNumber(text) : (Number) wholeNumber(text);
    if (number == null) {
      throw failure.apply(
          "parameter "
              + id
              + (text.length() == whole.length() ? " is " : " has the element ")
              + quote(text)
              + ", must be a real number or a whole number of 32 bits");
    }
    return number;
  }

  private static int elements(String list) {
    int count = 1;
    for (int i = 0; i < list.length(); i++) {
      if (list.charAt(i) == ',') {
        count++;
      }
    }
    return count;
  }

  private static boolean isReal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (marksReal(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean marksReal(char c) {
    return c == '.' || c == 'e' || c == 'E';
  }

  /** A decimal real number, or null; without the hexadecimal and suffixed forms that Java takes. */
  private static Float realNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!ParamLines.isDigit(c) && !marksReal(c) && c != '-' && c != '+') {
        return null;
      }
    }
    try {
      return Float.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A decimal whole number within 32 bits, or null. */
  static Integer wholeNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!ParamLines.isDigit(c) && c != '-' && c != '+') {
        return null;
      }
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** {@link #shown} in quotes. */
  static String quote(String text) {
    return '"' + shown(text) + '"';
  }

  /** Text of the file as a message shows it: one short line of visible characters. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < SHOWN; i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\ufeff') {
        shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return text.length() > SHOWN ? shown.append('…').toString() : shown.toString();
  }
}
