package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
import java.util.List;

/**
 * What a {@code .param} file says: the layers in order of execution, each blob made by exactly one
 * layer that stands before its readers.
 *
 * @param layers the layers, in the file's order
 * @param blobCount the file's own count of blobs, at least the number that the layers make
 * @param source name of the file, for messages
 */
public record NetDefinition(List<LayerSpec> layers, int blobCount, String source)
    implements Serializable {

  /** Copies the list. */
  public NetDefinition {
    layers = List.copyOf(layers);
  }
}
