package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes ncnn's text {@code .param}. Columns and parameters that were read from a text file are
 * written as they stood there; others as ncnn's tools write them: columns of 24, whole numbers
 * plain, real ones with {@code %e}, arrays with their length, texts in quotes.
 */
public final class TextParamWriter {

  private TextParamWriter() {}

  /**
   * Writes a net's text, without closing the stream.
   *
   * @throws ParamFormatException if a parameter has no text form, or a name is not one word
   */
  public static void write(NetDefinition net, OutputStream out) throws IOException {
    Writer writer =
        new BufferedWriter(
            new OutputStreamWriter(
                out, net.layout().utf8() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    writer.write(ParamReader.MAGIC + "\n" + net.layers().size() + " " + net.blobCount() + "\n");
    for (LayerSpec layer : net.layers()) {
      writer.write(line(layer, net.layout()));
    }
    writer.flush();
  }

  private static String line(LayerSpec layer, TextLayout layout) {
    StringBuilder line = new StringBuilder();
    pad(line, oneWord(layer, "type", layer.type()), layout.typeWidth());
    pad(line, oneWord(layer, "name", layer.name()), layout.nameWidth());
    line.append(layer.bottoms().size()).append(' ').append(layer.tops().size());
    for (String bottom : layer.bottoms()) {
      line.append(' ').append(oneWord(layer, "bottom", bottom));
    }
    for (String top : layer.tops()) {
      line.append(' ').append(oneWord(layer, "top", top));
    }
    for (int id : layer.params().ids()) {
      String word = layer.params().word(id);
      line.append(' ').append(word == null ? word(layer, id, layer.params().get(id)) : word);
    }
    return line.append('\n').toString();
  }

  private static void pad(StringBuilder line, String word, int width) {
    line.append(word).append(" ".repeat(Math.max(0, width - word.length()) + 1));
  }

  private static String oneWord(LayerSpec layer, String what, String text) {
    if (text.isEmpty() || text.chars().anyMatch(ParamLines::isBlank)) {
      throw layer.error(what + " \"" + text + "\" is not one word, as a text file needs it");
    }
    return text;
  }

  private static String word(LayerSpec layer, int id, Serializable value) {
    if (value instanceof Integer whole) {
      return id + "=" + whole;
    }
    if (value instanceof Float real) {
      return id + "=" + real(layer, id, real);
    }
    if (value instanceof int[] wholes) {
      StringBuilder text = new StringBuilder(array(id, wholes.length));
      for (int whole : wholes) {
        text.append(',').append(whole);
      }
      return text.toString();
    }
    if (value instanceof float[] reals) {
      StringBuilder text = new StringBuilder(array(id, reals.length));
      for (float real : reals) {
        text.append(',').append(real(layer, id, real));
      }
      return text.toString();
    }
    if (value instanceof String text
        && text.length() <= BinaryParamReader.MOST_STRING_BYTES
        && text.indexOf('"') < 0
        && text.chars().noneMatch(Character::isISOControl)) {
      return id + "=\"" + text + '"';
    }
    throw layer.error("parameter " + id + " is " + value + ", which has no form in a text file");
  }

  private static String array(int id, int length) {
    return (BinaryParamReader.ARRAY_BASE - id) + "=" + length;
  }

  private static String real(LayerSpec layer, int id, float value) {
    if (Float.isNaN(value)) {
      throw layer.error("parameter " + id + " is NaN, which has no form in a text file");
    }
    return RealText.of(value);
  }
}
