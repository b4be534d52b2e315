package dev.vernier.engine.inspect;

import java.util.List;

/**
 * One layer as it ran.
 *
 * @param index its place in the net
 * @param type ncnn's type name
 * @param name its own name
 * @param bottoms shapes of what it read, in its order, as (w, h, d, c)
 * @param tops shapes of what it made
 * @param hints shapes that the file promises for the tops, empty where it promises none
 * @param params its parameters as the file writes them, without hints
 * @param weightBytes bytes of weights it holds
 * @param multiplyAdds multiply-adds for these shapes; 0 for layers not counted by them
 */
public record LayerSummary(
    int index,
    String type,
    String name,
    List<String> bottoms,
    List<String> tops,
    List<String> hints,
    String params,
    long weightBytes,
    long multiplyAdds) {

  /** Copies the lists. */
  public LayerSummary {
    bottoms = List.copyOf(bottoms);
    tops = List.copyOf(tops);
    hints = List.copyOf(hints);
  }
}
