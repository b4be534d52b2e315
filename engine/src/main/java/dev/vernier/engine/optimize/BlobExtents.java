package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.conv.FoldableLayer;
import dev.vernier.engine.layer.math.BinaryOp;
import dev.vernier.engine.layer.pooling.Pooling;
import dev.vernier.engine.layer.shape.Flatten;
import dev.vernier.engine.layer.shape.Input;
import dev.vernier.engine.layer.shape.MemoryData;
import dev.vernier.engine.layer.shape.Reshape;
import dev.vernier.engine.layer.shape.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many dimensions and channels the blobs of a net have, as far as its layers tell whatever the
 * sizes of its inputs.
 */
final class BlobExtents {
  private static final Set<String> KEEP_SHAPE =
      Set.of(
          "AbsVal",
          "BatchNorm",
          "Bias",
          "BNLL",
          "CELU",
          "Clip",
          "CumulativeSum",
          "DeepCopy",
          "Dequantize",
          "Dropout",
          "Eltwise",
          "ELU",
          "Erf",
          "Exp",
          "GELU",
          "GroupNorm",
          "HardSigmoid",
          "HardSwish",
          "InstanceNorm",
          "LayerNorm",
          "Log",
          "LRN",
          "Mish",
          "MVN",
          "Noop",
          "Power",
          "PReLU",
          "Quantize",
          "ReLU",
          "Requantize",
          "RMSNorm",
          "Scale",
          "SELU",
          "ShuffleChannel",
          "Shrink",
          "Sigmoid",
          "Softmax",
          "Softplus",
          "Split",
          "Swish",
          "TanH",
          "Threshold",
          "UnaryOp");

  private static final Set<String> KEEP_DIMENSIONS = Set.of("Concat", "Padding", "Permute");

  private final Map<String, Extent> extents = new HashMap<>();

  private BlobExtents() {}

  /** The extents of a net's blobs. */
  static BlobExtents of(NetGraph net) {
    BlobExtents all = new BlobExtents();
    for (StoredLayer stored : net.layers()) {
      LayerSpec spec = stored.spec();
      Layer layer = net.built(stored);
      Extent top = all.top(stored, layer, spec);
      // Of layers with more tops only those of Split are alike.
      int alike = layer instanceof Split ? spec.tops().size() : Math.min(1, spec.tops().size());
      spec.tops().subList(0, alike).forEach(name -> all.extents.put(name, top));
    }
    return all;
  }

  /** What is known of a blob. */
  Extent of(String blob) {
    return extents.getOrDefault(blob, Extent.UNKNOWN);
  }

  private Extent top(StoredLayer stored, Layer layer, LayerSpec spec) {
    if (layer instanceof Input input) {
      return input(input);
    }
    if (layer instanceof MemoryData data) {
      return new Extent(data.dims(), data.outermost());
    }
    if (spec.bottoms().isEmpty()) {
      return Extent.UNKNOWN;
    }
    Extent bottom = of(spec.bottoms().get(0));
    if (KEEP_SHAPE.contains(spec.type())) {
      return bottom;
    }
    if (KEEP_DIMENSIONS.contains(spec.type())) {
      return bottom.resized();
    }
    if (layer instanceof BinaryOp binary) {
      return binary.isWithScalar() ? bottom : broadcast(bottom, of(spec.bottoms().get(1)));
    }
    if (layer instanceof Pooling pooling) {
      int channels = bottom.dims() == 3 ? bottom.channels() : 0;
      return new Extent(pooling.isGlobal() ? 1 : 3, channels);
    }
    if (layer instanceof Flatten) {
      return new Extent(1, bottom.dims() == 1 ? bottom.channels() : 0);
    }
    if (layer instanceof Reshape reshape) {
      int[] sizes = reshape.sizes();
      return sizes.length == 0
          ? Extent.UNKNOWN
          : new Extent(sizes.length, Math.max(sizes[sizes.length - 1], 0));
    }
    if (spec.type().equals("Interp") && bottom.dims() == 3) {
      return bottom;
    }
    return FoldableLayer.of(stored, layer)
        .map(foldable -> weighted(foldable, bottom))
        .orElse(Extent.UNKNOWN);
  }

  private static Extent weighted(FoldableLayer layer, Extent bottom) {
    int dims = layer.topDims(bottom.dims());
    return dims == 0 ? Extent.UNKNOWN : new Extent(dims, layer.outputs());
  }

  /** Callers may give other sizes than an Input tells, though not so many dimensions. */
  private static Extent input(Input input) {
    int dims = input.d() > 0 ? 4 : input.c() > 0 ? 3 : input.h() > 0 ? 2 : input.w() > 0 ? 1 : 0;
    return new Extent(dims, 0);
  }

  /**
   * Of the two, the one with more dimensions lends its own, and its channels unless those are 1.
   */
  private static Extent broadcast(Extent first, Extent second) {
    if (first.dims() == 0 || second.dims() == 0) {
      return Extent.UNKNOWN;
    }
    int dims = Math.max(first.dims(), second.dims());
    int channels = 0;
    for (Extent each : List.of(first, second)) {
      if (each.dims() == dims) {
        channels = each.channels() > 1 ? each.channels() : channels;
      }
    }
    return new Extent(dims, channels);
  }
}
