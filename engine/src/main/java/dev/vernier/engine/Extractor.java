package dev.vernier.engine;

import dev.vernier.engine.layer.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Runs a {@link Net} on one sample at a time: give the inputs, then extract what is wanted.
 *
 * <p>Only the layers that a wanted blob needs are run. Buffers are kept and reused from one sample
 * to the next, so a thread keeps one extractor for all its samples. Not thread-safe; extractors of
 * one net do not touch each other.
 */
public final class Extractor {
  private static final int PLANS_KEPT = 8;

  private final Net net;
  private final Option option;
  private final RunWorkspace workspace;
  private final MatPool pool = new MatPool();
  private final PackedRun packing;
  private final BlobValues values;
  private final BitSet given = new BitSet();
  private final BitSet present = new BitSet();
  private final List<RunPlan> plans = new ArrayList<>();
  private final Mat[][] bottoms;
  private final Mat[][] tops;
  private LayerObserver observer;

  Extractor(Net net, Option option) {
    this.net = net;
    this.option = option;
    this.workspace = new RunWorkspace(pool, option);
    this.values = new BlobValues(net.blobs().size(), pool, option.kernels().kernels(), workspace);
    this.packing = new PackedRun(net, values, workspace);
    this.bottoms = new Mat[net.layers().size()][];
    this.tops = new Mat[net.layers().size()][];
    for (int i = 0; i < bottoms.length; i++) {
      bottoms[i] = new Mat[net.bottoms(i).length];
      tops[i] = new Mat[net.tops(i).length];
    }
  }

  /**
   * Gives a blob its value and starts a new sample: all computed blobs are forgotten, other inputs
   * stay.
   *
   * @param blobName an input of the net, or a blob to start from in its middle
   * @param value shared, not copied, never written to
   * @throws NetException if there is no such blob; the message gives the nearest names
   */
  public void input(String blobName, Mat value) {
    input(net.blob(blobName).index(), value);
  }

  /**
   * Gives a blob its value by index; as {@link #input(String, Mat)}.
   *
   * @throws IndexOutOfBoundsException if there is no such blob
   */
  public void input(int blob, Mat value) {
    net.blobs().get(blob);
    forgetComputed();
    // A mat of another extractor's pool must not be counted by this one.
    values.forget(blob);
    values.set(
        blob,
        value.lease == null
            ? value
            : new Mat(
                value.type(),
                value.dims(),
                value.w(),
                value.h(),
                value.d(),
                value.c(),
                value.storage(),
                null));
    given.set(blob);
    present.set(blob);
  }

  /** Forgets all blobs, given and computed; the buffers stay for the next sample. */
  public void clear() {
    forgetComputed();
    for (int blob = given.nextSetBit(0); blob >= 0; blob = given.nextSetBit(blob + 1)) {
      values.forget(blob);
    }
    given.clear();
    present.clear();
  }

  /**
   * The value of a blob, computed if need be.
   *
   * @return a mat that stays valid until the next {@link #input}; {@link Mat#copy} it to keep it,
   *     and do not write to it
   * @throws NetException if there is no such blob, or an input it needs was not given
   * @throws IllegalArgumentException if an input has a shape that a layer cannot take
   */
  public Mat extract(String blobName) {
    return extract(net.blob(blobName).index());
  }

  /** The value of a blob by index; as {@link #extract(String)}. */
  public Mat extract(int blob) {
    net.blobs().get(blob);
    compute(blob);
    return values.get(blob);
  }

  /**
   * The values of several blobs in one run, in the order of the names; as {@link #extract(String)}.
   */
  public List<Mat> extract(List<String> blobNames) {
    int[] targets = blobNames.stream().mapToInt(name -> net.blob(name).index()).toArray();
    return extract(targets);
  }

  /** The values of several blobs in one run by index; as {@link #extract(String)}. */
  public List<Mat> extract(int[] blobs) {
    compute(blobs);
    List<Mat> found = new ArrayList<>(blobs.length);
    for (int blob : blobs) {
      found.add(values.get(blob));
    }
    return found;
  }

  /**
   * Shows blobs as they are made, in one run and each once, while their elements are still in the
   * cache; in light mode a blob is freed after its last reader, shown or not. What was there before
   * the run comes first.
   *
   * @param blobs indices
   * @throws NetException if there is no such blob, or an input it needs was not given
   * @throws IllegalArgumentException if an input has a shape that a layer cannot take; some of the
   *     blobs may have been shown then
   */
  public void view(int[] blobs, BlobViewer viewer) {
    for (int blob : blobs) {
      net.blobs().get(blob);
      if (present.get(blob)) {
        show(blob, viewer);
      }
    }
    compute(viewer, blobs);
  }

  private void show(int blob, BlobViewer viewer) {
    viewer.view(blob, viewer.ordered() ? values.get(blob) : values.any(blob));
  }

  /** Has someone told of every layer that runs from now on; null for nobody. */
  public void observe(LayerObserver newObserver) {
    this.observer = newObserver;
  }

  /** Bytes of the buffers that this extractor has made for blobs and keeps for reuse. */
  public long bufferBytes() {
    return pool.bytes();
  }

  /** Bytes of what kernels have needed besides blobs, and keep for reuse; weights not counted. */
  public long scratchBytes() {
    return workspace.scratchBytes();
  }

  private void compute(int... targets) {
    compute(null, targets);
  }

  /** Computes what is missing, and keeps it unless there is someone to show it to. */
  private void compute(BlobViewer viewer, int... targets) {
    boolean missing = false;
    for (int target : targets) {
      missing |= !present.get(target);
    }
    if (!missing) {
      return;
    }
    RunPlan plan = plan(targets, viewer == null);
    try {
      for (int step = 0; step < plan.steps.length; step++) {
        run(plan, step, viewer);
      }
    } catch (RuntimeException | Error failure) {
      workspace.finishLayer();
      forgetComputed();
      throw failure;
    }
  }

  private RunPlan plan(int[] targets, boolean keeping) {
    boolean fusing = option.fusing() && option.lightMode();
    for (int i = 0; i < plans.size(); i++) {
      if (plans.get(i).serves(targets, keeping, present, fusing)) {
        return plans.get(i);
      }
    }
    RunPlan plan = RunPlan.of(net, targets, keeping, present, fusing);
    if (plans.size() == PLANS_KEPT) {
      plans.remove(0);
    }
    plans.add(plan);
    return plan;
  }

  private void run(RunPlan plan, int step, BlobViewer viewer) {
    int index = plan.steps[step].index();
    Layer layer = plan.steps[step].layer();
    int[] bottomBlobs = net.bottoms(index);
    int[] topBlobs = plan.steps[step].tops();
    Mat[] in = bottoms[index];
    Mat[] out = tops[index];
    boolean[] lastRead = option.lightMode() ? plan.lastRead[step] : null;
    long start = observer == null ? 0 : System.nanoTime();
    PackedRun.Made made = packing.run(layer, bottomBlobs, topBlobs, in, out, lastRead);
    if (made == PackedRun.Made.NOT) {
      for (int i = 0; i < in.length; i++) {
        in[i] = values.get(bottomBlobs[i]);
      }
      workspace.startLayer(layer, in, lastRead);
      layer.requireElements(in);
      layer.forward(in, out, workspace);
    }
    if (observer != null) {
      long nanos = System.nanoTime() - start;
      observer.layerDone(
          layer, values.plainShapes(bottomBlobs, in), values.plainShapes(made, out), nanos);
    }
    for (Mat top : out) {
      pool.retain(top);
    }
    workspace.finishLayer();
    for (int i = 0; i < out.length; i++) {
      if (present.get(topBlobs[i])) {
        // Given by the user, or handed out by an earlier extract: that value stays.
        pool.release(out[i]);
      } else {
        values.set(topBlobs[i], out[i], made);
        present.set(topBlobs[i]);
      }
    }
    Arrays.fill(in, null);
    Arrays.fill(out, null);
    if (viewer != null) {
      for (int blob : plan.found[step]) {
        show(blob, viewer);
      }
    }
    if (option.lightMode()) {
      for (int blob : plan.dead[step]) {
        drop(blob);
      }
    }
  }

  private void forgetComputed() {
    for (int blob = present.nextSetBit(0); blob >= 0; blob = present.nextSetBit(blob + 1)) {
      if (!given.get(blob)) {
        drop(blob);
      }
    }
  }

  private void drop(int blob) {
    values.release(blob);
    present.clear(blob);
  }
}
