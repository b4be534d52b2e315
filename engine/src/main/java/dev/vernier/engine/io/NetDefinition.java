package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@code .param} or {@code .param.bin} file says: the layers in order of execution, each
 * blob made by exactly one layer that stands before its readers.
 *
 * @param layers the layers, in the file's order
 * @param blobCount the file's own count of blobs, at least the number that the layers make
 * @param source name of the file, for messages
 * @param layout how its text is laid out
 */
public record NetDefinition(List<LayerSpec> layers, int blobCount, String source, TextLayout layout)
    implements Serializable {

  /**
   * Copies the list.
   *
   * @throws ParamFormatException if a blob is read before it is made, is made twice, or is one too
   *     many for the count
   */
  public NetDefinition {
    layers = List.copyOf(layers);
    Set<String> made = new HashSet<>();
    for (LayerSpec layer : layers) {
      for (String bottom : layer.bottoms()) {
        if (!made.contains(bottom)) {
          throw layer.error("bottom \"" + bottom + "\" is made by no layer before");
        }
      }
      for (String top : layer.tops()) {
        if (!made.add(top)) {
          throw layer.error("top \"" + top + "\" is made already");
        }
      }
      if (made.size() > blobCount) {
        throw layer.error("blob count is " + blobCount + ", too few with this layer's tops");
      }
    }
  }

  /** A definition that is written as ncnn writes it. */
  public NetDefinition(List<LayerSpec> layers, int blobCount, String source) {
    this(layers, blobCount, source, TextLayout.NCNN);
  }
}
