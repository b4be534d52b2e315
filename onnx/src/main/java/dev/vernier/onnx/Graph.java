package dev.vernier.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model says.
 *
 * @param opset version of ONNX's own operators
 * @param inputs sizes of each input by name, −1 where the model leaves one open; null for an input
 *     whose rank it does not tell
 * @param wholeInputs names of the inputs that hold whole numbers
 * @param outputs names of the outputs
 * @param constants weights and other constants by name
 * @param nodes the operators, each behind those whose values it reads
 */
record Graph(
    int opset,
    LinkedHashMap<String, int[]> inputs,
    Set<String> wholeInputs,
    List<String> outputs,
    Map<String, Tensor> constants,
    List<Node> nodes) {}
