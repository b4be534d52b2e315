package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.Mat;
import dev.vernier.engine.io.StoredNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** ONNX's own models of single operators, each with inputs and the outputs they shall give. */
final class OperatorModels {
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-5;

  private OperatorModels() {}

  /** What became of each model below a folder: "passes", or why not. */
  static TreeMap<String, String> run(Path root) throws IOException {
    TreeMap<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path model : files.filter(f -> f.endsWith("model.onnx")).toList()) {
        Path folder = model.getParent();
        String name = root.relativize(folder).toString();
        found.put(name, outcome(folder));
      }
    }
    return found;
  }

  private static String outcome(Path folder) throws IOException {
    String first = outcome(folder, false);
    return first.equals("passes") ? first : better(first, outcome(folder, true));
  }

  /** With constants a model comes further, if its operator takes constants at all. */
  private static String better(String live, String constant) {
    return constant.equals("passes") || live.startsWith("cannot") ? constant : live;
  }

  private static String outcome(Path folder, boolean constants) throws IOException {
    try {
      return check(folder, constants);
    } catch (OnnxException e) {
      return "cannot: " + e.getMessage().lines().findFirst().orElse("");
    } catch (RuntimeException e) {
      return "fails: " + e;
    }
  }

  /**
   * Converts, runs and compares one.
   *
   * @param constants whether all inputs but the first are constants, as exporters write weights,
   *     axes and shapes
   */
  private static String check(Path folder, boolean constants) throws IOException {
    Path data = folder.resolve("test_data_set_0");
    ModelProto proto;
    try (var in = Files.newInputStream(folder.resolve("model.onnx"))) {
      proto = ModelProto.parseFrom(in);
    }
    List<String> names =
        proto.getGraph().getInputList().stream().map(ValueInfoProto::getName).toList();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    Map<String, Tensor> given = new LinkedHashMap<>();
    Graph graph = GraphReader.read(folder.resolve("model.onnx"));
    for (int i = 0; i < names.size(); i++) {
      Path file = data.resolve("input_" + i + ".pb");
      if (!Files.exists(file) || !graph.inputs().containsKey(names.get(i))) {
        continue;
      }
      Tensor tensor = tensor(file);
      if (constants && i > 0) {
        graph.inputs().remove(names.get(i));
        graph.constants().put(names.get(i), tensor);
      } else {
        given.put(names.get(i), tensor);
        shapes.put(names.get(i), tensor.dims());
      }
    }
    StoredNet net = OnnxConverter.convert(graph, shapes, "model.onnx");
    Map<String, Mat> inputs = new LinkedHashMap<>();
    boolean batched =
        given.values().stream().allMatch(t -> t.dims().length > 1 && t.dims()[0] == 1);
    given.forEach(
        (name, tensor) -> {
          int[] dims = tensor.dims();
          int[] sizes = batched ? Arrays.copyOfRange(dims, 1, dims.length) : dims;
          inputs.put(name, Runs.mat(sizes, tensor.asReals()));
        });
    List<float[]> outputs = Runs.run(net, inputs, graph.outputs());
    for (int i = 0; i < outputs.size(); i++) {
      String difference = compare(outputs.get(i), tensor(data.resolve("output_" + i + ".pb")));
      if (difference != null) {
        return "differs: " + difference;
      }
    }
    return "passes";
  }

  private static Tensor tensor(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return TensorReader.read(TensorProto.parseFrom(in), String.valueOf(file.getFileName()));
    }
  }

  private static String compare(float[] found, Tensor expected) {
    if (found.length != expected.size()) {
      return found.length + " elements, " + expected.size() + " expected";
    }
    for (int i = 0; i < found.length; i++) {
      double wanted = expected.at(i);
      boolean same = Double.compare(found[i], wanted) == 0;
      if (!same && !(Math.abs(found[i] - wanted) <= ABSOLUTE + RELATIVE * Math.abs(wanted))) {
        return "element " + i + " is " + found[i] + ", expected " + wanted;
      }
    }
    return null;
  }

  static List<String> passing(Map<String, String> outcomes) {
    List<String> names = new ArrayList<>();
    outcomes.forEach(
        (name, outcome) -> {
          if (outcome.equals("passes")) {
            names.add(name);
          }
        });
    return names;
  }
}
