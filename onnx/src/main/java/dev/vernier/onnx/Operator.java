package dev.vernier.onnx;

/** Makes the layers of one operator. */
@FunctionalInterface
interface Operator {
  /**
   * Adds the layers of a node and says what its outputs are.
   *
   * @throws OnnxException if the node has no form in an ncnn net
   */
  void convert(NodeSite node);
}
