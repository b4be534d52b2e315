package dev.vernier.engine.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts int8 weights into runs whose products with any int8 input add up exactly in floats: no
 * partial sum can pass 2²⁴, because 128 times the magnitudes of a run's weights do not. Kernels for
 * floats then give the integers of int8 layers at their own speed. 1032 weights of ±127 are such a
 * run; weights as trained nets have them give runs of several thousand.
 */
public final class ExactRuns {
  /** An int8 blob that is given from outside may hold −128. */
  private static final int MOST = (1 << 24) / -Byte.MIN_VALUE;

  private ExactRuns() {}

  /**
   * The ends of the runs, the last being {@code length}.
   *
   * @param weights rows of {@code length} weights each, from index {@code at}
   * @param rows how many rows share the runs
   */
  public static int[] ends(byte[] weights, int at, int rows, int length) {
    int[] sums = new int[rows];
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      boolean fits = true;
      for (int row = 0; row < rows; row++) {
        sums[row] += Math.abs(weights[at + row * length + i]);
        fits &= sums[row] <= MOST;
      }
      if (!fits) {
        ends.add(i);
        for (int row = 0; row < rows; row++) {
          sums[row] = Math.abs(weights[at + row * length + i]);
        }
      }
    }
    ends.add(length);
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }
}
