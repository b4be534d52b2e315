package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Diag: a vector on a diagonal of a square of zeros, or a diagonal of (w, h) as a vector; of
 * any type.
 */
public final class Diag extends Layer {
  private static final long serialVersionUID = 1L;

  /** Which diagonal: 0 the main one, positive above it, negative below. */
  static final IntParam DIAGONAL = IntParam.of(0, "diagonal");

  private final int diagonal;

  /** A diagonal as the file describes it. */
  public Diag(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.diagonal = DIAGONAL.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    tops[0] =
        switch (bottom.dims()) {
          case 1 -> square(bottom, workspace);
          case 2 -> vector(bottom, workspace);
          default -> throw badBottom(0, bottom, "one or two dimensions");
        };
  }

  private Mat square(Mat bottom, Workspace workspace) {
    long side = bottom.w() + Math.abs((long) diagonal);
    if (side * side > Integer.MAX_VALUE) {
      throw badBottom(0, bottom, "one whose square of " + side + " rows has below 2^31 elements");
    }
    int w = (int) side;
    Mat top = workspace.create(bottom.type(), 2, w, w, 1, 1);
    Object dst = Extents.array(top);
    Elements.fill(dst, 0, top.size(), 0f);
    Elements.copy(Extents.array(bottom), 0, 1, dst, first(w), w + 1, bottom.w());
    return top;
  }

  private Mat vector(Mat bottom, Workspace workspace) {
    long left = Math.min(bottom.w() - Math.max((long) diagonal, 0), bottom.w());
    long up = Math.min(bottom.h() + Math.min((long) diagonal, 0), bottom.h());
    long length = Math.min(left, up);
    if (length < 1) {
      throw badBottom(0, bottom, "one that reaches diagonal " + diagonal);
    }
    int w = bottom.w();
    Mat top = workspace.create(bottom.type(), 1, (int) length, 1, 1, 1);
    Elements.copy(Extents.array(bottom), first(w), w + 1, Extents.array(top), 0, 1, (int) length);
    return top;
  }

  /** Where the diagonal begins in rows of w elements. */
  private int first(int w) {
    return diagonal >= 0 ? diagonal : -diagonal * w;
  }
}
