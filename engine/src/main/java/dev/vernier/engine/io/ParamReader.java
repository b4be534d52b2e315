package dev.vernier.engine.io;

import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads ncnn's {@code .param}: the text below, or the binary form, which {@link BinaryParamReader}
 * describes and which the first four bytes tell.
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
 *
 * <p>Layer names may repeat and blobs may have several readers, as ncnn allows. Unlike ncnn, which
 * goes on with a net that cannot run, the reader asks that each blob is made once, before it is
 * read, that no layer follows the last one, and that BLOBS is not less than the blobs made.
 */
public final class ParamReader {
  /** The first word of a text param. */
  static final int MAGIC = 7767517;

  /** Far above any net: the largest known ones take some megabytes. */
  private static final int MAX_BYTES = 1 << 26;

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

  private ParamReader(String source, String text, boolean utf8) {
    this.source = source;
    this.lines = new ParamLines(text);
    this.utf8 = utf8;
  }

  /**
   * Reads a file, text or binary, with the builtin layers' numbers.
   *
   * @throws ParamFormatException if its content is not a net
   * @throws NetException if it cannot be read
   */
  public static NetDefinition read(Path file) {
    return read(file, LayerRegistry.builtin());
  }

  /**
   * Reads a file, text or binary.
   *
   * @param registry tells the types that a binary file has by number
   * @throws ParamFormatException if its content is not a net
   * @throws NetException if it cannot be read
   */
  public static NetDefinition read(Path file, LayerRegistry registry) {
    String source = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, source, registry);
    } catch (IOException e) {
      throw new NetException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Reads a stream to its end, without closing it.
   *
   * @param source the name to use in messages
   * @throws ParamFormatException if its content is not a net
   * @throws NetException if it cannot be read
   */
  public static NetDefinition read(InputStream in, String source) {
    return read(in, source, LayerRegistry.builtin());
  }

  /**
   * Reads a stream to its end, without closing it.
   *
   * @param source the name to use in messages
   * @param registry tells the types that a binary file has by number
   * @throws ParamFormatException if its content is not a net
   * @throws NetException if it cannot be read
   */
  public static NetDefinition read(InputStream in, String source, LayerRegistry registry) {
    byte[] content;
    try {
      content = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new NetException(source + " cannot be read: " + e, e);
    }
    return read(content, source, registry);
  }

  /**
   * Reads a file's content.
   *
   * @param source the name to use in messages
   * @throws ParamFormatException if it is not a net
   */
  public static NetDefinition read(byte[] content, String source) {
    return read(content, source, LayerRegistry.builtin());
  }

  /**
   * Reads a file's content.
   *
   * @param source the name to use in messages
   * @param registry tells the types that a binary file has by number
   * @throws ParamFormatException if it is not a net
   */
  public static NetDefinition read(byte[] content, String source, LayerRegistry registry) {
    if (content.length > MAX_BYTES) {
      throw new ParamFormatException(
          source + " is longer than " + MAX_BYTES + " bytes, too long for a .param");
    }
    if (BinaryParamReader.isBinary(content)) {
      return new BinaryParamReader(source, content, registry).read();
    }
    return ofText(content, source).read();
  }

  private static ParamReader ofText(byte[] content, String source) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return new ParamReader(source, text.toString(), true);
    } catch (CharacterCodingException e) {
      return new ParamReader(source, new String(content, StandardCharsets.ISO_8859_1), false);
    }
  }

  private NetDefinition read() {
    String magic = headerWord("the magic number " + MAGIC);
    if (!magic.equals(Integer.toString(MAGIC))) {
      throw new ParamFormatException(
          where() + ": magic number is " + ParamValues.quote(magic) + ", must be " + MAGIC);
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
