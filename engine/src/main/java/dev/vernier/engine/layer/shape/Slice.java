package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Slice: cuts a blob of any shape and type along one axis, a piece a top.
 *
 * <p>The pieces are given by their sizes or by where all but the first begin.
 */
public final class Slice extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int EVEN = -233;

  /** Size of each piece; −233 for an even share of what is left. */
  static final IntArrayParam SLICES = IntArrayParam.of(0, "slices");

  /** The axis to cut, 0 the outermost, negative from the innermost; vectors have but one. */
  static final IntParam AXIS = IntParam.of(1, "axis").atLeast(-4).atMost(3);

  /** Where each piece but the first begins, negative from the end; overrides slices. */
  static final IntArrayParam INDICES = IntArrayParam.of(2, "indices");

  private final int axis;
  private final int[] slices;
  private final int[] indices;

  /** A cut as the file describes it. */
  public Slice(LayerSpec spec) {
    super(spec);
    int pieces = Math.max(1, spec.tops().size());
    spec.requireBlobs(1, pieces);
    this.axis = AXIS.get(spec);
    this.slices = SLICES.get(spec);
    this.indices = INDICES.get(spec);
    if (indices.length > 0) {
      requireCount(INDICES, indices.length, pieces - 1);
      return;
    }
    requireCount(SLICES, slices.length, pieces);
    for (int size : slices) {
      if (size < 1 && size != EVEN) {
        throw spec.error(SLICES.name() + " holds " + size + ", must hold sizes or " + EVEN);
      }
    }
  }

  private void requireCount(IntArrayParam param, int count, int least) {
    if (count < least) {
      throw spec().error(param.name() + " has " + count + " values, must have at least " + least);
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int dims = bottom.dims();
    int along = dims == 1 ? 0 : axis < 0 ? dims + axis : axis;
    if (along < 0 || along >= dims) {
      throw badBottom(0, bottom, "enough dimensions for axis " + axis);
    }
    int[] extents = Extents.of(bottom);
    int extent = extents[along];
    int outer = 1;
    for (int i = 0; i < along; i++) {
      outer *= extents[i];
    }
    int step = bottom.size() / outer;
    int inner = step / extent;
    Object src = Extents.array(bottom);
    int start = 0;
    for (int i = 0; i < tops.length; i++) {
      long size = size(i, tops.length, extent, start);
      if (size < 1 || start + size > extent) {
        throw badBottom(0, bottom, "one whose axis " + axis + " holds " + size + " from " + start);
      }
      extents[along] = (int) size;
      Mat top = Extents.create(bottom.type(), extents, workspace);
      Object dst = Extents.array(top);
      int block = (int) size * inner;
      for (int j = 0; j < outer; j++) {
        System.arraycopy(src, j * step + start * inner, dst, j * block, block);
      }
      tops[i] = top;
      start += (int) size;
    }
  }

  private long size(int piece, int pieces, int extent, int start) {
    if (indices.length == 0) {
      return slices[piece] == EVEN ? (long) (extent - start) / (pieces - piece) : slices[piece];
    }
    if (piece == pieces - 1) {
      return (long) extent - start;
    }
    long end = indices[piece] < 0 ? (long) extent + indices[piece] : indices[piece];
    return end - start;
  }
}
