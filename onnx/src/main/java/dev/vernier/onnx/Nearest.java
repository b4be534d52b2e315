package dev.vernier.onnx;

import java.util.Map;

/** What comes nearest to an operator that has no form in an ncnn net. */
final class Nearest {
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("If", "choose a branch before exporting"),
          Map.entry("Loop", "unroll the loop before exporting"),
          Map.entry("Scan", "unroll the scan before exporting"),
          Map.entry(
              "NonMaxSuppression",
              "nearest are DetectionOutput and its like: cut the graph before it"),
          Map.entry(
              "NonZero", "sizes that depend on elements have no form: cut the graph before it"),
          Map.entry(
              "Unique", "sizes that depend on elements have no form: cut the graph before it"),
          Map.entry("TopK", "nearest is ArgMax with out_max_val, of a whole blob"),
          Map.entry("QuantizeLinear", "convert the fp32 model and quantise it with calibrate"),
          Map.entry("DequantizeLinear", "convert the fp32 model and quantise it with calibrate"),
          Map.entry("QLinearConv", "convert the fp32 model and quantise it with calibrate"),
          Map.entry("QLinearMatMul", "convert the fp32 model and quantise it with calibrate"),
          Map.entry("ConvInteger", "convert the fp32 model and quantise it with calibrate"),
          Map.entry("MatMulInteger", "convert the fp32 model and quantise it with calibrate"));

  private Nearest() {}

  static String of(String op) {
    return KNOWN.getOrDefault(op, "docs/onnx.md lists the operators that have one");
  }
}
