package dev.vernier.onnx;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * Computes what depends on constants alone, and what depends on sizes alone: the chains of Shape,
 * Gather and Concat that exporters write before a Reshape.
 */
final class Folding {
  private Folding() {}

  /**
   * Makes the node's outputs constants where it can.
   *
   * @param constant whether all that the node reads is constant
   * @return whether it did
   */
  static boolean fold(NodeSite site, boolean constant) {
    Node node = site.node();
    Tensor made =
        switch (node.op()) {
          case "Constant" -> constant(site);
          case "Shape" -> constant ? list(site.constant(0).dims()) : shape(site);
          case "Size" -> constant ? Tensor.ofWholes(new int[0], site.constant(0).size()) : null;
          default -> constant && site.inputs() > 0 ? computed(site) : null;
        };
    if (made == null) {
      return false;
    }
    site.out(0, made);
    return true;
  }

  private static Tensor constant(NodeSite site) {
    Node node = site.node();
    if (node.has("value")) {
      return node.tensor("value");
    }
    if (node.has("value_float")) {
      return Tensor.ofReals(new int[0], node.real("value_float", 0f));
    }
    if (node.has("value_int")) {
      return Tensor.ofWholes(new int[0], node.whole("value_int", 0));
    }
    if (node.has("value_ints")) {
      return Tensor.list(node.wholes("value_ints"));
    }
    if (node.has("value_floats")) {
      float[] reals = (float[]) node.attributes().get("value_floats");
      return Tensor.ofReals(new int[] {reals.length}, reals);
    }
    throw site.error("holds no numbers; blobs hold nothing else");
  }

  private static Tensor list(int[] dims) {
    return Tensor.list(
        Arrays.stream(dims).mapToLong(dim -> dim < 0 ? Tensor.UNKNOWN : dim).toArray());
  }

  private static Tensor shape(NodeSite site) {
    int[] dims = site.in(0).dims();
    int start = (int) Pieces.clamp(site.node().whole("start", 0), dims.length);
    int end = (int) Pieces.clamp(site.node().whole("end", dims.length), dims.length);
    return list(Arrays.copyOfRange(dims, start, Math.max(start, end)));
  }

  private static Tensor computed(NodeSite site) {
    Tensor x = site.constant(0);
    return switch (site.node().op()) {
      case "Identity" -> x;
      case "Cast" -> cast(x, site.node().whole("to", 1));
      case "Unsqueeze", "Squeeze", "Reshape", "Flatten" -> relaid(site, x);
      case "Concat" -> concat(site);
      case "Gather" -> gather(site, x);
      case "Slice" -> slice(site, x);
      case "Transpose" -> transposed(site, x);
      case "Add" -> binary(site, (a, b) -> a + b);
      case "Sub" -> binary(site, (a, b) -> a - b);
      case "Mul" -> binary(site, (a, b) -> a * b);
      case "Div" -> {
        boolean whole = !x.isReal();
        yield binary(site, (a, b) -> whole ? (long) a / (long) b : a / b);
      }
      case "Floor" -> mapped(x, Math::floor);
      case "Ceil" -> mapped(x, Math::ceil);
      case "Sqrt" -> mapped(x, Math::sqrt);
      case "Neg" -> mapped(x, a -> -a);
      case "ConstantOfShape" -> filled(site, x);
      case "Range" -> range(site, x);
      default -> null;
    };
  }

  private static Tensor cast(Tensor x, int type) {
    if (Shapes.isReal(type)) {
      return x.known() ? Tensor.ofReals(x.dims(), x.asReals()) : x;
    }
    return Tensor.ofWholes(x.dims(), x.asWholes());
  }

  private static Tensor relaid(NodeSite site, Tensor x) {
    int rank = x.dims().length;
    switch (site.node().op()) {
      case "Unsqueeze" -> {
        long[] axes = site.wholes("axes", 1);
        int[] dims = new int[rank + axes.length];
        for (long axis : axes) {
          dims[Sizes.axis(site, axis, dims.length)] = -1;
        }
        int from = 0;
        for (int i = 0; i < dims.length; i++) {
          dims[i] = dims[i] == -1 ? 1 : x.dims()[from++];
        }
        return x.withDims(dims);
      }
      case "Squeeze" -> {
        long[] axes = site.wholes("axes", 1);
        boolean[] gone = new boolean[rank];
        for (int i = 0; i < rank; i++) {
          gone[i] = axes == null && x.dims()[i] == 1;
        }
        if (axes != null) {
          for (long axis : axes) {
            gone[Sizes.axis(site, axis, rank)] = true;
          }
        }
        return x.withDims(
            java.util.stream.IntStream.range(0, rank)
                .filter(i -> !gone[i])
                .map(i -> x.dims()[i])
                .toArray());
      }
      case "Flatten" -> {
        int axis = site.node().whole("axis", 1);
        int at = axis < 0 ? axis + rank : axis;
        return x.withDims(
            (int) Sizes.product(x.dims(), 0, at), (int) Sizes.product(x.dims(), at, rank));
      }
      default -> {
        long[] target = site.constant(1).asWholes();
        int[] dims = new int[target.length];
        long rest = 1;
        for (int i = 0; i < dims.length; i++) {
          dims[i] = target[i] == 0 ? x.dims()[i] : Math.toIntExact(target[i]);
          rest *= dims[i] == -1 ? 1 : dims[i];
        }
        for (int i = 0; i < dims.length; i++) {
          dims[i] = dims[i] == -1 ? Math.toIntExact(x.size() / rest) : dims[i];
        }
        if (Tensor.count(dims) != x.size()) {
          throw site.error("makes " + Arrays.toString(target) + " of " + Arrays.toString(x.dims()));
        }
        return x.withDims(dims);
      }
    }
  }

  private static Tensor concat(NodeSite site) {
    Tensor first = site.constant(0);
    int axis = Sizes.axis(site, site.node().whole("axis", 0), first.dims().length);
    int size = 0;
    for (int i = 0; i < site.inputs(); i++) {
      size += site.constant(i).dims()[axis];
    }
    Tensor made = empty(first, Sizes.with(first.dims(), axis, size));
    int outer = (int) Sizes.product(first.dims(), 0, axis);
    int inner = (int) Sizes.product(first.dims(), axis + 1, first.dims().length);
    int at = 0;
    for (int i = 0; i < site.inputs(); i++) {
      Tensor part = site.constant(i);
      int run = part.dims()[axis] * inner;
      for (int o = 0; o < outer; o++) {
        copy(part, o * run, made, o * size * inner + at, run);
      }
      at += run;
    }
    return made;
  }

  private static Tensor empty(Tensor like, int[] dims) {
    int count = Tensor.count(dims);
    return like.isReal()
        ? Tensor.ofReals(dims, new float[count])
        : Tensor.ofWholes(dims, new long[count]);
  }

  private static void copy(Tensor from, int at, Tensor to, int toAt, int count) {
    if (to.isReal()) {
      System.arraycopy(from.asReals(), at, to.reals(), toAt, count);
    } else {
      System.arraycopy(from.asWholes(), at, to.wholes(), toAt, count);
    }
  }

  private static Tensor gather(NodeSite site, Tensor x) {
    Tensor indices = site.constant(1);
    int axis = Sizes.axis(site, site.node().whole("axis", 0), x.dims().length);
    int rank = x.dims().length;
    int many = indices.dims().length;
    int[] dims = new int[rank - 1 + many];
    System.arraycopy(x.dims(), 0, dims, 0, axis);
    System.arraycopy(indices.dims(), 0, dims, axis, many);
    System.arraycopy(x.dims(), axis + 1, dims, axis + many, rank - axis - 1);
    Tensor made = empty(x, dims);
    int outer = (int) Sizes.product(x.dims(), 0, axis);
    int inner = (int) Sizes.product(x.dims(), axis + 1, rank);
    int size = x.dims()[axis];
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (long index : indices.asWholes()) {
        int place = Math.toIntExact(index < 0 ? index + size : index);
        copy(x, (o * size + place) * inner, made, to, inner);
        to += inner;
      }
    }
    return made;
  }

  private static Tensor slice(NodeSite site, Tensor x) {
    long[] starts = site.wholes("starts", 1);
    long[] ends = site.wholes("ends", 2);
    long[] axes = site.wholes("axes", 3);
    long[] steps = site.has(4) ? site.constant(4).asWholes() : null;
    Tensor made = x;
    for (int i = 0; i < starts.length; i++) {
      int axis = Sizes.axis(site, axes == null ? i : axes[i], x.dims().length);
      if (steps != null && steps[i] != 1) {
        return null;
      }
      int size = made.dims()[axis];
      int first = (int) Pieces.clamp(starts[i], size);
      int count = (int) Math.max(0, Pieces.clamp(ends[i], size) - first);
      int inner = (int) Sizes.product(made.dims(), axis + 1, made.dims().length);
      int outer = (int) Sizes.product(made.dims(), 0, axis);
      Tensor cut = empty(made, Sizes.with(made.dims(), axis, count));
      for (int o = 0; o < outer; o++) {
        copy(made, (o * size + first) * inner, cut, o * count * inner, count * inner);
      }
      made = cut;
    }
    return made;
  }

  private static Tensor transposed(NodeSite site, Tensor x) {
    int rank = x.dims().length;
    long[] asked = site.node().wholes("perm");
    int[] dims = new int[rank];
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      int axis = asked == null ? rank - 1 - i : Math.toIntExact(asked[i]);
      dims[i] = x.dims()[axis];
      strides[i] = (int) Sizes.product(x.dims(), axis + 1, rank);
    }
    Tensor made = empty(x, dims);
    int[] place = new int[rank];
    int from = 0;
    for (int to = 0; to < made.size(); to++) {
      copy(x, from, made, to, 1);
      for (int i = rank - 1; i >= 0; i--) {
        from += strides[i];
        if (++place[i] < dims[i]) {
          break;
        }
        from -= strides[i] * dims[i];
        place[i] = 0;
      }
    }
    return made;
  }

  private static Tensor binary(NodeSite site, DoubleBinaryOperator operation) {
    Tensor a = site.constant(0);
    Tensor b = site.constant(1);
    int[] dims = Sizes.broadcast(site, a.dims(), b.dims());
    Tensor made = empty(a, dims);
    for (int i = 0; i < made.size(); i++) {
      int left = place(i, dims, a.dims());
      int right = place(i, dims, b.dims());
      if (a.isReal()) {
        made.reals()[i] = (float) operation.applyAsDouble(a.at(left), b.at(right));
      } else {
        long one = a.wholes()[left];
        long other = b.asWholes()[right];
        made.wholes()[i] =
            one == Tensor.UNKNOWN || other == Tensor.UNKNOWN
                ? Tensor.UNKNOWN
                : (long) operation.applyAsDouble(one, other);
      }
    }
    return made;
  }

  /** Where the element of a broadcast operand lies. */
  private static int place(int index, int[] dims, int[] own) {
    int place = 0;
    int stride = 1;
    int left = index;
    for (int i = dims.length - 1; i >= 0; i--) {
      int at = left % dims[i];
      left /= dims[i];
      int axis = i - (dims.length - own.length);
      if (axis >= 0) {
        place += own[axis] == 1 ? 0 : at * stride;
        stride *= own[axis];
      }
    }
    return place;
  }

  private static Tensor mapped(Tensor x, java.util.function.DoubleUnaryOperator function) {
    if (!x.isReal()) {
      return null;
    }
    float[] made = new float[x.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = (float) function.applyAsDouble(x.reals()[i]);
    }
    return Tensor.ofReals(x.dims(), made);
  }

  private static Tensor filled(NodeSite site, Tensor shape) {
    if (!shape.known()) {
      throw site.error("fills a shape that only the input tells: fix the sizes with --shape");
    }
    int[] dims = Arrays.stream(shape.asWholes()).mapToInt(Math::toIntExact).toArray();
    Tensor value = site.node().has("value") ? site.node().tensor("value") : null;
    Tensor made = empty(value == null ? Tensor.ofReals(dims) : value, dims);
    for (int i = 0; value != null && i < made.size(); i++) {
      copy(value, 0, made, i, 1);
    }
    return made;
  }

  private static Tensor range(NodeSite site, Tensor start) {
    if (start.isReal() || !start.known() || !site.constant(1).known()) {
      return null;
    }
    long from = start.wholes()[0];
    long step = site.constant(2).asWholes()[0];
    long count =
        Math.max(
            0,
            Math.floorDiv(site.constant(1).asWholes()[0] - from + step - Long.signum(step), step));
    long[] made = new long[Math.toIntExact(count)];
    for (int i = 0; i < made.length; i++) {
      made[i] = from + i * step;
    }
    return Tensor.list(made);
  }
}
