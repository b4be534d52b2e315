package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Cast: a blob of any shape with elements of another type.
 *
 * <p>float16 and bfloat16 elements are kept as FLOAT32 of those values: casting to them drops the
 * bits that they lack, towards zero as ncnn does. To int8 rounds half away from zero and saturates.
 */
public final class Cast extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int AUTO = 0;
  private static final int FLOAT32 = 1;
  private static final int FLOAT16 = 2;
  private static final int INT8 = 3;
  private static final int BFLOAT16 = 4;

  /** Type of the bottom: 0 whatever it is, 1 float32, 2 float16, 3 int8, 4 bfloat16. */
  static final IntParam TYPE_FROM = IntParam.of(0, "type_from").atLeast(AUTO).atMost(BFLOAT16);

  /** Type of the top, likewise; 0 leaves the blob as it is. */
  static final IntParam TYPE_TO = IntParam.of(1, "type_to").atLeast(AUTO).atMost(BFLOAT16);

  private final int from;
  private final int to;

  /** A cast as the file describes it. */
  public Cast(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.from = TYPE_FROM.get(spec);
    this.to = TYPE_TO.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    boolean bytes = bottom.type() == Mat.Type.INT8;
    if (bottom.type() == Mat.Type.INT32 || (from != AUTO && (from == INT8) != bytes)) {
      throw badBottom(
          0, bottom, from == AUTO ? "float32 or int8" : from == INT8 ? "int8" : "float32");
    }
    boolean same = bytes ? to == INT8 : to == FLOAT32;
    if (to == AUTO || to == from || same) {
      tops[0] = bottom;
    } else if (to == INT8) {
      tops[0] = round(bottom, workspace);
    } else {
      Mat top = bytes ? widen(bottom, workspace) : workspace.inPlace(bottom);
      drop(bytes ? top.floats() : bottom.floats(), top.floats(), top.size());
      tops[0] = top;
    }
  }

  private static Mat widen(Mat bottom, Workspace workspace) {
    Mat top = workspace.floatsLike(bottom);
    byte[] src = bottom.bytes();
    float[] dst = top.floats();
    for (int i = 0; i < bottom.size(); i++) {
      dst[i] = src[i];
    }
    return top;
  }

  private static Mat round(Mat bottom, Workspace workspace) {
    Mat top =
        workspace.create(
            Mat.Type.INT8, bottom.dims(), bottom.w(), bottom.h(), bottom.d(), bottom.c());
    float[] src = bottom.floats();
    byte[] dst = top.bytes();
    for (int i = 0; i < bottom.size(); i++) {
      float value = src[i] + Math.copySign(0.5f, src[i]);
      dst[i] = (byte) Math.max(-128f, Math.min(127f, value));
    }
    return top;
  }

  private void drop(float[] src, float[] dst, int size) {
    if (to == FLOAT16) {
      for (int i = 0; i < size; i++) {
        dst[i] = half(src[i]);
      }
    } else if (to == BFLOAT16) {
      for (int i = 0; i < size; i++) {
        dst[i] = Float.intBitsToFloat(Float.floatToRawIntBits(src[i]) & 0xffff0000);
      }
    }
  }

  /** The value cut to ten bits of mantissa; below 2⁻¹⁴ a zero, from 2¹⁶ infinite. */
  private static float half(float value) {
    float magnitude = Math.abs(value);
    if (magnitude < 0x1p-14f) {
      return Math.copySign(0f, value);
    }
    if (magnitude >= 0x1p16f) {
      return Math.copySign(Float.POSITIVE_INFINITY, value);
    }
    // NaN keeps the mantissa's highest bit.
    return Float.intBitsToFloat(Float.floatToIntBits(value) & 0xffffe000);
  }
}
