package dev.vernier.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a pattern asks of the nodes around one, and how it puts another in their place. */
final class Pattern {
  private static final double CLOSE = 1e-3;

  private final Map<String, Tensor> constants;
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();

  Pattern(Graph graph, List<Node> nodes) {
    this.constants = graph.constants();
    graph.outputs().forEach(output -> readers.merge(output, 1, Integer::sum));
    for (Node node : nodes) {
      node.outputs().forEach(output -> makers.put(output, node));
      node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
  }

  /** A constant, or null. */
  Tensor constant(String name) {
    return constants.get(name);
  }

  /** Whether a value is this number. */
  boolean is(String name, double number) {
    Tensor constant = constants.get(name);
    return constant != null
        && constant.size() == 1
        && Math.abs(constant.at(0) - number) <= CLOSE * Math.abs(number);
  }

  /** The node of that type which makes a value, or null. */
  Node maker(String name, String op) {
    Node node = makers.get(name);
    return node != null && node.op().equals(op) ? node : null;
  }

  /** How many read a value, the caller of the net included. */
  int readers(String name) {
    return readers.getOrDefault(name, 0);
  }

  /** The operand beside a number in a sum or product of that type, or null. */
  String beside(Node node, String op, double number) {
    if (node == null || !node.op().equals(op) || node.inputs().size() != 2) {
      return null;
    }
    if (is(node.inputs().get(1), number)) {
      return node.inputs().get(0);
    }
    boolean turns = op.equals("Add") || op.equals("Mul");
    return turns && is(node.inputs().get(0), number) ? node.inputs().get(1) : null;
  }

  /** The same of the value's maker. */
  String beside(String value, String op, double number) {
    return beside(maker(value, op), op, number);
  }

  /** The bounds of a Clip, from its attributes or inputs; null where they are no constants. */
  double[] bounds(Node clip) {
    double[] bounds = {clip.real("min", -Float.MAX_VALUE), clip.real("max", Float.MAX_VALUE)};
    for (int i = 0; i < 2; i++) {
      if (clip.inputs().size() > i + 1 && !clip.inputs().get(i + 1).isEmpty()) {
        Tensor constant = constants.get(clip.inputs().get(i + 1));
        if (constant == null) {
          return null;
        }
        bounds[i] = constant.at(0);
      }
    }
    return bounds;
  }

  /** A node with other type, inputs and attributes in the place of one. */
  static Node instead(Node of, String op, List<String> inputs, Map<String, Object> attributes) {
    return new Node(of.name(), op, inputs, of.outputs(), attributes);
  }

  /** The nodes of which somebody reads something. */
  static List<Node> alive(Graph graph, List<Node> nodes) {
    Set<String> wanted = new HashSet<>(graph.outputs());
    List<Node> alive = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.outputs().stream().anyMatch(wanted::contains)) {
        wanted.addAll(node.inputs());
        alive.add(0, node);
      }
    }
    return alive;
  }
}
