package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads ncnn's text {@code .param}.
 *
 * <pre>
 * line 1   7767517                              magic number
 * line 2   LAYERS BLOBS                         counts, from 1
 * then     TYPE NAME BOTTOMS TOPS bottom… top… id=value…   a line a layer, LAYERS times
 * </pre>
 *
 * <p>Words are parted by blanks and tabs; lines end with LF or CRLF; blank lines are skipped; a
 * line that starts with {@code id=} continues the layer before it. The text is UTF-8, or, if it is
 * not valid as that, ISO 8859-1, so that names in any other encoding stay distinct. Ids are 0 to
 * 31; 30 is ncnn's shape hint, 31 its feature mask.
 */
final class TextParamReader {
  private record Made(String blob, int line) {}

  private record Unmade(String blob, String reader) {}

  private final String source;
  private final ParamLines lines;
  private final List<LayerSpec> layers = new ArrayList<>();
  private final Map<String, Made> blobs = new HashMap<>();
  private final ParamValues values = new ParamValues(this::layerError);
  private final boolean utf8;
  private int typeWidth = Integer.MAX_VALUE;
  private int nameWidth = Integer.MAX_VALUE;
  private Unmade unmade;
  private String type;
  private String name;

  private TextParamReader(String source, String text, boolean utf8) {
    this.source = source;
    this.lines = new ParamLines(text);
    this.utf8 = utf8;
  }

  /** Reads a file's content. */
  static NetDefinition read(byte[] content, String source) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return new TextParamReader(source, text.toString(), true).read();
    } catch (CharacterCodingException e) {
      String text = new String(content, StandardCharsets.ISO_8859_1);
      return new TextParamReader(source, text, false).read();
    }
  }

  private NetDefinition read() {
    String magic = headerWord("the magic number " + ParamReader.MAGIC);
    if (!magic.equals(Integer.toString(ParamReader.MAGIC))) {
      throw new ParamFormatException(
          where()
              + ": magic number is "
              + ParamValues.quote(magic)
              + ", must be "
              + ParamReader.MAGIC);
    }
    int layerCount = count("layer count");
    int blobCount = count("blob count");
    int countLine = lines.number();
    if (lines.hasWord()) {
      throw new ParamFormatException(
          where() + ": " + ParamValues.quote(lines.word()) + " follows the layer and blob counts");
    }

    boolean more = lines.nextLine();
    while (more) {
      if (layers.size() == layerCount) {
        throw new ParamFormatException(
            where()
                + ": "
                + ParamValues.quote(lines.word())
                + " follows the last layer, line "
                + countLine
                + " declares "
                + layerCount
                + " layers");
      }
      more = readLayer();
    }
    if (layers.size() < layerCount) {
      throw new ParamFormatException(
          where()
              + ": file ends after layer "
              + layers.size()
              + ", line "
              + countLine
              + " declares "
              + layerCount
              + " layers");
    }
    checkBlobs(blobCount, countLine);
    return new NetDefinition(layers, blobCount, source, new TextLayout(typeWidth, nameWidth, utf8));
  }

  /** Reads the layer on the current line and the lines that continue it; false at the end. */
  private boolean readLayer() {
    String origin = where();
    int typeStart = lines.position();
    type = lines.word();
    if (!lines.hasWord()) {
      throw new ParamFormatException(
          origin
              + ": "
              + ParamValues.quote(type)
              + " stands alone, expected type, name, bottom count and top count of a layer");
    }
    int nameStart = lines.position();
    name = lines.word();
    // A type longer than its column moves its own line only, so the least distance is the column's.
    typeWidth = Math.min(typeWidth, nameStart - typeStart - 1);
    if (lines.hasWord()) {
      nameWidth = Math.min(nameWidth, lines.position() - nameStart - 1);
    }
    int bottomCount = connections("bottom count");
    int topCount = connections("top count");
    List<String> bottoms = new ArrayList<>();
    for (int i = 0; i < bottomCount; i++) {
      bottoms.add(bottom(blobName("bottom", i, bottomCount)));
    }
    List<String> tops = new ArrayList<>();
    for (int i = 0; i < topCount; i++) {
      tops.add(top(blobName("top", i, topCount)));
    }
    if (lines.hasWord() && !lines.atParameter()) {
      throw layerError(
          ParamValues.quote(lines.word())
              + " follows "
              + bottomCount
              + " bottoms and "
              + topCount
              + " tops, expected id=value");
    }

    Map<Integer, Serializable> params = new LinkedHashMap<>();
    Map<Integer, String> words = new HashMap<>();
    boolean more;
    do {
      while (lines.hasWord()) {
        values.read(lines.parameter(), params, words);
      }
      more = lines.nextLine();
    } while (more && lines.atParameter());
    ParamDict dict = params.isEmpty() ? ParamDict.EMPTY : new ParamDict(params, words);
    layers.add(new LayerSpec(type, name, bottoms, tops, dict, origin));
    return more;
  }

  private int connections(String what) {
    String text = lines.hasWord() ? lines.word() : "";
    Integer count = ParamValues.wholeNumber(text);
    if (count == null || count < 0) {
      throw layerError(what + " is " + ParamValues.quote(text) + ", must be a whole number from 0");
    }
    return count;
  }

  private String blobName(String what, int index, int count) {
    if (!lines.hasWord() || lines.atParameter()) {
      String found = lines.hasWord() ? ParamValues.quote(lines.word()) : "the end of the line";
      throw layerError(
          "declares " + count + " " + what + "s, but after " + index + " comes " + found);
    }
    return lines.word();
  }

  private String bottom(String blob) {
    Made made = blobs.get(blob);
    if (made != null) {
      return made.blob();
    }
    if (unmade == null) {
      unmade = new Unmade(blob, layerError("bottom " + ParamValues.quote(blob)).getMessage());
    }
    return blob;
  }

  private String top(String blob) {
    Made before = blobs.putIfAbsent(blob, new Made(blob, lines.number()));
    if (before != null) {
      throw layerError(
          "top " + ParamValues.quote(blob) + " is made already, on line " + before.line());
    }
    return blob;
  }

  private void checkBlobs(int blobCount, int countLine) {
    if (unmade != null) {
      Made later = blobs.get(unmade.blob());
      throw new ParamFormatException(
          unmade.reader()
              + (later == null
                  ? " is made by no layer"
                  : " is read before it is made, on line " + later.line()));
    }
    if (blobs.size() > blobCount) {
      throw new ParamFormatException(
          where(countLine)
              + ": blob count is "
              + blobCount
              + ", the layers make "
              + blobs.size()
              + " blobs");
    }
  }

  private int count(String what) {
    String text = headerWord("the " + what);
    Integer count = ParamValues.wholeNumber(text);
    if (count == null || count < 1) {
      throw new ParamFormatException(
          where()
              + ": "
              + what
              + " is "
              + ParamValues.quote(text)
              + ", must be a whole number from 1");
    }
    return count;
  }

  private String headerWord(String what) {
    if (!lines.hasWord() && !lines.nextLine()) {
      throw new ParamFormatException(where() + ": file ends before " + what);
    }
    return lines.word();
  }

  private ParamFormatException layerError(String problem) {
    return new ParamFormatException(
        where()
            + ": layer "
            + ParamValues.quote(name)
            + " ("
            + ParamValues.shown(type)
            + "): "
            + problem);
  }

  private String where() {
    return where(lines.number());
  }

  private String where(int line) {
    return source + " line " + Math.max(1, line);
  }
}
