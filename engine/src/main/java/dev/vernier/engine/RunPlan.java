package dev.vernier.engine;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which layers a run needs for its targets, and where the life of each blob ends. Depends on the
 * targets and on the blobs that are there already, not on shapes.
 */
final class RunPlan {

  /** Indices of the layers to run, ascending. */
  final int[] steps;

  /** For each step, the blobs that nobody needs after it. */
  final int[][] dead;

  /** For each step, for each bottom, whether the step is its last reader. */
  final boolean[][] lastRead;

  private final int[] targets;
  private final BitSet present;

  private RunPlan(int[] targets, BitSet present, int[] steps) {
    this.targets = targets;
    this.present = present;
    this.steps = steps;
    this.dead = new int[steps.length][];
    this.lastRead = new boolean[steps.length][];
  }

  /**
   * A plan for a net.
   *
   * @param present blobs whose values are there
   * @throws NetException if a target needs an input that was not given
   */
  static RunPlan of(Net net, int[] targets, BitSet present) {
    BitSet needed = neededLayers(net, targets, present);
    RunPlan plan =
        new RunPlan(targets.clone(), (BitSet) present.clone(), needed.stream().toArray());
    BitSet wanted = new BitSet();
    for (int target : targets) {
      wanted.set(target);
    }
    BitSet alive = (BitSet) wanted.clone();
    for (int step = plan.steps.length - 1; step >= 0; step--) {
      int[] bottoms = net.bottoms(plan.steps[step]);
      int[] tops = net.tops(plan.steps[step]);
      BitSet dying = new BitSet();
      for (int top : tops) {
        if (!alive.get(top) && !present.get(top)) {
          dying.set(top);
        }
      }
      plan.lastRead[step] = new boolean[bottoms.length];
      for (int i = 0; i < bottoms.length; i++) {
        plan.lastRead[step][i] = !alive.get(bottoms[i]) && !present.get(bottoms[i]);
      }
      for (int bottom : bottoms) {
        if (!alive.get(bottom) && !present.get(bottom)) {
          dying.set(bottom);
        }
        alive.set(bottom);
      }
      plan.dead[step] = dying.stream().toArray();
    }
    return plan;
  }

  private static BitSet neededLayers(Net net, int[] targets, BitSet present) {
    BitSet needed = new BitSet();
    BitSet wanted = new BitSet();
    for (int target : targets) {
      if (!present.get(target)) {
        wanted.set(target);
      }
    }
    while (!wanted.isEmpty()) {
      // The highest index first: its producer's bottoms all have lower ones.
      int index = wanted.length() - 1;
      wanted.clear(index);
      Blob blob = net.blobs().get(index);
      if (net.isInput(blob)) {
        throw new NetException(
            net.name() + ": blob \"" + blob.name() + "\" is an input that was not given");
      }
      needed.set(blob.producer());
      for (int bottom : net.bottoms(blob.producer())) {
        if (!present.get(bottom)) {
          wanted.set(bottom);
        }
      }
    }
    return needed;
  }

  boolean serves(int[] otherTargets, BitSet otherPresent) {
    return Arrays.equals(targets, otherTargets) && present.equals(otherPresent);
  }
}
