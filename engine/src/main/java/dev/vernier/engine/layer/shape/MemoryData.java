package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's MemoryData: a constant blob (w), (w, h), (w, h, c) or (w, h, d, c) from the weights; int8
 * where they are stored as int8, otherwise float32.
 */
public final class MemoryData extends Layer {
  private static final long serialVersionUID = 1L;

  /** Width. */
  static final IntParam W = IntParam.of(0, "w").atLeast(0);

  /** Height; 0 for a blob of one dimension. */
  static final IntParam H = IntParam.of(1, "h").atLeast(0);

  /** Depth; 0 for a blob of less than four dimensions. */
  static final IntParam D = IntParam.of(11, "d").atLeast(0);

  /** Channels; 0 for a blob of less than three dimensions. */
  static final IntParam C = IntParam.of(2, "c").atLeast(0);

  /** 1 where the constant has no storage tag, 0 where it has; defaults to 1. */
  static final IntParam LOAD_TYPE = IntParam.of(21, "load_type").defaultsTo(1).atLeast(0).atMost(1);

  private final int dims;
  private final int w;
  private final int h;
  private final int d;
  private final int c;
  private final Weight data;
  private final Prepared<float[]> floats = new Prepared<>();

  /** A constant as the file describes it; of one zero where no size is given. */
  public MemoryData(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(0, 1);
    int givenW = W.get(spec);
    int givenH = H.get(spec);
    int givenD = D.get(spec);
    int givenC = C.get(spec);
    boolean empty = givenW == 0 && givenH == 0 && givenD == 0 && givenC == 0;
    this.dims = givenD != 0 ? 4 : givenC != 0 ? 3 : givenH != 0 ? 2 : 1;
    this.w = empty ? 1 : givenW;
    this.h = dims > 1 ? givenH : 1;
    this.d = dims > 3 ? givenD : 1;
    this.c = dims > 2 ? givenC : 1;
    int count;
    try {
      count = Mat.sizeOf(w, h, d, c);
    } catch (IllegalArgumentException problem) {
      throw spec.error(problem.getMessage());
    }
    if (empty) {
      this.data = Weight.float32(new float[1]);
    } else if (LOAD_TYPE.get(spec) == 1) {
      this.data = Weight.float32(weights.raw(count));
    } else {
      this.data = weights.tagged(count);
    }
  }

  /** Number of dimensions. */
  public int dims() {
    return dims;
  }

  /** Size along the outermost dimension. */
  public int outermost() {
    return dims == 1 ? w : dims == 2 ? h : c;
  }

  /** The constant. */
  public Weight data() {
    return data;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    boolean bytes = data.storage() == Weight.Storage.INT8;
    // A copy: the next layer may work in place.
    Mat top = workspace.create(bytes ? Mat.Type.INT8 : Mat.Type.FLOAT32, dims, w, h, d, c);
    Object values =
        bytes
            ? data.toBytes()
            : floats.get(workspace.kernels(), data, (weight, kernels) -> weight.toFloats());
    System.arraycopy(values, 0, Extents.array(top), 0, top.size());
    tops[0] = top;
  }

  @Override
  public long weightBytes() {
    return data.bytes();
  }
}
