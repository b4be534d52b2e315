package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
import java.util.List;

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

  /** Copies the list. */
  public NetDefinition {
    layers = List.copyOf(layers);
  }

  /** A definition that is written as ncnn writes it. */
  public NetDefinition(List<LayerSpec> layers, int blobCount, String source) {
    this(layers, blobCount, source, TextLayout.NCNN);
  }
}
