package dev.vernier.engine;

import dev.vernier.engine.layer.Layer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Runs of a net over as many samples as the kernels have lanes. Layers that take samples side by
 * side get them so, others one after the other. Buffers are kept from one run to the next.
 */
final class LaneRun {
  private final Net net;
  private final int lanes;
  private final boolean fusing;
  private final MatPool pool = new MatPool();
  private final RunWorkspace workspace;
  private final LaneValue[] values;

  LaneRun(Net net, Option option) {
    this.net = net;
    this.lanes = option.kernels().kernels().lanes();
    this.fusing = option.fusing() && option.lightMode();
    this.workspace = new RunWorkspace(pool, option);
    this.values = new LaneValue[net.blobs().size()];
  }

  /**
   * Computes blobs of all samples.
   *
   * @param inputs blobs that are given
   * @param given for each of them, its value of each sample
   * @param targets blobs that are wanted
   * @return for each sample its targets, with arrays of their own
   */
  Mat[][] run(int[] inputs, Mat[][] given, int[] targets) {
    try {
      BitSet present = new BitSet();
      for (int i = 0; i < inputs.length; i++) {
        values[inputs[i]] = LaneValue.ofSamples(pool, given[i]);
        present.set(inputs[i]);
      }
      RunPlan plan = RunPlan.of(net, targets, true, present, fusing);
      for (int step = 0; step < plan.steps.length; step++) {
        run(plan, step);
      }
      Mat[][] found = new Mat[lanes][targets.length];
      for (int t = 0; t < targets.length; t++) {
        Mat[] samples = values[targets[t]].samples(lanes);
        for (int s = 0; s < lanes; s++) {
          found[s][t] = samples[s].copy();
        }
      }
      return found;
    } finally {
      workspace.finishLayer();
      for (int blob = 0; blob < values.length; blob++) {
        drop(blob);
      }
    }
  }

  private void run(RunPlan plan, int step) {
    Layer layer = plan.steps[step].layer();
    int[] bottoms = net.bottoms(plan.steps[step].index());
    int[] tops = plan.steps[step].tops();
    if (!inLanes(layer, bottoms, tops, plan.lastRead[step])) {
      eachSample(layer, bottoms, tops);
    }
    for (int blob : plan.dead[step]) {
      drop(blob);
    }
  }

  private boolean inLanes(Layer layer, int[] bottoms, int[] tops, boolean[] lastRead) {
    if (bottoms.length == 0) {
      return false;
    }
    for (int bottom : bottoms) {
      if (!values[bottom].hasLanes()) {
        return false;
      }
    }
    Mat[] in = new Mat[bottoms.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = values[bottoms[i]].lanes();
    }
    Mat[] out = new Mat[tops.length];
    workspace.startLayer(layer, in, lastRead);
    boolean done = layer.forwardLanes(in, out, workspace);
    if (done) {
      for (int i = 0; i < out.length; i++) {
        pool.retain(out[i]);
        put(tops[i], LaneValue.ofLanes(pool, out[i]));
      }
    }
    workspace.finishLayer();
    return done;
  }

  private void eachSample(Layer layer, int[] bottoms, int[] tops) {
    Mat[][] out = new Mat[tops.length][lanes];
    Mat[] in = new Mat[bottoms.length];
    Mat[] made = new Mat[tops.length];
    for (int s = 0; s < lanes; s++) {
      for (int i = 0; i < in.length; i++) {
        in[i] = values[bottoms[i]].samples(lanes)[s];
      }
      workspace.startLayer(layer, in, null);
      layer.requireElements(in);
      layer.forward(in, made, workspace);
      for (int i = 0; i < made.length; i++) {
        pool.retain(made[i]);
        out[i][s] = made[i];
      }
      workspace.finishLayer();
      Arrays.fill(made, null);
    }
    for (int i = 0; i < tops.length; i++) {
      put(tops[i], LaneValue.ofSamples(pool, out[i]));
    }
  }

  private void put(int blob, LaneValue value) {
    if (values[blob] == null) {
      values[blob] = value;
    } else {
      // Given by the caller: that value stays.
      value.release();
    }
  }

  private void drop(int blob) {
    if (values[blob] != null) {
      values[blob].release();
      values[blob] = null;
    }
  }
}
