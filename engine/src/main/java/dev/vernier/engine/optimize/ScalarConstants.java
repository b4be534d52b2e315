package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.math.BinaryOp;
import dev.vernier.engine.layer.shape.MemoryData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the constant of one number that a BinaryOp reads into its parameters. */
final class ScalarConstants implements Pass {

  @Override
  public String name() {
    return "constant into BinaryOp";
  }

  @Override
  public List<String> apply(NetGraph net) {
    List<String> changed = new ArrayList<>();
    for (StoredLayer layer : net.layers()) {
      Optional<Operand> operand =
          Operand.of(net, layer).filter(found -> isScalar(found.constant()));
      if (operand.isPresent()) {
        Operand found = operand.get();
        BinaryOp binary = (BinaryOp) net.built(layer);
        float number = found.constant().data().toFloats()[0];
        LayerSpec spec = binary.withScalar(found.operation(), found.blob(), number);
        net.replace(layer, layer.withSpec(spec));
        layer.spec().bottoms().forEach(net::release);
        changed.add(spec.name());
      }
    }
    return changed;
  }

  /** With more dimensions the top might have more than the other operand. */
  private static boolean isScalar(MemoryData data) {
    return data.dims() == 1 && data.data().count() == 1;
  }
}
