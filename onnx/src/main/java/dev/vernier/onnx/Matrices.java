package dev.vernier.onnx;

import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Gemm and MatMul. */
final class Matrices {
  private Matrices() {}

  static void register(Map<String, Operator> all) {
    all.put("Gemm", Matrices::gemm);
    all.put("MatMul", Matrices::matMul);
  }

  private static void gemm(NodeSite site) {
    Node node = site.node();
    boolean turnA = node.whole("transA", 0) != 0;
    boolean turnB = node.whole("transB", 0) != 0;
    float alpha = node.real("alpha", 1f);
    float beta = node.real("beta", 1f);
    Tensor b = site.constant(1);
    Tensor c = site.constant(2);
    int n = b == null ? -1 : b.dims()[turnB ? 0 : 1];
    boolean vector = !site.has(2) || (c != null && isRow(c, n));
    if (b != null && vector && !turnA) {
      float[] bias = site.has(2) ? row(c, n, beta) : null;
      float[] weights = turnB ? b.asReals().clone() : transposed(b);
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= alpha;
      }
      site.out(0, innerProduct(site, site.in(0), weights, n, bias));
      return;
    }
    if (site.has(2) && beta != 1f) {
      throw site.error("has beta " + beta + " beside a C that is no row");
    }
    Value a = site.plain(site.in(0));
    Value right = site.plain(site.in(1));
    int m = a.dims()[turnA ? 1 : 0];
    int columns = right.dims()[turnB ? 0 : 1];
    Value product =
        site.step(
            "Gemm",
            List.of(a, right),
            new int[] {m, columns},
            false,
            List.of(),
            0,
            alpha,
            2,
            turnA ? 1 : 0,
            3,
            turnB ? 1 : 0);
    site.out(0, site.has(2) ? Binaries.both(site, Binaries.ADD, product, site.in(2)) : product);
  }

  private static boolean isRow(Tensor c, int n) {
    return c.size() == 1 || (c.size() == n && c.dims()[c.dims().length - 1] == n);
  }

  private static float[] row(Tensor c, int n, float factor) {
    float[] row = new float[n];
    for (int i = 0; i < n; i++) {
      row[i] = factor * (float) c.at(c.size() == 1 ? 0 : i);
    }
    return row;
  }

  /** The columns of a matrix one after the other. */
  private static float[] transposed(Tensor b) {
    int rows = b.dims()[0];
    int columns = b.dims()[1];
    float[] from = b.asReals();
    float[] to = new float[from.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to[j * rows + i] = from[i * columns + j];
      }
    }
    return to;
  }

  /** Rows of the innermost axis times a constant matrix. */
  private static Value innerProduct(NodeSite site, Value x, float[] weights, int n, float[] bias) {
    int k = weights.length / n;
    int[] dims = Sizes.with(x.dims(), x.rank() - 1, n);
    int[] sizes = x.sizes();
    Value rows = x;
    if (sizes.length > 2) {
      long count = Sizes.product(sizes, 0, sizes.length - 1);
      rows = site.reshaped(x, new int[] {count < 0 ? -1 : Math.toIntExact(count), k}, false);
    }
    List<StoredWeight> stored = new ArrayList<>();
    stored.add(StoredWeight.tagged(Weight.float32(weights)));
    if (bias != null) {
      stored.add(StoredWeight.raw(bias));
    }
    int[] made = Sizes.with(rows.dims(), rows.rank() - 1, n);
    Value product =
        site.step(
            "InnerProduct",
            List.of(rows),
            made,
            rows.batch(),
            stored,
            0,
            n,
            1,
            bias == null ? 0 : 1,
            2,
            weights.length);
    return sizes.length > 2 ? site.reshaped(product, dims, x.batch()) : product;
  }

  private static void matMul(NodeSite site) {
    Tensor b = site.constant(1);
    if (b != null && b.dims().length == 2 && site.in(0).rank() >= 1 && site.constant(0) == null) {
      float[] bias = site.has(2) ? row(site.needConstant(2, "the bias"), b.dims()[1], 1f) : null;
      site.out(0, innerProduct(site, site.in(0), transposed(b), b.dims()[1], bias));
      return;
    }
    Value left = site.in(0);
    Value right = site.in(1);
    if (left.batch() != right.batch() || left.rank() != right.rank()) {
      boolean batch = Math.max(left.rank(), right.rank()) > 4;
      left = batch ? site.batched(left) : site.plain(left);
      right = batch && right.rank() == left.rank() ? site.batched(right) : site.plain(right);
    } else if (left.batch() && left.rank() <= 2) {
      left = site.plain(left);
      right = site.plain(right);
    }
    int[] dims = dims(site, left.dims(), right.dims());
    int rank = dims.length - (left.batch() ? 1 : 0);
    if (left.rank() > 1 && right.rank() > 1) {
      left = site.grown(left, Sizes.grown(left.dims(), dims.length), left.batch());
      right = site.grown(right, Sizes.grown(right.dims(), dims.length), left.batch());
    } else if (rank > 1 && dims.length > 1) {
      throw site.error(
          "multiplies "
              + Arrays.toString(left.dims())
              + " by "
              + Arrays.toString(right.dims())
              + "; nearest is MatMul of as many axes on both sides");
    }
    site.out(0, site.step("MatMul", List.of(left, right), dims, left.batch(), List.of(), 0, 0));
  }

  private static int[] dims(NodeSite site, int[] left, int[] right) {
    int[] a = left.length == 1 ? new int[] {1, left[0]} : left;
    int[] b = right.length == 1 ? new int[] {right[0], 1} : right;
    int inner = a[a.length - 1];
    int outer = b[b.length - 2];
    if (inner >= 0 && outer >= 0 && inner != outer) {
      throw site.error("multiplies " + Arrays.toString(left) + " by " + Arrays.toString(right));
    }
    int[] outerDims =
        Sizes.broadcast(site, Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2));
    List<Integer> dims = new ArrayList<>();
    for (int dim : outerDims) {
      dims.add(dim);
    }
    if (left.length > 1) {
      dims.add(a[a.length - 2]);
    }
    if (right.length > 1) {
      dims.add(b[b.length - 1]);
    }
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }
}
