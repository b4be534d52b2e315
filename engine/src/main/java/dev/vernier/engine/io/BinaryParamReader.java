package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.UnsupportedLayerException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads ncnn's binary {@code .param.bin}. All numbers are little-endian and 32 bits wide.
 *
 * <pre>
 * 0    7767517        magic number
 * 4    LAYERS BLOBS   counts, from 1
 * 12   a layer, LAYERS times:
 *        TYPE BOTTOMS TOPS     ncnn's type number, and how many indices follow
 *        bottom… top…          blob indices, 0 to BLOBS less one
 *        parameters            see below
 *        -233                  their end
 * </pre>
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><td>{@code id value}</td><td>a whole number or a float</td></tr>
 * <tr><td>{@code -23300-id n value…}</td><td>an array of n</td></tr>
 * <tr><td>{@code -23400-id n bytes}</td><td>n bytes of text, padded to a multiple of 4; at most 255
 * </td></tr>
 * </table>
 *
 * <p>The file has no names: layers and blobs are called by their index, from 0. What the text form
 * asks of blobs and of the file's end is asked here as well.
 */
final class BinaryParamReader {
  static final int END = -233;
  static final int ARRAY_BASE = -23300;
  static final int STRING_BASE = -23400;
  static final int MOST_STRING_BYTES = 255;

  private final String source;
  private final ByteBuffer content;
  private final LayerRegistry registry;
  private final Map<Integer, Integer> madeBy = new HashMap<>();
  private int blobCount;
  private String layer = "";

  BinaryParamReader(String source, byte[] content, LayerRegistry registry) {
    this.source = source;
    this.content = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    this.registry = registry;
  }

  /** Whether a file's content starts with the magic number as a binary one. */
  static boolean isBinary(byte[] content) {
    return content.length >= Integer.BYTES
        && ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt() == ParamReader.MAGIC;
  }

  NetDefinition read() {
    word("magic number");
    int layerCount = count("layer count");
    blobCount = count("blob count");
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < layerCount; i++) {
      layers.add(readLayer(i));
    }
    layer = "";
    if (content.hasRemaining()) {
      throw error(content.remaining() + " bytes follow the last of " + layerCount + " layers");
    }
    return new NetDefinition(layers, blobCount, source);
  }

  private LayerSpec readLayer(int index) {
    String name = Integer.toString(index);
    layer = "layer \"" + name + "\": ";
    String origin = where();
    int number = word("type number");
    LayerRegistry.Entry entry = registry.entry(number);
    if (entry == null) {
      throw new UnsupportedLayerException(
          origin + ": layer \"" + name + "\": no layer type has the number " + number);
    }
    layer = "layer \"" + name + "\" (" + entry.type() + "): ";
    int bottomCount = length("bottom count", Integer.BYTES);
    int topCount = length("top count", Integer.BYTES);
    List<String> bottoms = new ArrayList<>();
    for (int i = 0; i < bottomCount; i++) {
      int blob = blob("bottom");
      if (!madeBy.containsKey(blob)) {
        throw error("bottom " + blob + " is made by no layer before");
      }
      bottoms.add(Integer.toString(blob));
    }
    List<String> tops = new ArrayList<>();
    for (int i = 0; i < topCount; i++) {
      int blob = blob("top");
      Integer before = madeBy.putIfAbsent(blob, index);
      if (before != null) {
        throw error("top " + blob + " is made already, by layer \"" + before + "\"");
      }
      tops.add(Integer.toString(blob));
    }
    return new LayerSpec(entry.type(), name, bottoms, tops, readParams(), origin);
  }

  private ParamDict readParams() {
    Map<Integer, Serializable> params = new LinkedHashMap<>();
    for (int key = word("parameter id"); key != END; key = word("parameter id")) {
      boolean string = key <= STRING_BASE;
      boolean array = !string && key <= ARRAY_BASE;
      long id = string ? (long) STRING_BASE - key : array ? (long) ARRAY_BASE - key : key;
      if (id < 0 || id >= ParamDict.MAX_PARAMS) {
        throw error(
            "parameter id is "
                + key
                + ", must be 0 to 31, -23300 to -23331 for an array, -23400 to -23431 for text, or "
                + END
                + " for the end");
      }
      params.remove((int) id);
      params.put((int) id, string ? text(id) : array ? array(id) : number(id));
    }
    return params.isEmpty() ? ParamDict.EMPTY : new ParamDict(params, Map.of());
  }

  private BinaryValue number(long id) {
    return BinaryValue.number(word("parameter " + id));
  }

  private BinaryValue array(long id) {
    int[] words = new int[length("length of parameter " + id, Integer.BYTES)];
    for (int i = 0; i < words.length; i++) {
      words[i] = content.getInt();
    }
    return BinaryValue.array(words);
  }

  private String text(long id) {
    int length = length("length of parameter " + id, 1);
    int padded = (length + 3) / 4 * 4;
    if (length > MOST_STRING_BYTES || padded > content.remaining()) {
      throw error(
          "parameter "
              + id
              + " is a text of "
              + length
              + " bytes, "
              + content.remaining()
              + " remain and "
              + MOST_STRING_BYTES
              + " are the most that ncnn reads");
    }
    byte[] bytes = new byte[padded];
    content.get(bytes);
    int end = 0;
    // ncnn reads up to the first zero, which may lie in the padding or before.
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private int blob(String what) {
    int blob = word(what);
    if (blob < 0 || blob >= blobCount) {
      throw error(what + " is blob " + blob + ", must be 0 to " + (blobCount - 1));
    }
    return blob;
  }

  private int count(String what) {
    int count = word(what);
    if (count < 1) {
      throw error(what + " is " + count + ", must be a whole number from 1");
    }
    return count;
  }

  /** The length of a list, which the bytes that are left must be able to hold. */
  private int length(String what, int bytesEach) {
    int count = word(what);
    if (count < 0 || (long) count * bytesEach > content.remaining()) {
      throw error(
          what
              + " is "
              + count
              + ", must be 0 to "
              + content.remaining() / bytesEach
              + " in the bytes that remain");
    }
    return count;
  }

  private int word(String what) {
    if (content.remaining() < Integer.BYTES) {
      throw error("file ends before the " + what);
    }
    return content.getInt();
  }

  private ParamFormatException error(String problem) {
    return new ParamFormatException(where() + ": " + layer + problem);
  }

  private String where() {
    return source + " at byte " + content.position();
  }
}
