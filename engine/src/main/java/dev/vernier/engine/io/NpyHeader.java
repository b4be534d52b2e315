package dev.vernier.engine.io;

import java.util.ArrayList;
import java.util.List;

/**
 * The text after the magic of a {@code .npy}: a Python dictionary of exactly {@code descr}, {@code
 * fortran_order} and {@code shape}, in any order, padded with spaces and ended by a newline.
 */
final class NpyHeader {

  private final String source;
  private final String text;
  private int at;

  private String descr;
  private Boolean fortranOrder;
  private long[] shape;

  private NpyHeader(String source, String text) {
    this.source = source;
    this.text = text;
  }

  static NpyHeader parse(String source, String text) throws NpyFormatException {
    NpyHeader header = new NpyHeader(source, text);
    header.dictionary();
    if (header.descr == null || header.fortranOrder == null || header.shape == null) {
      throw new NpyFormatException(
          source,
          "header lacks "
              + (header.descr == null
                  ? "descr"
                  : header.fortranOrder == null ? "fortran_order" : "shape")
              + ": "
              + text.strip());
    }
    return header;
  }

  String descr() {
    return descr;
  }

  boolean fortranOrder() {
    return fortranOrder;
  }

  long[] shape() {
    return shape;
  }

  private void dictionary() throws NpyFormatException {
    expect('{');
    while (!next('}')) {
      String key = string();
      expect(':');
      switch (key) {
        case "descr" -> {
          unset(key, descr);
          descr = string();
        }
        case "fortran_order" -> {
          unset(key, fortranOrder);
          fortranOrder = bool();
        }
        case "shape" -> {
          unset(key, shape);
          shape = tuple();
        }
        default -> throw fault("unknown key \"" + key + "\"");
      }
      if (!next(',')) {
        expect('}');
        break;
      }
    }
    skipSpaces();
    if (!text.substring(at).equals("\n")) {
      throw fault("expected the newline that ends the header");
    }
  }

  private void unset(String key, Object value) throws NpyFormatException {
    if (value != null) {
      throw fault("key \"" + key + "\" twice");
    }
  }

  private String string() throws NpyFormatException {
    skipSpaces();
    char quote = at < text.length() ? text.charAt(at) : 0;
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw fault("expected a quoted string");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private boolean bool() throws NpyFormatException {
    skipSpaces();
    for (boolean value : new boolean[] {false, true}) {
      String word = value ? "True" : "False";
      if (text.startsWith(word, at)) {
        at += word.length();
        return value;
      }
    }
    throw fault("expected True or False");
  }

  private long[] tuple() throws NpyFormatException {
    expect('(');
    List<Long> sizes = new ArrayList<>();
    boolean comma = true;
    while (!next(')')) {
      if (!comma) {
        throw fault("expected , or )");
      }
      sizes.add(number());
      comma = next(',');
    }
    if (sizes.size() == 1 && !comma) {
      throw fault("a shape of one size needs a comma");
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  private long number() throws NpyFormatException {
    skipSpaces();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > 18) {
      throw fault("expected a size");
    }
    return Long.parseLong(text.substring(start, at));
  }

  private void expect(char c) throws NpyFormatException {
    if (!next(c)) {
      throw fault("expected " + c);
    }
  }

  private boolean next(char c) {
    skipSpaces();
    boolean found = at < text.length() && text.charAt(at) == c;
    if (found) {
      at++;
    }
    return found;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private NpyFormatException fault(String what) {
    return new NpyFormatException(
        source, "header, character " + (at + 1) + ": " + what + " in " + text.strip());
  }
}
