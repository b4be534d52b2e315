package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Concat: joins bottoms of one type that differ in the size of one axis at most.
 *
 * <p>Axis 0 is the outermost: h of (w, h), c of (w, h, c) and (w, h, d, c); a negative axis counts
 * from the innermost, −1.
 */
public final class Concat extends Layer {
  private static final long serialVersionUID = 1L;

  /** The axis along which to join. */
  static final IntParam AXIS = IntParam.of(0, "axis").atLeast(-4).atMost(3);

  private final int axis;

  /** A concatenation as the file describes it. */
  public Concat(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.axis = AXIS.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat first = bottoms[0];
    int dims = first.dims();
    // ncnn joins vectors whatever the axis.
    int along = dims == 1 ? 0 : axis < 0 ? dims + axis : axis;
    if (along < 0 || along >= dims) {
      throw badBottom(0, first, "enough dimensions for axis " + axis);
    }
    int place = Extents.name(along, dims);
    long total = 0;
    for (int i = 0; i < bottoms.length; i++) {
      total += checked(i, bottoms[i], first, along, place);
    }
    if (total > Integer.MAX_VALUE) {
      throw badBottom(
          0, first, "fewer than 2^31 elements along axis " + along + " with the others");
    }
    Mat top =
        workspace.create(
            first.type(),
            dims,
            place == 0 ? (int) total : first.w(),
            place == 1 ? (int) total : first.h(),
            place == 2 ? (int) total : first.d(),
            place == 3 ? (int) total : first.c());
    int blocks = 1;
    for (int i = 0; i < along; i++) {
      blocks *= Extents.of(first, Extents.name(i, dims));
    }
    Object dst = Extents.array(top);
    int topBlock = top.size() / blocks;
    int start = 0;
    for (Mat bottom : bottoms) {
      Object src = Extents.array(bottom);
      int block = bottom.size() / blocks;
      for (int i = 0; i < blocks; i++) {
        System.arraycopy(src, i * block, dst, i * topBlock + start, block);
      }
      start += block;
    }
    tops[0] = top;
  }

  private int checked(int index, Mat bottom, Mat first, int along, int place) {
    boolean fits = bottom.type() == first.type() && bottom.dims() == first.dims();
    for (int i = 0; i < 4; i++) {
      fits &= i == place || Extents.of(bottom, i) == Extents.of(first, i);
    }
    if (fits) {
      return Extents.of(bottom, place);
    }
    throw badBottom(
        index, bottom, "one that differs from " + first + " in axis " + along + " only");
  }

  @Override
  public Packing packing(Kernels kernels) {
    return axis == 0 || axis == -3 ? Packing.LANES : Packing.NONE;
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    forward(bottoms, tops, workspace);
    return true;
  }
}
