package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.NormKernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Softmax: e^x over the sum of all e^x along one axis, so that they add up to 1.
 *
 * <p>Axis 0 is the outermost: w of (w), h of (w, h), c of (w, h, c) and (w, h, d, c); a negative
 * axis counts from the innermost, −1. A blob of one dimension takes any axis.
 */
public final class Softmax extends Layer {
  private static final long serialVersionUID = 1L;

  /** The axis along which the elements add up to 1. */
  static final IntParam AXIS = IntParam.of(0, "axis").atLeast(-4).atMost(3);

  /** 1 in files written since axes are counted as they are; files without it meant axis 0 only. */
  static final IntParam FIXBUG0 = IntParam.of(1, "fixbug0");

  private final int axis;

  /** A softmax as the file describes it. */
  public Softmax(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.axis = AXIS.get(spec);
    if (axis != 0 && FIXBUG0.get(spec) == 0) {
      throw spec.error(
          "fixbug0 is 0, must be 1 with axis "
              + axis
              + ": the file is from a converter that counted axes otherwise, convert the net"
              + " again");
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int dims = bottom.dims();
    int along = dims == 1 ? 0 : axis < 0 ? dims + axis : axis;
    if (bottom.type() != Mat.Type.FLOAT32 || along < 0 || along >= dims) {
      throw badBottom(0, bottom, "float32 with enough dimensions for axis " + axis);
    }
    Mat top = workspace.inPlace(bottom);
    float[] data = top.floats();
    int size = bottom.size();
    if (data != bottom.floats()) {
      System.arraycopy(bottom.floats(), 0, data, 0, size);
    }
    int elements = extent(bottom, along);
    int columns = 1;
    for (int inner = along + 1; inner < dims; inner++) {
      columns *= extent(bottom, inner);
    }
    NormKernels kernels = workspace.kernels().norm();
    for (int at = 0; at < size; at += elements * columns) {
      if (columns == 1) {
        kernels.softmax(data, at, elements);
      } else {
        kernels.softmaxColumns(data, at, elements, columns);
      }
    }
    tops[0] = top;
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int dims = bottom.dims();
    int along = dims == 1 ? 0 : axis < 0 ? dims + axis : axis;
    if (along == dims - 1) {
      // The samples are the columns.
      int lanes = workspace.kernels().lanes();
      Mat top = workspace.inPlace(bottom);
      if (top != bottom) {
        System.arraycopy(bottom.floats(), 0, top.floats(), 0, bottom.size());
      }
      for (int at = 0; at < bottom.size(); at += bottom.w()) {
        workspace.kernels().norm().softmaxColumns(top.floats(), at, bottom.w() / lanes, lanes);
      }
      tops[0] = top;
    } else {
      forward(bottoms, tops, workspace);
    }
    return true;
  }

  private static int extent(Mat mat, int axis) {
    return switch (mat.dims() - axis) {
      case 1 -> mat.w();
      case 2 -> mat.h();
      case 3 -> mat.dims() == 4 ? mat.d() : mat.c();
      default -> mat.c();
    };
  }
}
