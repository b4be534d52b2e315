package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes ncnn's binary {@code .param.bin}, which {@link BinaryParamReader} describes, as ncnn2mem
 * does: blobs are numbered in the order in which they are made, parameters keep the file's order.
 */
public final class BinaryParamWriter {
  private final DataOutputStream out;
  private final Map<String, Integer> blobs = new HashMap<>();

  private BinaryParamWriter(OutputStream out) {
    this.out = new DataOutputStream(new BufferedOutputStream(out));
  }

  /**
   * Writes a net, without closing the stream.
   *
   * @param registry gives the types' numbers
   * @throws dev.vernier.engine.layer.UnsupportedLayerException if a type has no number
   * @throws ParamFormatException if a text is longer than the 255 bytes that ncnn reads
   */
  public static void write(NetDefinition net, LayerRegistry registry, OutputStream out)
      throws IOException {
    BinaryParamWriter writer = new BinaryParamWriter(out);
    writer.word(ParamReader.MAGIC);
    writer.word(net.layers().size());
    writer.word(net.blobCount());
    for (LayerSpec layer : net.layers()) {
      writer.layer(layer, registry.number(layer));
    }
    writer.out.flush();
  }

  private void layer(LayerSpec layer, int number) throws IOException {
    word(number);
    word(layer.bottoms().size());
    word(layer.tops().size());
    for (String bottom : layer.bottoms()) {
      word(blobs.get(bottom));
    }
    for (String top : layer.tops()) {
      int index = blobs.size();
      blobs.put(top, index);
      word(index);
    }
    for (int id : layer.params().ids()) {
      parameter(layer, id, layer.params().stored(id));
    }
    word(BinaryParamReader.END);
  }

  private void parameter(LayerSpec layer, int id, Serializable value) throws IOException {
    if (value instanceof Integer whole) {
      number(id, whole);
    } else if (value instanceof Float real) {
      number(id, Float.floatToRawIntBits(real));
    } else if (value instanceof int[] wholes) {
      array(id, wholes);
    } else if (value instanceof float[] reals) {
      int[] words = new int[reals.length];
      for (int i = 0; i < words.length; i++) {
        words[i] = Float.floatToRawIntBits(reals[i]);
      }
      array(id, words);
    } else if (value instanceof BinaryValue bits) {
      if (bits.isArray()) {
        array(id, bits.words());
      } else {
        number(id, bits.words()[0]);
      }
    } else if (value instanceof String text) {
      text(layer, id, text.getBytes(StandardCharsets.UTF_8));
    } else {
      throw layer.error("parameter " + id + " is " + value + ", which no param file holds");
    }
  }

  private void number(int id, int word) throws IOException {
    word(id);
    word(word);
  }

  private void array(int id, int[] words) throws IOException {
    word(BinaryParamReader.ARRAY_BASE - id);
    word(words.length);
    for (int word : words) {
      word(word);
    }
  }

  private void text(LayerSpec layer, int id, byte[] text) throws IOException {
    if (text.length > BinaryParamReader.MOST_STRING_BYTES) {
      throw layer.error(
          "parameter "
              + id
              + " is a text of "
              + text.length
              + " bytes, must be at most "
              + BinaryParamReader.MOST_STRING_BYTES
              + " in a binary param");
    }
    word(BinaryParamReader.STRING_BASE - id);
    word(text.length);
    out.write(text);
    out.write(new byte[(4 - text.length % 4) % 4]);
  }

  private void word(int value) throws IOException {
    out.writeInt(Integer.reverseBytes(value));
  }
}
