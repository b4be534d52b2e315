package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.layer.math.BinaryOp;
import dev.vernier.engine.layer.shape.MemoryData;
import java.util.List;
import java.util.Optional;

/**
 * A BinaryOp of a blob and a constant, the blob being its first operand.
 *
 * @param operation the function, turned round where the constant came first
 * @param blob the other operand
 * @param constant the constant, of real numbers
 */
record Operand(BinaryOperation operation, String blob, MemoryData constant) {

  /** What a layer is in this form; empty for other layers. */
  static Optional<Operand> of(NetGraph net, StoredLayer layer) {
    List<String> bottoms = layer.spec().bottoms();
    if (!(net.built(layer) instanceof BinaryOp binary)
        || binary.isWithScalar()
        || bottoms.size() != 2) {
      return Optional.empty();
    }
    BinaryOperation operation = binary.operation();
    return real(net, bottoms.get(1))
        .map(data -> new Operand(operation, bottoms.get(0), data))
        .or(
            () ->
                real(net, bottoms.get(0))
                    .map(data -> new Operand(operation.swapped(), bottoms.get(1), data)));
  }

  private static Optional<MemoryData> real(NetGraph net, String blob) {
    return net.constant(blob).filter(data -> data.data().storage() != Weight.Storage.INT8);
  }

  /** Factor and addend of a function of a blob and a number; empty where it has none. */
  static Optional<float[]> linear(BinaryOperation operation, float number) {
    float[] pair =
        switch (operation) {
          case ADD -> new float[] {1f, number};
          case SUB -> new float[] {1f, -number};
          case RSUB -> new float[] {-1f, number};
          case MUL -> new float[] {number, 0f};
          case DIV -> number == 0f ? null : new float[] {1f / number, 0f};
          default -> null;
        };
    return Optional.ofNullable(pair);
  }
}
