package dev.vernier.spark.tune;

import java.util.List;
import java.util.Set;

/** Tries choices of layers that stay fp32. */
@FunctionalInterface
interface Trials {

  /**
   * How a choice has done.
   *
   * @param good whether it is good enough
   * @param value the metric, 1 at most
   * @param noise noise to signal of the output, the less the better
   */
  record Outcome(boolean good, double value, double noise) {}

  /** An outcome for each choice, over the same samples. */
  List<Outcome> run(List<Set<String>> kept);
}
