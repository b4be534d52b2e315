package dev.vernier.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reduce operators, Softmax and its like. */
final class Reductions {
  static final int SUM = 0;
  static final int MEAN = 3;
  static final int MAX = 4;
  private static final int LOG_SUM_EXP = 10;

  private static final Map<String, Integer> TYPES =
      Map.of(
          "ReduceSum", SUM,
          "ReduceSumSquare", 2,
          "ReduceMean", MEAN,
          "ReduceMax", MAX,
          "ReduceMin", 5,
          "ReduceProd", 6,
          "ReduceL1", 7,
          "ReduceL2", 8,
          "ReduceLogSum", 9,
          "ReduceLogSumExp", LOG_SUM_EXP);

  private Reductions() {}

  static void register(Map<String, Operator> all) {
    TYPES.forEach((op, type) -> all.put(op, site -> reduce(site, type)));
    all.put("Softmax", site -> softmax(site, false));
    all.put("LogSoftmax", site -> softmax(site, true));
    all.put("CumSum", Reductions::cumulativeSum);
  }

  private static void reduce(NodeSite site, int type) {
    Value x = site.in(0);
    long[] asked = site.wholes("axes", 1);
    boolean keep = site.node().whole("keepdims", 1) != 0;
    if ((asked == null || asked.length == 0) && site.node().whole("noop_with_empty_axes", 0) != 0) {
      site.same(x, x.dims());
      return;
    }
    TreeSet<Integer> axes = new TreeSet<>();
    if (asked == null || asked.length == 0) {
      for (int i = 0; i < x.rank(); i++) {
        axes.add(i);
      }
    } else {
      for (long axis : asked) {
        axes.add(Sizes.axis(site, axis, x.rank()));
      }
    }
    if (axes.contains(0) && x.batch()) {
      x = site.plain(x);
    }
    int[] dims = x.dims().clone();
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      if (axes.contains(i)) {
        dims[i] = 1;
      } else {
        left.add(dims[i]);
      }
    }
    int[] shape = keep ? dims : left.stream().mapToInt(Integer::intValue).toArray();
    int shift = x.batch() ? 1 : 0;
    int[] own = axes.stream().mapToInt(axis -> axis - shift).toArray();
    site.layer("Reduction", x, shape, List.of(), 0, type, 1, 0, 3, own, 4, keep ? 1 : 0, 5, 1);
  }

  private static void softmax(NodeSite site, boolean log) {
    Value x = site.in(0);
    boolean flat = site.opset() < 13;
    int axis = Sizes.axis(site, site.node().whole("axis", flat ? 1 : -1), Math.max(1, x.rank()));
    int[] dims = x.dims();
    boolean lastOnly = Sizes.product(dims, Math.min(dims.length, axis + 1), dims.length) == 1;
    if (!flat || lastOnly) {
      site.out(0, along(site, x, axis, log));
      return;
    }
    // Before opset 13 all axes from this one on were taken for one.
    long rest = Sizes.product(dims, axis, dims.length);
    long before = Sizes.product(dims, 0, axis);
    if (rest < 0 || before < 0) {
      throw site.error("flattens sizes that depend on the input: fix them with --shape");
    }
    Value flattened =
        site.reshaped(x, new int[] {Math.toIntExact(before), Math.toIntExact(rest)}, false);
    Value made = along(site, flattened, 1, log);
    site.out(0, site.reshaped(made, dims, x.batch()));
  }

  private static Value along(NodeSite site, Value value, int axis, boolean log) {
    Value x = value.batch() && axis == 0 ? site.plain(value) : value;
    int own = x.batch() ? axis - 1 : axis;
    if (!log) {
      return site.step("Softmax", x, x.dims(), 0, own, 1, 1);
    }
    // Less the largest, so that no power overflows.
    int[] one = Sizes.with(x.dims(), axis, 1);
    int[] axes = {own};
    Value most = site.step("Reduction", x, one, 0, MAX, 1, 0, 3, axes, 4, 1, 5, 1);
    Value less = Binaries.both(site, Binaries.SUB, x, most);
    Value norm = site.step("Reduction", less, one, 0, LOG_SUM_EXP, 1, 0, 3, axes, 4, 1, 5, 1);
    return Binaries.both(site, Binaries.SUB, less, norm);
  }

  private static void cumulativeSum(NodeSite site) {
    Value x = site.in(0);
    if (site.node().whole("exclusive", 0) != 0 || site.node().whole("reverse", 0) != 0) {
      throw site.error("is exclusive or reverse; nearest is CumulativeSum, which is neither");
    }
    long axis = site.needConstant(1, "the axis").asWholes()[0];
    Value own = x.batch() && Sizes.axis(site, axis, x.rank()) == 0 ? site.plain(x) : x;
    site.layer(
        "CumulativeSum",
        own,
        Arrays.copyOf(own.dims(), own.rank()),
        List.of(),
        0,
        site.axis(own, axis));
  }
}
