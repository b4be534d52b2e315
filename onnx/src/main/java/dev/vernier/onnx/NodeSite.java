package dev.vernier.onnx;

import dev.vernier.engine.io.StoredWeight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One node while its layers are made: what it reads, and where its layers go. */
final class NodeSite {
  private final Conversion conversion;
  private final NetBuilder net;
  private final Node node;
  private final int opset;

  NodeSite(Conversion conversion, NetBuilder net, Node node, int opset) {
    this.conversion = conversion;
    this.net = net;
    this.node = node;
    this.opset = opset;
  }

  Node node() {
    return node;
  }

  int opset() {
    return opset;
  }

  OnnxException error(String problem) {
    return node.error(problem);
  }

  int inputs() {
    return node.inputs().size();
  }

  /** Whether an input is given at all. */
  boolean has(int input) {
    return input < node.inputs().size() && !node.inputs().get(input).isEmpty();
  }

  /** Whether an input is one of the graph's, of whole numbers. */
  boolean isWhole(int input) {
    return conversion.isWhole(node.inputs().get(input));
  }

  /** Whether somebody may ask for an output. */
  boolean makes(int output) {
    return output < node.outputs().size() && !node.outputs().get(output).isEmpty();
  }

  /** A value that the node reads; its batch, if it has one, is outermost. */
  Value in(int input) {
    Value value = raw(input);
    return value.hidden() > 0 ? plain(value) : value;
  }

  /** A value that the node reads, its batch wherever it may be. */
  Value raw(int input) {
    if (!has(input)) {
      throw error("input " + input + " is missing");
    }
    return conversion.value(node.inputs().get(input), node.describe());
  }

  /** A constant that the node reads, or null if it is left out or none. */
  Tensor constant(int input) {
    return has(input) ? conversion.constant(node.inputs().get(input)) : null;
  }

  /** A constant that the node must have. */
  Tensor needConstant(int input, String what) {
    Tensor constant = constant(input);
    if (constant == null) {
      throw error(what + " (input " + input + ") must be a constant");
    }
    return constant;
  }

  /** Whole numbers that stand in an attribute, or since a later opset in an input; or null. */
  long[] wholes(String attribute, int input) {
    if (node.has(attribute)) {
      return node.wholes(attribute);
    }
    return has(input) ? needConstant(input, attribute).asWholes() : null;
  }

  /** Says what an output is. */
  void out(int output, Value value) {
    if (makes(output)) {
      conversion.define(node.outputs().get(output), value);
    }
  }

  /** Says that an output is a constant. */
  void out(int output, Tensor constant) {
    if (makes(output)) {
      conversion.define(node.outputs().get(output), constant);
    }
  }

  /** The only output is a value that another layer made, but for its sizes. */
  void same(Value value, int... dims) {
    out(0, new Value(value.blob(), dims, value.hidden()));
  }

  /** Adds the layer that makes the first output. */
  void layer(String type, Value bottom, int[] dims, List<StoredWeight> weights, Object... params) {
    out(0, step(type, List.of(bottom), dims, bottom.hidden(), weights, params));
  }

  /** Adds a layer, and gives its top. */
  Value step(
      String type,
      List<Value> bottoms,
      int[] dims,
      boolean batch,
      List<StoredWeight> weights,
      Object... params) {
    return step(type, bottoms, dims, batch ? 0 : -1, weights, params);
  }

  /** The same with the batch anywhere, or −1. */
  Value step(
      String type,
      List<Value> bottoms,
      int[] dims,
      int hidden,
      List<StoredWeight> weights,
      Object... params) {
    int rank = dims.length - (hidden < 0 ? 0 : 1);
    if (rank > 4) {
      throw error(Arrays.toString(dims) + " has " + rank + " axes, a blob has four at most");
    }
    String blob = net.blob(node.outputs().get(0));
    net.add(
        type,
        node.name(),
        bottoms.stream().map(Value::blob).toList(),
        List.of(blob),
        weights,
        params);
    return new Value(blob, dims, hidden);
  }

  Value step(String type, Value bottom, int[] dims, Object... params) {
    return step(type, List.of(bottom), dims, bottom.hidden(), List.of(), params);
  }

  /** Adds a layer of several tops. */
  void pieces(String type, Value bottom, List<int[]> dims, Object... params) {
    List<String> tops = new ArrayList<>();
    for (String output : node.outputs()) {
      tops.add(net.blob(output));
    }
    net.add(type, node.name(), List.of(bottom.blob()), tops, List.of(), params);
    for (int i = 0; i < tops.size(); i++) {
      out(i, new Value(tops.get(i), dims.get(i), bottom.batch()));
    }
  }

  /** A constant as a layer. */
  Value memory(Tensor constant) {
    return conversion.memory(node.name() + "_constant", constant, node.describe());
  }

  /** The number of an axis in the blob; the batch has none. */
  int axis(Value value, long axis) {
    int own = Sizes.axis(this, axis, value.rank());
    if (value.hidden() == own) {
      throw error("works along the batch, which an ncnn net does not have");
    }
    return value.hidden() >= 0 && value.hidden() < own ? own - 1 : own;
  }

  /** The value with its outermost size, which is 1, taken for a batch. */
  Value batched(Value value) {
    if (value.batch()) {
      return value;
    }
    if (value.rank() == 0 || value.dims()[0] != 1) {
      throw error(
          "reads " + Arrays.toString(value.dims()) + ", the first size must be a batch of 1");
    }
    return value.rank() == 1
        ? new Value(value.blob(), value.dims(), false)
        : step("Squeeze", List.of(value), value.dims(), true, List.of(), 3, new int[] {0});
  }

  /** The value with its batch as an axis of the blob. */
  Value plain(Value value) {
    if (value.hidden() < 0) {
      return value;
    }
    if (value.rank() == 1) {
      return new Value(value.blob(), value.dims(), false);
    }
    return step(
        "ExpandDims",
        List.of(value),
        value.dims(),
        false,
        List.of(),
        3,
        new int[] {value.hidden()});
  }

  /** A value's blob with axes of size 1 outside, so that it has so many. */
  Value grown(Value value, int[] dims, boolean batch) {
    int rank = dims.length - (batch ? 1 : 0);
    int more = rank - Math.max(1, value.sizes().length);
    if (more <= 0) {
      return new Value(value.blob(), dims, batch);
    }
    int[] axes = IntStream.range(0, more).toArray();
    return step("ExpandDims", List.of(value), dims, batch, List.of(), 3, axes);
  }

  Value reshaped(Value value, int[] dims, boolean batch) {
    return reshaped(value, dims, batch ? 0 : -1);
  }

  /**
   * The same elements in other sizes, of which the blob can be told all but one.
   *
   * @param hidden the axis of the batch, or −1
   */
  Value reshaped(Value value, int[] dims, int hidden) {
    int[] from = value.sizes().length == 0 ? new int[] {1} : value.sizes();
    int[] to = new Value("", dims, hidden).sizes();
    int[] own = to.length == 0 ? new int[] {1} : to;
    if (own.length > 4) {
      throw error(Arrays.toString(dims) + " has too many axes, a blob has four at most");
    }
    if (Arrays.equals(from, own) && Arrays.stream(own).filter(n -> n < 0).count() <= 1) {
      return new Value(value.blob(), dims, hidden);
    }
    int[] told = own.clone();
    boolean rest = false;
    for (int i = 0; i < told.length; i++) {
      if (told[i] >= 0) {
        continue;
      }
      int place = from.length - own.length + i;
      boolean sameSlot = place >= 0 && Sizes.id(own.length, i) == Sizes.id(from.length, place);
      if (!rest && !(sameSlot && from[place] < 0 && unknownAfter(own, i))) {
        rest = true;
        told[i] = -1;
      } else if (sameSlot && from[place] < 0) {
        told[i] = 0;
      } else {
        throw error(
            "makes "
                + Arrays.toString(dims)
                + " of "
                + Arrays.toString(value.dims())
                + ", of which more than one size depends on the input: fix them with --shape");
      }
    }
    Object[] params = new Object[2 * told.length];
    for (int i = 0; i < told.length; i++) {
      params[2 * i] = Sizes.id(told.length, i);
      params[2 * i + 1] = told[i];
    }
    return step("Reshape", List.of(value), dims, hidden, List.of(), params);
  }

  private static boolean unknownAfter(int[] sizes, int place) {
    return Arrays.stream(sizes, place + 1, sizes.length).anyMatch(n -> n < 0);
  }
}
