package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.Workspace;
import java.util.List;

/**
 * ncnn's BinaryOp: a function of two blobs, or of a blob and a number, element by element.
 *
 * <p>A blob of fewer dimensions lends its sizes to the outer ones: (w, h) beside (w', h', c')
 * counts as (1, w, h). A vector beside more dimensions runs along the outermost if it is as long as
 * that, otherwise along w. Then a size of 1 is repeated to match the other blob's.
 */
public final class BinaryOp extends Layer {
  private static final long serialVersionUID = 1L;

  private static final BinaryOperation[] OPERATIONS = BinaryOperation.values();

  /** Which function, in the order of {@link BinaryOperation}. */
  static final IntParam OP_TYPE =
      IntParam.of(0, "op_type").atLeast(0).atMost(OPERATIONS.length - 1);

  /** Other than 0 where the second operand is the number b. */
  static final IntParam WITH_SCALAR = IntParam.of(1, "with_scalar");

  /** The second operand when with_scalar is set. */
  static final FloatParam B = FloatParam.of(2, "b");

  private final PerShape<Broadcast> broadcasts = new PerShape<>();
  private final BinaryOperation operation;
  private final boolean withScalar;
  private final float b;

  /** A function as the file describes it. */
  public BinaryOp(LayerSpec spec) {
    super(spec);
    this.operation = OPERATIONS[OP_TYPE.get(spec)];
    this.withScalar = WITH_SCALAR.get(spec) != 0;
    this.b = B.get(spec);
    spec.requireBlobs(withScalar ? 1 : 2, 1);
  }

  /** The function. */
  public BinaryOperation operation() {
    return operation;
  }

  /** Whether the second operand is a number. */
  public boolean isWithScalar() {
    return withScalar;
  }

  /** The second operand where it is a number. */
  public float scalar() {
    return b;
  }

  /** The same layer with a blob and a number as operands. */
  public LayerSpec withScalar(BinaryOperation of, String bottom, float number) {
    LayerSpec spec = spec().withBlobs(List.of(bottom), spec().tops());
    spec = WITH_SCALAR.set(OP_TYPE.set(spec, of.ordinal()), 1);
    return spec.withParams(spec.params().with(B.id(), number));
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    for (int i = 0; i < (withScalar ? 1 : 2); i++) {
      if (bottoms[i].type() != Mat.Type.FLOAT32) {
        throw badBottom(i, bottoms[i], "float32");
      }
    }
    BinaryKernels kernels = workspace.kernels().binary();
    Mat first = bottoms[0];
    if (withScalar) {
      Mat top = workspace.inPlace(first);
      kernels.applyScalar(operation, first.floats(), 0, b, top.floats(), 0, first.size());
      tops[0] = top;
      return;
    }
    Mat second = bottoms[1];
    if (first.sameShape(second)) {
      Mat top = workspace.inPlace(first);
      kernels.apply(
          operation, first.floats(), 0, second.floats(), 0, top.floats(), 0, first.size());
      tops[0] = top;
      return;
    }
    Broadcast broadcast = broadcasts.find(first, second);
    if (broadcast == null) {
      broadcast = Broadcast.of(first, second);
      if (broadcast == null) {
        throw badBottom(1, second, "sizes that are those of " + first + " or 1");
      }
      broadcasts.keep(first, second, broadcast);
    }
    Mat top = broadcast.top(workspace);
    broadcast.run(kernels, operation, first.floats(), second.floats(), top.floats());
    tops[0] = top;
  }

  @Override
  public Packing packing(Kernels kernels) {
    return Packing.LANES;
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    if (!withScalar && !bottoms[0].sameShape(bottoms[1])) {
      return forwardChannels(bottoms, tops, workspace);
    }
    forward(bottoms, tops, workspace);
    return true;
  }

  /** Samples side by side, of which one operand has an element a channel. */
  private boolean forwardChannels(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    int lanes = workspace.kernels().lanes();
    boolean swapped = bottoms[0].size() < bottoms[1].size();
    Mat blob = bottoms[swapped ? 1 : 0];
    Mat channels = bottoms[swapped ? 0 : 1];
    boolean fits =
        channels.size() == blob.c() * lanes
            && (channels.dims() == 1 || (channels.dims() == 3 && channels.w() == lanes));
    if (blob.dims() != 3 || !fits) {
      return false;
    }
    BinaryKernels kernels = workspace.kernels().binary();
    Mat top = swapped ? workspace.floatsLike(blob) : workspace.inPlace(blob);
    float[] row = workspace.scratch(Scratch.LAYER_SLOT, blob.w());
    float[] src = blob.floats();
    float[] dst = top.floats();
    int at = 0;
    for (int q = 0; q < blob.c(); q++) {
      for (int x = 0; x < blob.w(); x += lanes) {
        System.arraycopy(channels.floats(), q * lanes, row, x, lanes);
      }
      for (int y = 0; y < blob.h(); y++) {
        if (swapped) {
          kernels.apply(operation, row, 0, src, at, dst, at, blob.w());
        } else {
          kernels.apply(operation, src, at, row, 0, dst, at, blob.w());
        }
        at += blob.w();
      }
    }
    tops[0] = top;
    return true;
  }
}
