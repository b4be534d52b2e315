package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Eltwise: the product, the sum, the weighted sum or the largest of two or more blobs of one
 * shape, element by element.
 */
public final class Eltwise extends Layer {
  private static final long serialVersionUID = 1L;

  private static final BinaryOperation[] OPERATIONS = {
    BinaryOperation.MUL, BinaryOperation.ADD, BinaryOperation.MAX
  };

  /** 0 for the product, 1 for the sum, 2 for the largest. */
  static final IntParam OP_TYPE =
      IntParam.of(0, "op_type").atLeast(0).atMost(OPERATIONS.length - 1);

  /** Factors of a sum, one a bottom; none for a plain sum. */
  static final FloatArrayParam COEFFS = FloatArrayParam.of(1, "coeffs");

  private final BinaryOperation operation;
  private final float[] coeffs;

  /** A function as the file describes it. */
  public Eltwise(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(2, 1);
    this.operation = OPERATIONS[OP_TYPE.get(spec)];
    float[] given = COEFFS.get(spec);
    boolean weighted = operation == BinaryOperation.ADD && given.length > 0;
    if (weighted && given.length < spec.bottoms().size()) {
      throw spec.error(
          "coeffs has " + given.length + " numbers, must have " + spec.bottoms().size());
    }
    this.coeffs = weighted ? given : null;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat first = bottoms[0];
    for (int i = 0; i < bottoms.length; i++) {
      Mat bottom = bottoms[i];
      if (bottom.type() != Mat.Type.FLOAT32 || !bottom.sameShape(first)) {
        throw badBottom(i, bottom, i == 0 ? "float32" : first.describe() + " float32");
      }
    }
    // Not in place: a bottom may be given twice.
    Mat top = workspace.floatsLike(first);
    float[] dst = top.floats();
    int n = first.size();
    BinaryKernels binary = workspace.kernels().binary();
    if (coeffs == null) {
      binary.apply(operation, first.floats(), 0, bottoms[1].floats(), 0, dst, 0, n);
      for (int i = 2; i < bottoms.length; i++) {
        binary.apply(operation, dst, 0, bottoms[i].floats(), 0, dst, 0, n);
      }
    } else {
      UnaryKernels unary = workspace.kernels().unary();
      float[] term = workspace.floatsLike(first).floats();
      unary.scaleShift(coeffs[0], 0f, first.floats(), 0, dst, 0, n);
      for (int i = 1; i < bottoms.length; i++) {
        unary.scaleShift(coeffs[i], 0f, bottoms[i].floats(), 0, term, 0, n);
        binary.apply(operation, dst, 0, term, 0, dst, 0, n);
      }
    }
    tops[0] = top;
  }
}
