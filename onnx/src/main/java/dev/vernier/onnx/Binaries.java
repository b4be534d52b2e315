package dev.vernier.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Functions of two elements, with ONNX's broadcasting. */
final class Binaries {
  static final int ADD = 0;
  static final int SUB = 1;
  static final int MUL = 2;
  static final int DIV = 3;
  static final int MAX = 4;
  static final int MIN = 5;
  static final int POW = 6;
  private static final int FMOD = 12;

  /** By op_type, the same with the operands exchanged. */
  private static final Map<Integer, Integer> TURNED =
      Map.of(ADD, ADD, SUB, 7, MUL, MUL, DIV, 8, MAX, MAX, MIN, MIN, POW, 9, FMOD, 13);

  private Binaries() {}

  static void register(Map<String, Operator> all) {
    all.put("Add", site -> binary(site, ADD));
    all.put("Sub", site -> binary(site, SUB));
    all.put("Mul", site -> binary(site, MUL));
    all.put("Div", Binaries::divide);
    all.put("Pow", site -> binary(site, POW));
    all.put("Max", site -> chain(site, MAX, 1f));
    all.put("Min", site -> chain(site, MIN, 1f));
    all.put("Sum", site -> chain(site, ADD, 1f));
    all.put("Mean", site -> chain(site, ADD, 1f / site.inputs()));
    all.put("Mod", Binaries::mod);
  }

  private static void binary(NodeSite site, int type) {
    site.out(0, operands(site, type, 0, 1));
  }

  private static void divide(NodeSite site) {
    if (site.isWhole(0)) {
      throw site.error("divides whole numbers; nearest is BinaryOp DIV, of reals");
    }
    binary(site, DIV);
  }

  private static void mod(NodeSite site) {
    if (site.node().whole("fmod", 0) == 0) {
      throw site.error("is of whole numbers (fmod 0); nearest is BinaryOp FMOD, of reals");
    }
    binary(site, FMOD);
  }

  private static void chain(NodeSite site, int type, float factor) {
    Value all = site.inputs() == 1 ? site.in(0) : operands(site, type, 0, 1);
    for (int i = 2; i < site.inputs(); i++) {
      Tensor number = site.constant(i);
      all =
          number != null && number.dims().length == 0
              ? withNumber(site, type, all, (float) number.at(0))
              : both(site, type, all, site.in(i));
    }
    site.out(0, factor == 1f ? all : withNumber(site, MUL, all, factor));
  }

  private static Value operands(NodeSite site, int type, int first, int second) {
    Tensor left = site.constant(first);
    Tensor right = site.constant(second);
    if (right != null && left == null && isNumber(right, site.in(first))) {
      return withNumber(site, type, site.in(first), (float) right.at(0));
    }
    if (left != null && right == null && isNumber(left, site.in(second))) {
      return withNumber(site, TURNED.get(type), site.in(second), (float) left.at(0));
    }
    return both(site, type, operand(site, first), operand(site, second));
  }

  private static boolean isNumber(Tensor constant, Value beside) {
    return constant.known() && constant.size() == 1 && constant.dims().length <= beside.rank();
  }

  /** A constant is held with the axes that it really has: those of size 1 outside are no matter. */
  private static Value operand(NodeSite site, int input) {
    Tensor constant = site.constant(input);
    if (constant == null) {
      return site.in(input);
    }
    int first = 0;
    while (first < constant.dims().length - 1 && constant.dims()[first] == 1) {
      first++;
    }
    int[] inner = Arrays.copyOfRange(constant.dims(), first, constant.dims().length);
    Value memory = site.memory(constant.withDims(inner));
    return new Value(memory.blob(), inner, false);
  }

  static Value withNumber(NodeSite site, int type, Value a, float number) {
    return site.step("BinaryOp", a, a.dims(), 0, type, 1, 1, 2, number);
  }

  /** A layer of two values whose blobs are brought to one number of axes before. */
  static Value both(NodeSite site, int type, Value a, Value b) {
    int[] dims = Sizes.broadcast(site, a.dims(), b.dims());
    boolean batch =
        (a.batch() && a.rank() == dims.length) || (b.batch() && b.rank() == dims.length);
    Value left = laid(site, a, dims.length, batch);
    Value right = laid(site, b, dims.length, batch);
    return site.step("BinaryOp", List.of(left, right), dims, batch, List.of(), 0, type);
  }

  private static Value laid(NodeSite site, Value value, int rank, boolean batch) {
    Value own = value;
    if (own.batch() && (own.rank() < rank || !batch)) {
      own = site.plain(own);
    } else if (!own.batch() && batch && own.rank() == rank) {
      own = site.batched(own);
    }
    return site.grown(own, Sizes.grown(own.dims(), rank), batch);
  }
}
