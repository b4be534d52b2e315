package dev.vernier.engine.replay;

import java.util.List;

/**
 * What a replay of one zip found.
 *
 * @param name what was replayed: a layer type, or {@code pixels}
 * @param total cases in the zip
 * @param worstError largest difference of a real value among the cases that agree, relative to
 *     max(1, |expected|) for layers, absolute for pixels
 * @param failures one line a failed case: its name and the reason
 */
public record ReplayResult(String name, int total, double worstError, List<String> failures) {

  /** Copies the failures. */
  public ReplayResult {
    failures = List.copyOf(failures);
  }

  /** Cases that agree. */
  public int passed() {
    return total - failures.size();
  }
}
