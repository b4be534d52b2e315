package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's ExpandDims: adds dimensions of size 1 to a blob of any type; the elements stay.
 *
 * <p>As in ncnn every axis adds a dimension, and an axis that the top does not have adds it
 * outermost; where that makes more than four dimensions, or where the top has none of the axes, the
 * blob stays as it is.
 */
public final class ExpandDims extends Layer {
  private static final long serialVersionUID = 1L;

  /** Places of the new dimensions in the top, 0 the outermost, negative from the innermost. */
  static final IntArrayParam AXES = IntArrayParam.of(3, "axes");

  private final int[] axes;

  /** An expansion as the file describes it. */
  public ExpandDims(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.axes = AXES.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    tops[0] = bottom;
    int dims = bottom.dims() + axes.length;
    if (dims > 4) {
      return;
    }
    boolean[] added = new boolean[dims];
    boolean any = false;
    for (int axis : axes) {
      int positive = axis < 0 ? dims + axis : axis;
      if (positive >= 0 && positive < dims) {
        added[positive] = true;
        any = true;
      }
    }
    if (!any) {
      return;
    }
    int[] extents = Extents.of(bottom);
    int[] expanded = new int[dims];
    int next = extents.length - 1;
    for (int i = dims - 1; i >= 0; i--) {
      expanded[i] = added[i] || next < 0 ? 1 : extents[next--];
    }
    tops[0] = Extents.reshaped(bottom, expanded, workspace);
  }
}
