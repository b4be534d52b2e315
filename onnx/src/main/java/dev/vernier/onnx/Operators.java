package dev.vernier.onnx;

import java.util.HashMap;
import java.util.Map;

/** All operators that have a form in an ncnn net, by their ONNX name. */
final class Operators {
  private static final Map<String, Operator> ALL = new HashMap<>();

  static {
    Convolutions.register(ALL);
    Poolings.register(ALL);
    Activations.register(ALL);
    Unaries.register(ALL);
    Binaries.register(ALL);
    Reductions.register(ALL);
    Matrices.register(ALL);
    Norms.register(ALL);
    Shapes.register(ALL);
    Pieces.register(ALL);
    Resizes.register(ALL);
  }

  private Operators() {}

  /** The operator of that name, or null. */
  static Operator of(String op) {
    return ALL.get(op);
  }
}
