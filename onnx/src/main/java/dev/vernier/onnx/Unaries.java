package dev.vernier.onnx;

import java.util.List;
import java.util.Map;

/** Functions of one element. */
final class Unaries {
  static final int ABS = 0;
  static final int TRUNC = 19;

  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("Abs", ABS),
          Map.entry("Neg", 1),
          Map.entry("Floor", 2),
          Map.entry("Ceil", 3),
          Map.entry("Sqrt", 5),
          Map.entry("Exp", 7),
          Map.entry("Log", 8),
          Map.entry("Sin", 9),
          Map.entry("Cos", 10),
          Map.entry("Tan", 11),
          Map.entry("Asin", 12),
          Map.entry("Acos", 13),
          Map.entry("Atan", 14),
          Map.entry("Reciprocal", 15),
          Map.entry("Round", 18),
          Map.entry("Sign", 20),
          Map.entry("Sinh", 22),
          Map.entry("Asinh", 23),
          Map.entry("Cosh", 24),
          Map.entry("Acosh", 25),
          Map.entry("Atanh", 26));

  private Unaries() {}

  static void register(Map<String, Operator> all) {
    TYPES.forEach((op, type) -> all.put(op, site -> apply(site, type)));
  }

  private static void apply(NodeSite site, int type) {
    Value x = site.in(0);
    site.layer("UnaryOp", x, x.dims(), List.of(), 0, type);
  }
}
