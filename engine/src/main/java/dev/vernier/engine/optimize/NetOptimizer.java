package dev.vernier.engine.optimize;

import dev.vernier.engine.Net;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.LayerRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a net simpler, as ncnnoptimize does: layers that multiply and add go into the weights
 * before them, activations into the layers before them, layers that do nothing go.
 *
 * <p>Inputs and outputs keep their names, and all blobs that remain their values, but for the
 * rounding of the weights. What would change an answer for some size of the input stays as it is.
 * Int8 layers are not touched.
 */
public final class NetOptimizer {

  /** In this order; all again for as long as one of them finds something. */
  private static final List<Pass> PASSES =
      List.of(
          new PairPass("Scale into BatchNorm", Affine::fuseScale),
          Affine.folding("BatchNorm into weights", Affine::ofBatchNorm),
          Affine.folding("Scale into weights", Affine::ofScale),
          Affine.folding("BinaryOp into weights", Affine::ofBinaryOp),
          new Dropping("drop Dropout", Dropping::isDropout),
          Affine.folding("Dropout into weights", Affine::ofDropout),
          new Replacing("Reduction to Pooling", Replacing::meanOfPlane),
          new PairPass("two Reductions to Pooling", Replacing::meanOfMeans),
          new Replacing("PReLU to ReLU", Replacing::sharedSlope),
          new PairPass("activation into layer", Activating::fuse),
          new ScalarConstants(),
          new Dropping("drop Pooling 1x1", Dropping::isPointPooling),
          new Dropping("drop Noop", Dropping::isNoop),
          new Dropping("drop Split", Dropping::isSplit),
          new Dropping("drop Flatten", Dropping::isFlattenOfVector),
          new Dropping("drop Reshape", Dropping::isReshapeOfVector),
          new ReshapeBeforeBinaryOp(),
          new Replacing("Convolution to InnerProduct", Replacing::convolutionOfVector));

  private NetOptimizer() {}

  /** The names of all passes, in their order. */
  static List<String> passes() {
    return PASSES.stream().map(Pass::name).toList();
  }

  /**
   * Makes a net of builtin layers simpler.
   *
   * @param keep blobs that keep their names and values besides the net's inputs and outputs
   * @param halfWeights whether tagged weights are stored as fp16; as they were otherwise, and fp32
   *     where they change
   * @throws dev.vernier.engine.NetException if the net is malformed or has no such blob
   */
  public static OptimizedNet optimize(StoredNet stored, Set<String> keep, boolean halfWeights) {
    Net net = Net.of(stored, LayerRegistry.builtin());
    keep.forEach(net::blob);
    NetGraph graph = new NetGraph(stored, keep, LayerRegistry.builtin());
    Map<String, List<String>> changes = new LinkedHashMap<>();
    PASSES.forEach(pass -> changes.put(pass.name(), new ArrayList<>()));
    boolean found = true;
    while (found) {
      found = false;
      for (Pass pass : PASSES) {
        List<String> names = pass.apply(graph);
        changes.get(pass.name()).addAll(names);
        found |= !names.isEmpty();
      }
    }
    changes.values().removeIf(List::isEmpty);
    StoredNet made = graph.net();
    if (halfWeights) {
      List<StoredLayer> halves = made.layers().stream().map(StoredLayer::inHalfPrecision).toList();
      made = new StoredNet(halves, made.blobCount(), made.source(), made.layout());
    }
    return new OptimizedNet(made, changes);
  }
}
