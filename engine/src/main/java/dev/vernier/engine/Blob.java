package dev.vernier.engine;

import java.io.Serializable;
import java.util.List;

/**
 * A named value between layers.
 *
 * @param index its place among the net's blobs, in the order in which they are produced
 * @param name its name in the file
 * @param producer index of the layer that writes it
 * @param consumers indices of the layers that read it, ascending; empty for an output of the net
 */
public record Blob(int index, String name, int producer, List<Integer> consumers)
    implements Serializable {

  /** Copies the list. */
  public Blob {
    consumers = List.copyOf(consumers);
  }
}
