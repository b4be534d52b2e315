package dev.vernier.engine.layer;

import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.io.ParamFormatException;
import java.io.Serializable;
import java.util.List;

/**
 * What a {@code .param} file says of one layer.
 *
 * @param type ncnn's type name
 * @param name the layer's own name
 * @param bottoms names of the blobs it reads
 * @param tops names of the blobs it writes
 * @param params its parameters
 * @param origin where it stands, for messages: {@code net.param line 14}
 */
public record LayerSpec(
    String type,
    String name,
    List<String> bottoms,
    List<String> tops,
    ParamDict params,
    String origin)
    implements Serializable {

  /** Copies the lists. */
  public LayerSpec {
    bottoms = List.copyOf(bottoms);
    tops = List.copyOf(tops);
  }

  /** The same layer with other parameters. */
  public LayerSpec withParams(ParamDict others) {
    return new LayerSpec(type, name, bottoms, tops, others, origin);
  }

  /** The same layer between other blobs. */
  public LayerSpec withBlobs(List<String> otherBottoms, List<String> otherTops) {
    return new LayerSpec(type, name, otherBottoms, otherTops, params, origin);
  }

  /** {@code net.param line 14: layer "conv1" (Convolution)}, the start of every message. */
  public String describe() {
    return origin + ": layer \"" + name + "\" (" + type + ")";
  }

  /** The error to throw for a parameter that the layer does not take. */
  public ParamFormatException error(String problem) {
    return new ParamFormatException(describe() + ": " + problem);
  }

  /**
   * Checks how many blobs the layer reads and writes.
   *
   * @throws ParamFormatException if it has fewer bottoms or another number of tops
   */
  public void requireBlobs(int leastBottoms, int exactTops) {
    if (bottoms.size() < leastBottoms) {
      throw error("has " + bottoms.size() + " bottoms, must have at least " + leastBottoms);
    }
    if (tops.size() != exactTops) {
      throw error("has " + tops.size() + " tops, must have " + exactTops);
    }
  }
}
