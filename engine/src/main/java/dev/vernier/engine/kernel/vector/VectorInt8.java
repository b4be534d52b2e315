package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Int8Kernels;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Quantisation a vector of floats at a time. */
final class VectorInt8 implements Int8Kernels {

  /** As many bytes as a vector has floats; null where that is less than the smallest vector. */
  private static final VectorSpecies<Byte> BYTES =
      LANES < 8 ? null : VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));

  /** 1.5 · 2²³: a float of this size counts in units. */
  private static final float UNITS = 0x1.8p23f;

  @Override
  public void quantize(float scale, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      rounded(FloatVector.fromArray(SPECIES, src, srcAt + i).mul(scale)).intoArray(dst, dstAt + i);
    }
    for (int i = whole; i < n; i++) {
      dst[dstAt + i] = Int8.of(src[srcAt + i] * scale);
    }
  }

  @Override
  public void quantize(float scale, float[] src, int srcAt, byte[] dst, int dstAt, int n) {
    int whole = BYTES == null ? 0 : SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, src, srcAt + i).mul(scale);
      // The lowest byte of such a sum's bits is the integer.
      IntVector bits = rounded(x).add(UNITS).reinterpretAsInts();
      ((ByteVector) bits.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(dst, dstAt + i);
    }
    for (int i = whole; i < n; i++) {
      dst[dstAt + i] = Int8.of(src[srcAt + i] * scale);
    }
  }

  @Override
  public void widen(byte[] src, int srcAt, float[] dst, int dstAt, int n) {
    int whole = BYTES == null ? 0 : SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      ((FloatVector)
              ByteVector.fromArray(BYTES, src, srcAt + i)
                  .convertShape(VectorOperators.B2F, SPECIES, 0))
          .intoArray(dst, dstAt + i);
    }
    for (int i = whole; i < n; i++) {
      dst[dstAt + i] = src[srcAt + i];
    }
  }

  /**
   * Half away from zero, clamped; NaN becomes 0. Adding {@link #UNITS} leaves no place for a
   * fraction and so rounds halves to even; a magnitude that lost just a half is then one short.
   * (JDK 17 has no vector instruction behind a conversion to int.)
   */
  private static FloatVector rounded(FloatVector x) {
    FloatVector magnitude = x.abs().min(Int8.LARGEST);
    FloatVector even = magnitude.add(UNITS).sub(UNITS);
    FloatVector away =
        even.blend(even.add(1f), magnitude.sub(even).compare(VectorOperators.EQ, 0.5f));
    return away.blend(FloatVector.zero(SPECIES).sub(away), x.compare(VectorOperators.LT, 0f))
        .blend(0f, x.compare(VectorOperators.NE, x));
  }
}
