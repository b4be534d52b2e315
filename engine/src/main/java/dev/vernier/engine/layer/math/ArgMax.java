package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's ArgMax: the indices of the largest elements of the whole blob, the largest first and of
 * equal ones the last first; gives (topk, 1), or (topk, 2) with the values in front.
 */
public final class ArgMax extends Layer {
  private static final long serialVersionUID = 1L;

  /** Other than 0 to give the values as well. */
  static final IntParam OUT_MAX_VAL = IntParam.of(0, "out_max_val");

  /** How many elements are wanted. */
  static final IntParam TOPK = IntParam.of(1, "topk").defaultsTo(1).atLeast(1);

  private final boolean values;
  private final int topk;

  /** A search as the file describes it. */
  public ArgMax(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.values = OUT_MAX_VAL.get(spec) != 0;
    this.topk = TOPK.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.size() < topk) {
      throw badBottom(0, bottom, "float32 of at least " + topk + " elements");
    }
    int size = bottom.size();
    float[] src = bottom.floats();
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = key(src[i], i);
    }
    Arrays.sort(keys);
    Mat top = workspace.floats(topk, values ? 2 : 1);
    float[] dst = top.floats();
    int indices = values ? topk : 0;
    for (int i = 0; i < topk; i++) {
      int index = (int) keys[size - 1 - i];
      if (values) {
        dst[i] = src[index];
      }
      dst[indices + i] = index;
    }
    tops[0] = top;
  }

  /** A number that orders by value, then by index. */
  private static long key(float value, int index) {
    // Adding 0 makes −0 the 0 that it equals.
    int bits = Float.floatToIntBits(value + 0f);
    int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
    return (long) ordered << 32 | index;
  }
}
