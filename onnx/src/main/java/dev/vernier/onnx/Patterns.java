package dev.vernier.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Puts nodes together that exporters write for what is one layer in ncnn. */
final class Patterns {
  /** Each gives a node that does what the one it is given and those before it do, or null. */
  private static final List<BiFunction<Pattern, Node, Node>> ALL =
      List.of(
          Patterns::hardSigmoid,
          Patterns::hardSwish,
          Patterns::swish,
          Patterns::gelu,
          Patterns::layerNorm,
          Patterns::biasOfProduct,
          Patterns::shuffle,
          Patterns::normalize);

  private Patterns() {}

  /** The graph with one node for those of a pattern, without nodes that nobody reads. */
  static Graph fuse(Graph graph) {
    Map<String, Tensor> constants = new HashMap<>(graph.constants());
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op().equals("Constant") && node.has("value")) {
        constants.put(node.outputs().get(0), node.tensor("value"));
      } else {
        nodes.add(node);
      }
    }
    Graph folded =
        new Graph(
            graph.opset(), graph.inputs(), graph.wholeInputs(), graph.outputs(), constants, nodes);
    List<Node> all = Pattern.alive(folded, nodes);
    for (BiFunction<Pattern, Node, Node> pattern : ALL) {
      Pattern around = new Pattern(folded, all);
      all.replaceAll(
          node -> {
            Node made = pattern.apply(around, node);
            return made == null ? node : made;
          });
      all = Pattern.alive(folded, all);
    }
    return new Graph(
        graph.opset(), graph.inputs(), graph.wholeInputs(), graph.outputs(), constants, all);
  }

  /** clip(x + 3, 0, 6), x given; null for anything else. */
  private static String clippedToSix(Pattern around, String value) {
    Node clip = around.maker(value, "Clip");
    if (clip == null) {
      return null;
    }
    double[] bounds = around.bounds(clip);
    boolean fits = bounds != null && bounds[0] == 0 && bounds[1] == 6;
    return fits ? around.beside(clip.inputs().get(0), "Add", 3) : null;
  }

  private static Node hardSigmoid(Pattern around, Node node) {
    String clipped = around.beside(node, "Div", 6);
    if (clipped == null) {
      clipped = around.beside(node, "Mul", 1 / 6.0);
    }
    String x = clipped == null ? null : clippedToSix(around, clipped);
    return x == null
        ? null
        : Pattern.instead(node, "HardSigmoid", List.of(x), Map.of("alpha", 1f / 6, "beta", 0.5f));
  }

  private static Node hardSwish(Pattern around, Node node) {
    if (node.op().equals("Mul")) {
      for (int i = 0; i < 2; i++) {
        Node gate = around.maker(node.inputs().get(i), "HardSigmoid");
        String x = node.inputs().get(1 - i);
        if (gate != null && gate.inputs().get(0).equals(x)) {
          return Pattern.instead(
              node,
              "HardSwish",
              List.of(x),
              Map.of("alpha", gate.real("alpha", 0.2f), "beta", gate.real("beta", 0.5f)));
        }
      }
    }
    String product = around.beside(node, "Div", 6);
    Node mul = product == null ? null : around.maker(product, "Mul");
    for (int i = 0; mul != null && i < 2; i++) {
      String x = clippedToSix(around, mul.inputs().get(i));
      if (x != null && x.equals(mul.inputs().get(1 - i))) {
        return Pattern.instead(node, "HardSwish", List.of(x), Map.of());
      }
    }
    return null;
  }

  private static Node swish(Pattern around, Node node) {
    for (int i = 0; node.op().equals("Mul") && i < 2; i++) {
      Node gate = around.maker(node.inputs().get(i), "Sigmoid");
      String x = node.inputs().get(1 - i);
      if (gate != null) {
        String of = gate.inputs().get(0);
        if (of.equals(x) || x.equals(around.beside(of, "Mul", 1))) {
          return Pattern.instead(node, "Swish", List.of(x), Map.of());
        }
      }
    }
    return null;
  }

  /** x · (1 + erf(x / √2)) / 2, the half before, behind or beside x. */
  private static Node gelu(Pattern around, Node node) {
    String whole = around.beside(node, "Mul", 0.5);
    if (whole != null) {
      Node product = around.maker(whole, "Mul");
      for (int i = 0; product != null && i < 2; i++) {
        String x = erfArgument(around, product.inputs().get(i));
        if (x != null && x.equals(product.inputs().get(1 - i))) {
          return Pattern.instead(node, "Gelu", List.of(x), Map.of());
        }
      }
    }
    for (int i = 0; node.op().equals("Mul") && i < 2; i++) {
      String x = erfArgument(around, node.inputs().get(i));
      String half = around.beside(node.inputs().get(1 - i), "Mul", 0.5);
      if (x != null && x.equals(half)) {
        return Pattern.instead(node, "Gelu", List.of(x), Map.of());
      }
    }
    return null;
  }

  /** x of 1 + erf(x / √2), or null. */
  private static String erfArgument(Pattern around, String value) {
    String inner = around.beside(value, "Add", 1);
    Node erf = inner == null ? null : around.maker(inner, "Erf");
    if (erf == null) {
      return null;
    }
    String x = around.beside(erf.inputs().get(0), "Div", Math.sqrt(2));
    return x == null ? around.beside(erf.inputs().get(0), "Mul", Math.sqrt(0.5)) : x;
  }

  /** (x − mean) / √(mean of (x − mean)² + ε) · γ + β over one axis. */
  private static Node layerNorm(Pattern around, Node node) {
    Node scaled = node.op().equals("Add") ? around.maker(node.inputs().get(0), "Mul") : null;
    Node quotient = scaled == null ? null : around.maker(scaled.inputs().get(0), "Div");
    Node less = quotient == null ? null : around.maker(quotient.inputs().get(0), "Sub");
    Node root = quotient == null ? null : around.maker(quotient.inputs().get(1), "Sqrt");
    Node sum = root == null ? null : around.maker(root.inputs().get(0), "Add");
    Node variance = sum == null ? null : around.maker(sum.inputs().get(0), "ReduceMean");
    Tensor epsilon = sum == null ? null : around.constant(sum.inputs().get(1));
    if (less == null || variance == null || epsilon == null || epsilon.size() != 1) {
      return null;
    }
    Node mean = around.maker(less.inputs().get(1), "ReduceMean");
    String x = less.inputs().get(0);
    String square = around.beside(variance.inputs().get(0), "Pow", 2);
    long[] axes = mean == null ? null : axes(around, mean);
    boolean fits =
        axes != null
            && axes.length == 1
            && Arrays.equals(axes, axes(around, variance))
            && mean.inputs().get(0).equals(x)
            && quotient.inputs().get(0).equals(square)
            && mean.whole("keepdims", 1) == 1
            && variance.whole("keepdims", 1) == 1
            && isRow(around, scaled.inputs().get(1))
            && isRow(around, node.inputs().get(1));
    return fits
        ? Pattern.instead(
            node,
            "LayerNormalization",
            List.of(x, scaled.inputs().get(1), node.inputs().get(1)),
            Map.of("axis", axes[0], "epsilon", (float) epsilon.at(0), "one_axis", 1L))
        : null;
  }

  private static long[] axes(Pattern around, Node reduction) {
    if (reduction.has("axes")) {
      return reduction.wholes("axes");
    }
    Tensor axes = reduction.inputs().size() > 1 ? around.constant(reduction.inputs().get(1)) : null;
    return axes == null ? null : axes.asWholes();
  }

  /** A factor an element of the innermost axis, perhaps laid out anew by a Reshape. */
  private static boolean isRow(Pattern around, String value) {
    Tensor constant = around.constant(value);
    Node reshape = around.maker(value, "Reshape");
    if (constant == null && reshape != null) {
      constant = around.constant(reshape.inputs().get(0));
    }
    return constant != null && constant.dims().length == 1;
  }

  /** A row added to a product by a constant matrix. */
  private static Node biasOfProduct(Pattern around, Node node) {
    for (int i = 0; node.op().equals("Add") && i < 2; i++) {
      Node product = around.maker(node.inputs().get(i), "MatMul");
      Tensor bias = around.constant(node.inputs().get(1 - i));
      Tensor matrix = product == null ? null : around.constant(product.inputs().get(1));
      if (matrix != null
          && matrix.dims().length == 2
          && bias != null
          && bias.dims().length == 1
          && bias.size() == matrix.dims()[1]
          && around.readers(node.inputs().get(i)) == 1) {
        List<String> inputs = new ArrayList<>(product.inputs());
        inputs.add(node.inputs().get(1 - i));
        return Pattern.instead(node, "MatMul", inputs, product.attributes());
      }
    }
    return null;
  }

  /** Reshape, Transpose, Reshape that shuffle channels, or lay their blocks out in space. */
  private static Node shuffle(Pattern around, Node node) {
    Node turned =
        node.op().equals("Reshape") ? around.maker(node.inputs().get(0), "Transpose") : null;
    Node parted = turned == null ? null : around.maker(turned.inputs().get(0), "Reshape");
    Tensor parts =
        parted == null || parted.inputs().size() < 2
            ? null
            : around.constant(parted.inputs().get(1));
    Tensor back =
        parted == null || node.inputs().size() < 2 ? null : around.constant(node.inputs().get(1));
    long[] order = turned == null ? null : turned.wholes("perm");
    if (parts == null || back == null || order == null || back.size() != 4) {
      return null;
    }
    long[] sizes = parts.asWholes();
    String x = parted.inputs().get(0);
    if (Arrays.equals(order, new long[] {0, 2, 1, 3, 4})
        && sizes[1] > 0
        && sizes[2] > 0
        && back.asWholes()[1] == sizes[1] * sizes[2]) {
      return Pattern.instead(node, "ShuffleChannel", List.of(x), Map.of("group", sizes[1]));
    }
    boolean channelFirst = Arrays.equals(order, new long[] {0, 1, 4, 2, 5, 3});
    boolean blockFirst = Arrays.equals(order, new long[] {0, 3, 4, 1, 5, 2});
    if (!channelFirst && !blockFirst) {
      return null;
    }
    long side = channelFirst ? sizes[2] : sizes[1];
    long other = channelFirst ? sizes[3] : sizes[2];
    long channels = channelFirst ? sizes[1] : sizes[3];
    return side > 1 && side == other && back.asWholes()[1] == channels
        ? Pattern.instead(
            node,
            "DepthToSpace",
            List.of(x),
            Map.of("blocksize", side, "mode", channelFirst ? "CRD" : "DCR"))
        : null;
  }

  /** x / max(‖x‖₂, ε) over one axis. */
  private static Node normalize(Pattern around, Node node) {
    if (!node.op().equals("Div")) {
      return null;
    }
    String x = node.inputs().get(0);
    String divisor = node.inputs().get(1);
    Node expand = around.maker(divisor, "Expand");
    Node clip = around.maker(expand == null ? divisor : expand.inputs().get(0), "Clip");
    Node norm = clip == null ? null : around.maker(clip.inputs().get(0), "ReduceL2");
    double[] bounds = clip == null ? null : around.bounds(clip);
    long[] axes = norm == null ? null : axes(around, norm);
    boolean fits =
        axes != null
            && axes.length == 1
            && norm.inputs().get(0).equals(x)
            && norm.whole("keepdims", 1) == 1
            && bounds != null
            && bounds[0] > 0;
    return fits
        ? Pattern.instead(
            node,
            "LpNormalization",
            List.of(x),
            Map.of("axis", axes[0], "p", 2L, "least", (float) bounds[0]))
        : null;
  }
}
