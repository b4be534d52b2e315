package dev.vernier.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Operators that only say how elements lie. */
final class Shapes {
  /** By order_type, the axes of the top innermost first, as ncnn names them. */
  private static final Map<Integer, List<String>> ORDERS =
      Map.of(
          1, List.of("w"),
          2, List.of("wh", "hw"),
          3, List.of("whc", "hwc", "wch", "cwh", "hcw", "chw"),
          4,
              List.of(
                  "whdc", "hwdc", "wdhc", "dwhc", "hdwc", "dhwc", "whcd", "hwcd", "wchd", "cwhd",
                  "hcwd", "chwd", "wdch", "dwch", "wcdh", "cwdh", "dcwh", "cdwh", "hdcw", "dhcw",
                  "hcdw", "chdw", "dchw", "cdhw"));

  private static final Map<Integer, String> NAMES = Map.of(1, "w", 2, "hw", 3, "chw", 4, "cdhw");

  private static final int TEXT = 8;
  private static final int BOOL = 9;

  private Shapes() {}

  static void register(Map<String, Operator> all) {
    all.put("Identity", Shapes::identity);
    all.put("Dropout", Shapes::dropout);
    all.put("Cast", Shapes::cast);
    all.put("Reshape", Shapes::reshape);
    all.put("Flatten", Shapes::flatten);
    all.put("Squeeze", Shapes::squeeze);
    all.put("Unsqueeze", Shapes::unsqueeze);
    all.put("Transpose", Shapes::transpose);
    all.put("Expand", Shapes::expand);
    all.put("Tile", Shapes::tile);
  }

  private static void identity(NodeSite site) {
    Value x = site.raw(0);
    site.same(x, x.dims());
  }

  private static void cast(NodeSite site) {
    int type = site.node().whole("to", 1);
    Value x = site.in(0);
    if (isReal(type)) {
      site.same(x, x.dims());
    } else if (type == BOOL || type == TEXT) {
      throw site.error("makes booleans or texts of a value; blobs hold numbers");
    } else {
      site.layer("UnaryOp", x, x.dims(), List.of(), 0, Unaries.TRUNC);
    }
  }

  /** Types 1, 10, 11 and 16: reals of 32, 16, 64 bits and bfloat16. */
  static boolean isReal(int type) {
    return type == 1 || type == 10 || type == 11 || type == 16;
  }

  private static void dropout(NodeSite site) {
    Tensor training = site.has(2) ? site.needConstant(2, "training_mode") : null;
    if (site.makes(1) || (training != null && training.at(0) != 0)) {
      throw site.error("is in training mode or asked for its mask; must be exported for inference");
    }
    Value x = site.in(0);
    site.same(x, x.dims());
  }

  private static void reshape(NodeSite site) {
    Value x = site.in(0);
    long[] target = site.wholes("shape", 1);
    if (target == null) {
      throw site.error("has no shape");
    }
    boolean zero = site.node().whole("allowzero", 0) != 0;
    int[] dims = new int[target.length];
    int open = -1;
    for (int i = 0; i < dims.length; i++) {
      if (target[i] == 0 && !zero) {
        dims[i] = x.dims()[i];
      } else if (target[i] == -1) {
        open = i;
        dims[i] = -1;
      } else {
        dims[i] = target[i] == Tensor.UNKNOWN ? -1 : Math.toIntExact(target[i]);
      }
    }
    long total = Sizes.product(x.dims());
    long unknown = Arrays.stream(dims).filter(dim -> dim < 0).count();
    if (total >= 0 && unknown == 1) {
      int at = open;
      for (int i = 0; i < dims.length; i++) {
        at = dims[i] < 0 ? i : at;
      }
      long rest = Sizes.product(Sizes.with(dims, at, 1));
      if (rest == 0 || total % rest != 0) {
        throw site.error("makes " + Arrays.toString(target) + " of " + Arrays.toString(x.dims()));
      }
      dims[at] = Math.toIntExact(total / rest);
    } else if (total >= 0 && unknown == 0 && total != Sizes.product(dims)) {
      throw site.error("makes " + Arrays.toString(target) + " of " + Arrays.toString(x.dims()));
    }
    if (x.batch() && dims.length > 0 && dims[0] < 0) {
      dims[0] = batchOf(site, x, dims);
    }
    boolean batch = x.batch() && dims.length > 1 && dims[0] == 1;
    site.out(0, site.reshaped(x, dims, batch));
  }

  /** An outermost size that is left open beside sizes of which the input tells all but one. */
  private static int batchOf(NodeSite site, Value x, int[] dims) {
    long known = 1;
    for (int dim : dims) {
      known *= dim < 0 ? 1 : dim;
    }
    long own = 1;
    int open = 0;
    for (int dim : x.dims()) {
      own *= dim < 0 ? 1 : dim;
      open += dim < 0 ? 1 : 0;
    }
    long openHere = Arrays.stream(dims, 1, dims.length).filter(dim -> dim < 0).count();
    if (open == openHere && own == known) {
      return 1;
    }
    throw site.error(
        "may put the batch and other axes of "
            + Arrays.toString(x.dims())
            + " together: fix the sizes with --shape");
  }

  private static void flatten(NodeSite site) {
    Value x = site.in(0);
    int axis = site.node().whole("axis", 1);
    int at = axis < 0 ? axis + x.rank() : axis;
    long before = Sizes.product(x.dims(), 0, at);
    long after = Sizes.product(x.dims(), at, x.rank());
    int[] dims = {(int) before, (int) after};
    if (x.batch() && before == 1 && x.rank() > 2) {
      site.layer("Flatten", x, dims, List.of());
    } else {
      site.out(0, site.reshaped(x, dims, x.batch() && before == 1));
    }
  }

  private static void squeeze(NodeSite site) {
    Value x = site.raw(0);
    long[] asked = site.wholes("axes", 1);
    TreeSet<Integer> axes = new TreeSet<>();
    if (asked == null) {
      for (int i = 0; i < x.rank(); i++) {
        if (x.dims()[i] == 1) {
          axes.add(i);
        }
      }
    } else {
      for (long axis : asked) {
        axes.add(Sizes.axis(site, axis, x.rank()));
      }
    }
    List<Integer> left = new ArrayList<>();
    int hidden = -1;
    for (int i = 0; i < x.rank(); i++) {
      if (axes.contains(i)) {
        if (x.dims()[i] > 1) {
          throw site.error("squeezes axis " + i + " of " + Arrays.toString(x.dims()));
        }
        continue;
      }
      hidden = i == x.hidden() ? left.size() : hidden;
      left.add(x.dims()[i]);
    }
    int[] dims = left.stream().mapToInt(Integer::intValue).toArray();
    int[] own = axes.stream().filter(a -> a != x.hidden()).mapToInt(a -> site.axis(x, a)).toArray();
    boolean same = own.length == 0 || x.sizes().length == 1;
    if (dims.length == 1 && hidden == 0) {
      hidden = -1;
    }
    site.out(
        0,
        same
            ? new Value(x.blob(), dims, hidden)
            : site.step("Squeeze", List.of(x), dims, hidden, List.of(), 3, own));
  }

  private static void unsqueeze(NodeSite site) {
    Value x = site.in(0);
    long[] asked = site.wholes("axes", 1);
    int rank = x.rank() + asked.length;
    TreeSet<Integer> axes = new TreeSet<>();
    for (long axis : asked) {
      axes.add(Sizes.axis(site, axis, rank));
    }
    int[] dims = new int[rank];
    int from = 0;
    for (int i = 0; i < rank; i++) {
      dims[i] = axes.contains(i) ? 1 : x.dims()[from++];
    }
    if (x.rank() == 0) {
      site.out(0, site.reshaped(x, dims, false));
      return;
    }
    int shift = x.batch() ? 1 : 0;
    // A new axis before the batch becomes the batch, and the batch an axis of size 1.
    int[] own = axes.stream().mapToInt(a -> Math.max(0, a - shift)).toArray();
    if (x.batch() && x.rank() == 1) {
      site.out(0, site.reshaped(x, dims, true));
      return;
    }
    site.out(0, site.step("ExpandDims", List.of(x), dims, x.batch(), List.of(), 3, own));
  }

  private static void transpose(NodeSite site) {
    Value x = site.raw(0);
    int rank = x.rank();
    long[] asked = site.node().wholes("perm");
    int[] dims = new int[rank];
    int hidden = -1;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int axis = asked == null ? rank - 1 - i : Math.toIntExact(asked[i]);
      dims[i] = x.dims()[axis];
      if (axis == x.hidden()) {
        hidden = i;
      } else {
        order.add(site.axis(x, axis));
      }
    }
    int axes = order.size();
    if (axes > 4) {
      throw site.error("has " + axes + " axes, Permute takes four at most");
    }
    StringBuilder innermostFirst = new StringBuilder();
    for (int i = axes - 1; i >= 0; i--) {
      innermostFirst.append(NAMES.get(axes).charAt(order.get(i)));
    }
    int type = axes <= 1 ? 0 : ORDERS.get(axes).indexOf(innermostFirst.toString());
    site.out(
        0,
        type == 0
            ? new Value(x.blob(), dims, hidden)
            : site.step("Permute", List.of(x), dims, hidden, List.of(), 0, type));
  }

  private static void expand(NodeSite site) {
    long[] target = site.needConstant(1, "the shape").asWholes();
    int[] wanted = Arrays.stream(target).mapToInt(Math::toIntExact).toArray();
    Value x = site.in(0);
    int[] dims = Sizes.broadcast(site, x.dims(), wanted);
    Value own = dims.length > x.rank() || (x.batch() && dims[0] != 1) ? site.plain(x) : x;
    repeat(site, site.grown(own, Sizes.grown(own.dims(), dims.length), own.batch()), dims);
  }

  private static void tile(NodeSite site) {
    Value x = site.in(0);
    long[] repeats = site.needConstant(1, "the repeats").asWholes();
    int[] dims = new int[x.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = x.dims()[i] < 0 ? -1 : Math.toIntExact(x.dims()[i] * repeats[i]);
      if (dims[i] < 0 && repeats[i] != 1) {
        throw site.error("repeats a size that depends on the input: fix it with --shape");
      }
    }
    repeat(site, x.batch() && repeats[0] != 1 ? site.plain(x) : x, dims);
  }

  /** Repeats each axis as often as its new size asks for, one Tile an axis. */
  private static void repeat(NodeSite site, Value x, int[] dims) {
    Value made = x;
    for (int i = 0; i < dims.length; i++) {
      int size = made.dims()[i];
      if (size != dims[i]) {
        made =
            site.step(
                "Tile",
                made,
                Sizes.with(made.dims(), i, dims[i]),
                0,
                site.axis(made, i),
                1,
                dims[i] / size);
      }
    }
    site.out(0, new Value(made.blob(), dims, made.batch()));
  }
}
