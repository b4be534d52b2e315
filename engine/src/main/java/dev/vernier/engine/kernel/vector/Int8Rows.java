package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Int8Blob;
import jdk.incubator.vector.FloatVector;

/** Rows of integers in floats: what is copied for a kernel is quantised or widened on the way. */
final class Int8Rows implements RowSource {
  private final float[] reals;
  private final byte[] integers;
  private final float scale;

  Int8Rows(Int8Blob blob, float scale) {
    this.reals = blob.reals();
    this.integers = blob.integers();
    this.scale = scale;
  }

  @Override
  public void padded(
      int row, int w, int x, int stride, float padValue, float[] dst, int at, int len) {
    int first = row + x;
    int vectors = (len + LANES - 1) / LANES;
    int read = vectors * LANES * stride;
    int length = reals == null ? integers.length : reals.length;
    if (stride > 2 || first < 0 || first > length - read || VectorInt8.BYTES == null) {
      guarded(row, w, x, stride, padValue, dst, at, len);
      return;
    }
    if (reals == null) {
      widen(first, stride, dst, at, vectors);
    } else {
      quantize(first, stride, dst, at, vectors);
    }
    for (int j = 0; j < len && x + j * stride < 0; j++) {
      dst[at + j] = padValue;
    }
    for (int j = len - 1; j >= 0 && x + j * stride >= w; j--) {
      dst[at + j] = padValue;
    }
  }

  private void quantize(int from, int stride, float[] dst, int at, int vectors) {
    if (stride == 1) {
      for (int v = 0; v < vectors * LANES; v += LANES) {
        VectorInt8.rounded(FloatVector.fromArray(SPECIES, reals, from + v).mul(scale))
            .intoArray(dst, at + v);
      }
    } else {
      for (int v = 0; v < vectors * LANES; v += LANES) {
        FloatVector low = FloatVector.fromArray(SPECIES, reals, from + 2 * v);
        FloatVector high = FloatVector.fromArray(SPECIES, reals, from + 2 * v + LANES);
        VectorInt8.rounded(RowCopy.everySecond(low, high).mul(scale)).intoArray(dst, at + v);
      }
    }
  }

  private void widen(int from, int stride, float[] dst, int at, int vectors) {
    if (stride == 1) {
      for (int v = 0; v < vectors * LANES; v += LANES) {
        VectorInt8.widened(integers, from + v).intoArray(dst, at + v);
      }
    } else {
      for (int v = 0; v < vectors * LANES; v += LANES) {
        FloatVector low = VectorInt8.widened(integers, from + 2 * v);
        FloatVector high = VectorInt8.widened(integers, from + 2 * v + LANES);
        RowCopy.everySecond(low, high).intoArray(dst, at + v);
      }
    }
  }

  private void guarded(
      int row, int w, int x, int stride, float padValue, float[] dst, int at, int len) {
    for (int j = 0; j < len; j++) {
      int column = x + j * stride;
      if (column < 0 || column >= w) {
        dst[at + j] = padValue;
      } else {
        dst[at + j] = reals == null ? integers[row + column] : Int8.of(reals[row + column] * scale);
      }
    }
  }
}
