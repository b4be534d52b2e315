package dev.vernier.onnx;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.StoredWeight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Goes through a graph once: folds what is constant, makes layers of the rest. */
final class Conversion {
  private final Graph graph;
  private final NetBuilder net;
  private final Map<String, Tensor> constants;
  private final Map<String, Value> values = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  /** Values that could not be made: what reads them is not to blame. */
  private final Set<String> missing = new HashSet<>();

  Conversion(Graph graph, String source) {
    this.graph = graph;
    this.net = new NetBuilder(source);
    this.constants = new HashMap<>(graph.constants());
  }

  /**
   * The net.
   *
   * @param batched whether the outermost size of every input is a batch
   * @throws OnnxException that names every node that has no form in such a net
   */
  StoredNet run(boolean batched) {
    graph.inputs().forEach((name, dims) -> input(name, dims, batched));
    for (Node node : graph.nodes()) {
      if (node.inputs().stream().anyMatch(missing::contains)) {
        missing.addAll(node.outputs());
        continue;
      }
      try {
        convert(node);
      } catch (OnnxException e) {
        problems.add(e.getMessage());
        missing.addAll(node.outputs());
      } catch (ArithmeticException | ClassCastException | IndexOutOfBoundsException e) {
        problems.add(node.describe() + " is malformed: " + e.getMessage());
        missing.addAll(node.outputs());
      }
    }
    if (!problems.isEmpty()) {
      throw new OnnxException(String.join("\n", problems));
    }
    LinkedHashMap<String, String> outputs = new LinkedHashMap<>();
    for (String output : graph.outputs()) {
      outputs.put(output, value(output, "output").blob());
    }
    return net.finish(outputs);
  }

  private void input(String name, int[] dims, boolean batched) {
    if (dims == null) {
      throw new OnnxException(
          "input \"" + name + "\" has no shape in the model: give one with --shape");
    }
    int[] own = dims.clone();
    if (batched) {
      own[0] = 1;
    }
    Value value = new Value(net.blob(name), own, batched);
    int[] sizes = value.sizes();
    if (sizes.length > 4) {
      throw new OnnxException(
          "input \"" + name + "\" has " + sizes.length + " axes, a blob has four at most");
    }
    net.add("Input", name, List.of(), List.of(value.blob()), List.of(), Sizes.params(sizes, 0));
    values.put(name, value);
  }

  private void convert(Node node) {
    boolean constant =
        node.inputs().stream().allMatch(name -> name.isEmpty() || constants.containsKey(name));
    NodeSite site = new NodeSite(this, net, node, graph.opset());
    if (Folding.fold(site, constant)) {
      return;
    }
    Operator operator = Operators.of(node.op());
    if (operator == null) {
      throw node.error("has no form in an ncnn net; " + Nearest.of(node.op()));
    }
    operator.convert(site);
  }

  /** Whether a value is an input of whole numbers. */
  boolean isWhole(String name) {
    return graph.wholeInputs().contains(name);
  }

  Tensor constant(String name) {
    return constants.get(name);
  }

  void define(String name, Tensor constant) {
    constants.put(name, constant);
  }

  void define(String name, Value value) {
    values.put(name, value);
  }

  /** A value, a constant as a layer that holds it. */
  Value value(String name, String who) {
    Value value = values.get(name);
    if (value != null) {
      return value;
    }
    Tensor constant = constants.get(name);
    if (constant == null) {
      throw new OnnxException(
          who
              + ": value \""
              + name
              + "\" is made by no node before, known are "
              + new TreeSet<>(values.keySet()).stream().limit(8).toList());
    }
    Value made = memory(name, constant, who);
    values.put(name, made);
    return made;
  }

  /** A layer that holds a constant. */
  Value memory(String name, Tensor constant, String who) {
    if (!constant.known()) {
      throw new OnnxException(
          who
              + ": \""
              + name
              + "\" depends on sizes that only the input tells: fix them with --shape");
    }
    if (constant.dims().length > 4) {
      throw new OnnxException(
          who
              + ": constant \""
              + name
              + "\" has "
              + constant.dims().length
              + " axes, a blob has four");
    }
    if (constant.size() == 0) {
      throw new OnnxException(who + ": constant \"" + name + "\" is empty");
    }
    String blob = net.blob(name);
    net.add(
        "MemoryData",
        name,
        List.of(),
        List.of(blob),
        List.of(StoredWeight.raw(constant.asReals())),
        Sizes.params(constant.dims(), 0));
    return new Value(blob, constant.dims(), false);
  }
}
