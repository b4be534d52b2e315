package dev.vernier.engine.quant;

import dev.vernier.engine.quant.CalibrationTable.BadScales;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/** Reads the text of a calibration table; blank lines and the line ends of any system are fine. */
final class TableReader {
  /** Far above any table, whose scales take some ten bytes each; a hostile file stops here. */
  static final int MOST_BYTES = 64 << 20;

  private static final int LONGEST_QUOTE = 40;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?\\d++)?+");
  private static final Pattern INFINITE = Pattern.compile("[+-]?(?i:inf|infinity)");
  private static final Pattern NAN = Pattern.compile("[+-]?(?i:nan)");

  private final String source;
  private final BadScales badScales;

  TableReader(String source, BadScales badScales) {
    this.source = source;
    this.badScales = badScales;
  }

  CalibrationTable read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new TableFormatException(
          source + ": longer than " + MOST_BYTES + " bytes, which no calibration table is");
    }
    ByteBuffer encoded = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(encoded, text, true);
    if (result.isError() || encoded.hasRemaining()) {
      throw new TableFormatException(
          source + ": byte " + encoded.position() + " is not UTF-8 text, a calibration table is");
    }
    return parse(text.flip().toString());
  }

  CalibrationTable parse(String text) {
    List<TableLine> lines = new ArrayList<>();
    Map<String, TableLine> byKey = new HashMap<>();
    int number = 0;
    for (String content : (Iterable<String>) text.lines()::iterator) {
      number++;
      StringTokenizer words = new StringTokenizer(content, " \t");
      if (!words.hasMoreTokens()) {
        continue;
      }
      TableLine line = line(words, number);
      TableLine earlier = byKey.putIfAbsent(line.key(), line);
      if (earlier != null) {
        throw error(
            number,
            "\"" + quote(line.key()) + "\" again, found before in line " + earlier.lineNumber());
      }
      lines.add(line);
    }
    return new CalibrationTable(lines);
  }

  private TableLine line(StringTokenizer words, int number) {
    String key = words.nextToken();
    float[] scales = new float[words.countTokens()];
    if (scales.length == 0) {
      throw error(number, "\"" + quote(key) + "\" has no scale, expected at least 1");
    }
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(words.nextToken(), key, i, number);
    }
    TableLine line = TableLine.ofKey(key, scales, number);
    if (line.isActivation() && scales.length != 1) {
      throw error(
          number,
          "layer \""
              + quote(line.layer())
              + "\" has "
              + scales.length
              + " activation scales, expected 1; scales of weights are under NAME_param_0");
    }
    if (badScales == BadScales.REJECT) {
      for (int i = 0; i < scales.length; i++) {
        String fault = line.fault(i);
        if (fault != null) {
          throw error(number, fault);
        }
      }
    }
    return line;
  }

  private float scale(String word, String key, int i, int number) {
    if (NUMBER.matcher(word).matches()) {
      return Float.parseFloat(word);
    }
    if (INFINITE.matcher(word).matches()) {
      return word.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    if (NAN.matcher(word).matches()) {
      return Float.NaN;
    }
    throw error(
        number,
        "\"" + quote(key) + "\": scale " + i + " is \"" + quote(word) + "\", must be a number");
  }

  private TableFormatException error(int number, String what) {
    return new TableFormatException(source + " line " + number + ": " + what);
  }

  private static String quote(String word) {
    return word.length() <= LONGEST_QUOTE ? word : word.substring(0, LONGEST_QUOTE) + "…";
  }
}
