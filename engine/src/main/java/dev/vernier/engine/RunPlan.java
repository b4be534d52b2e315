package dev.vernier.engine;

import dev.vernier.engine.layer.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which layers a run needs for its targets, and where the life of each blob ends. Depends on the
 * targets and on the blobs that are there already, not on shapes.
 */
final class RunPlan {

  /**
   * One layer to run, or two as one.
   *
   * @param index of the layer, of the first where there are two
   * @param tops the blobs it makes
   */
  record Step(int index, Layer layer, int[] tops) {}

  /** What to run, in order. */
  final Step[] steps;

  /** For each step, the blobs that nobody needs after it. */
  final int[][] dead;

  /** For each step, for each bottom, whether the step is its last reader. */
  final boolean[][] lastRead;

  /** For each step, the targets among the blobs it makes. */
  final int[][] found;

  private final int[] targets;
  private final boolean keeping;
  private final BitSet present;
  private final boolean fusing;

  private RunPlan(int[] targets, boolean keeping, BitSet present, boolean fusing, Step[] steps) {
    this.targets = targets;
    this.keeping = keeping;
    this.present = present;
    this.fusing = fusing;
    this.found = new int[steps.length][];
    this.steps = steps;
    this.dead = new int[steps.length][];
    this.lastRead = new boolean[steps.length][];
  }

  /**
   * A plan for a net.
   *
   * @param keeping whether the targets outlive the run
   * @param present blobs whose values are there
   * @param fusing whether blobs between two layers may be left out
   * @throws NetException if a target needs an input that was not given
   */
  static RunPlan of(Net net, int[] targets, boolean keeping, BitSet present, boolean fusing) {
    BitSet needed = neededLayers(net, targets, present);
    BitSet wanted = new BitSet();
    for (int target : targets) {
      wanted.set(target);
    }
    Step[] steps = steps(net, needed, wanted, present, fusing);
    RunPlan plan = new RunPlan(targets.clone(), keeping, (BitSet) present.clone(), fusing, steps);
    for (int step = 0; step < steps.length; step++) {
      plan.found[step] =
          Arrays.stream(steps[step].tops()).filter(t -> wanted.get(t) && !present.get(t)).toArray();
    }
    BitSet alive = keeping ? (BitSet) wanted.clone() : new BitSet();
    for (int step = steps.length - 1; step >= 0; step--) {
      int[] bottoms = net.bottoms(steps[step].index());
      BitSet dying = new BitSet();
      for (int top : steps[step].tops()) {
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

  private static Step[] steps(
      Net net, BitSet needed, BitSet wanted, BitSet present, boolean fusing) {
    List<Step> steps = new ArrayList<>();
    BitSet left = (BitSet) needed.clone();
    for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
      Fusion fusion = fusing ? net.fusion(i) : null;
      if (fusion != null
          && left.get(fusion.second())
          && !wanted.get(net.tops(i)[0])
          && !present.get(net.tops(i)[0])) {
        steps.add(new Step(i, fusion.layer(), net.tops(fusion.second())));
        left.clear(fusion.second());
      } else {
        steps.add(new Step(i, net.layers().get(i), net.tops(i)));
      }
    }
    return steps.toArray(new Step[0]);
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

  boolean serves(
      int[] otherTargets, boolean otherKeeping, BitSet otherPresent, boolean otherFusing) {
    return Arrays.equals(targets, otherTargets)
        && keeping == otherKeeping
        && present.equals(otherPresent)
        && fusing == otherFusing;
  }
}
