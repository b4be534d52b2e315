package dev.vernier.onnx;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.optimize.NetOptimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes ncnn nets of ONNX models of opset 7 to 21. Inputs and outputs keep their names; a batch is
 * taken out, as an ncnn net runs one sample.
 */
public final class OnnxConverter {

  private OnnxConverter() {}

  /**
   * Converts a model, and optimises the net as {@link NetOptimizer} does.
   *
   * @param model the {@code .onnx} file
   * @param shapes sizes of inputs by name, outermost first as ONNX has them, 0 or −1 for one that
   *     is left open; for those that the model leaves open
   * @param halfWeights whether weights are stored in half precision
   * @throws OnnxException if the file is no such model, a shape contradicts it, or nodes have no
   *     form in an ncnn net: all of them are named
   */
  public static StoredNet convert(Path model, Map<String, int[]> shapes, boolean halfWeights)
      throws IOException {
    return NetOptimizer.optimize(convertPlainly(model, shapes), Set.of(), halfWeights).net();
  }

  /** Without optimising: a layer or more a node. */
  static StoredNet convertPlainly(Path model, Map<String, int[]> shapes) throws IOException {
    return convert(GraphReader.read(model), shapes, String.valueOf(model.getFileName()));
  }

  static StoredNet convert(Graph graph, Map<String, int[]> shapes, String source) {
    shapes.forEach((name, dims) -> give(graph, name, dims));
    return new Conversion(Patterns.fuse(graph), source).run(isBatched(graph));
  }

  private static void give(Graph graph, String name, int[] dims) {
    LinkedHashMap<String, int[]> inputs = graph.inputs();
    if (!inputs.containsKey(name)) {
      throw new OnnxException(
          "there is no input \"" + name + "\", the model's are " + inputs.keySet());
    }
    int[] own = inputs.get(name);
    int[] given = Arrays.stream(dims).map(dim -> dim <= 0 ? -1 : dim).toArray();
    if (own != null) {
      boolean fits = own.length == given.length;
      for (int i = 0; fits && i < own.length; i++) {
        fits = own[i] < 0 || given[i] < 0 || own[i] == given[i];
        given[i] = given[i] < 0 ? own[i] : given[i];
      }
      if (!fits) {
        throw new OnnxException(
            "input \""
                + name
                + "\" is "
                + Arrays.toString(own)
                + " in the model, not "
                + Arrays.toString(dims));
      }
    }
    inputs.put(name, given);
  }

  /** Whether every input begins with a size that may be a batch: 1, or left open. */
  private static boolean isBatched(Graph graph) {
    return graph.inputs().values().stream()
        .allMatch(dims -> dims != null && dims.length > 1 && (dims[0] == 1 || dims[0] < 0));
  }
}
