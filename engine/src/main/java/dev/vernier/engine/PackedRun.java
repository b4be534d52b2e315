package dev.vernier.engine;

import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Packing;
import java.util.Arrays;
import java.util.BitSet;

/** Runs layers on blobs whose channels lie side by side, where that gains. */
final class PackedRun {

  /** How tops were made. */
  enum Made {
    /** Not at all. */
    NOT,
    /** As they are. */
    PLAIN,
    /** Packed; single pixels are the same both ways. */
    PACKED
  }

  private final BlobValues values;
  private final RunWorkspace workspace;
  private final BitSet wanted;

  PackedRun(Net net, BlobValues values, RunWorkspace workspace) {
    this.values = values;
    this.workspace = workspace;
    this.wanted = net.wantedPacked(workspace.kernels());
  }

  /**
   * Runs a layer if it takes its bottoms packed, or gives a top so.
   *
   * @param in filled with what it was given, if it ran
   * @param out filled with what it made, if it ran
   */
  Made run(Layer layer, int[] bottoms, int[] tops, Mat[] in, Mat[] out, boolean[] lastRead) {
    return switch (layer.packing(workspace.kernels())) {
      case NONE -> Made.NOT;
      case LANES -> lanes(layer, bottoms, in, out, lastRead);
      case FOLLOWS, SEEKS -> single(layer, bottoms[0], tops[0], in, out, lastRead);
    };
  }

  private Made single(Layer layer, int bottom, int top, Mat[] in, Mat[] out, boolean[] lastRead) {
    boolean packed = values.isPacked(bottom);
    boolean packTop = wanted.get(top);
    if (!packed && !packTop && layer.packing(workspace.kernels()) == Packing.FOLLOWS) {
      return Made.NOT;
    }
    in[0] = packed ? values.packed(bottom) : values.get(bottom);
    workspace.startLayer(layer, in, lastRead);
    if (!layer.forwardPacked(in[0], packed, packTop, out, workspace)) {
      return Made.NOT;
    }
    return packTop ? Made.PACKED : Made.PLAIN;
  }

  /** As samples side by side: what a layer does to all lanes alike it does to channels as well. */
  private Made lanes(Layer layer, int[] bottoms, Mat[] in, Mat[] out, boolean[] lastRead) {
    boolean any = false;
    for (int bottom : bottoms) {
      any |= values.isPacked(bottom);
    }
    if (!any) {
      return Made.NOT;
    }
    for (int i = 0; i < bottoms.length; i++) {
      in[i] = values.packed(bottoms[i]);
      if (in[i] == null) {
        return Made.NOT;
      }
    }
    workspace.startLayer(layer, in, lastRead);
    try {
      return layer.forwardLanes(in, out, workspace) ? Made.PACKED : Made.NOT;
    } catch (IllegalArgumentException e) {
      // What it cannot take it says of the bottoms as they are.
      Arrays.fill(out, null);
      return Made.NOT;
    }
  }
}
