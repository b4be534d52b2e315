package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's MatMul: A (k, m) times B (n, k), or B (k, n) with transB, gives (n, m).
 *
 * <p>A bottom of one dimension is a row on the left and a column on the right, and its dimension is
 * missing in the top. Beyond two dimensions every matrix of the batch is multiplied by its
 * counterpart; a batch of one serves all.
 */
public final class MatMul extends Layer {
  private static final long serialVersionUID = 1L;

  /** Whether B comes transposed. */
  static final IntParam TRANS_B = IntParam.of(0, "transB").atLeast(0).atMost(1);

  private final boolean transB;
  private final PerShape<Batches> batches = new PerShape<>();

  /** A product as the file describes it. */
  public MatMul(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(2, 1);
    this.transB = TRANS_B.get(spec) == 1;
  }

  private record Batches(Batch a, Batch b) {}

  /** A bottom as a batch of matrices, in two levels as ncnn's d and c. */
  private record Batch(int w, int h, int inner, int outer) {

    static Batch of(Mat mat, int dims, boolean columnVector) {
      return switch (mat.dims()) {
        case 1 -> columnVector ? new Batch(1, mat.w(), 1, 1) : new Batch(mat.w(), 1, 1, 1);
        case 2 -> new Batch(mat.w(), mat.h(), 1, 1);
        case 3 ->
            dims == 4
                ? new Batch(mat.w(), mat.h(), mat.c(), 1)
                : new Batch(mat.w(), mat.h(), 1, mat.c());
        default -> new Batch(mat.w(), mat.h(), mat.d(), mat.c());
      };
    }

    int at(int i, int o) {
      return ((outer == 1 ? 0 : o) * inner + (inner == 1 ? 0 : i)) * w * h;
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    for (int i = 0; i < 2; i++) {
      if (bottoms[i].type() != Mat.Type.FLOAT32) {
        throw badBottom(i, bottoms[i], "float32");
      }
    }
    int dims = Math.max(bottoms[0].dims(), bottoms[1].dims());
    boolean vectorB = bottoms[1].dims() == 1;
    // A vector on the right is one column whatever transB says.
    boolean transposed = transB && !vectorB;
    Batches both = batches.find(bottoms[0], bottoms[1]);
    if (both == null) {
      both =
          batches.keep(
              bottoms[0],
              bottoms[1],
              new Batches(Batch.of(bottoms[0], dims, false), Batch.of(bottoms[1], dims, vectorB)));
    }
    Batch a = both.a();
    Batch b = both.b();
    int k = transposed ? b.w() : b.h();
    int n = transposed ? b.h() : b.w();
    if (a.w() != k) {
      throw badBottom(1, bottoms[1], "a product over " + a.w() + " elements, not " + k);
    }
    if (mismatch(a.inner(), b.inner()) || mismatch(a.outer(), b.outer())) {
      throw badBottom(1, bottoms[1], "a batch that fits " + bottoms[0]);
    }
    int inner = Math.max(a.inner(), b.inner());
    int outer = Math.max(a.outer(), b.outer());
    Mat top = top(bottoms, n, a.h(), inner, outer, workspace);
    float[] dst = top.floats();
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        workspace
            .kernels()
            .gemm()
            .multiply(
                a.h(),
                n,
                k,
                bottoms[0].floats(),
                a.at(i, o),
                a.w(),
                false,
                bottoms[1].floats(),
                b.at(i, o),
                b.w(),
                transposed,
                dst,
                at,
                n,
                workspace);
        at += a.h() * n;
      }
    }
    tops[0] = top;
  }

  private static boolean mismatch(int a, int b) {
    return a != b && a != 1 && b != 1;
  }

  private static Mat top(Mat[] bottoms, int n, int m, int inner, int outer, Workspace workspace) {
    int dims = Math.max(bottoms[0].dims(), bottoms[1].dims());
    boolean rowless = bottoms[0].dims() == 1;
    if (!rowless && bottoms[1].dims() != 1) {
      return workspace.create(
          Mat.Type.FLOAT32, dims, n, m, dims == 4 ? inner : 1, dims == 4 ? outer : outer * inner);
    }
    // One side is a vector: its dimension, of size 1, falls away.
    int w = rowless ? n : m;
    return switch (dims) {
      case 1, 2 -> workspace.create(Mat.Type.FLOAT32, 1, w, 1, 1, 1);
      case 3 -> workspace.create(Mat.Type.FLOAT32, 2, w, outer, 1, 1);
      default -> workspace.create(Mat.Type.FLOAT32, 3, w, inner, 1, outer);
    };
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    return (long) tops[0].size() * bottoms[0].w();
  }
}
