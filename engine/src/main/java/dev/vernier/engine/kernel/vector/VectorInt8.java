package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

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
  static final VectorSpecies<Byte> BYTES =
      LANES < 8 ? null : VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));

  /** 1.5 · 2²³: a float of this size counts in units. */
  static final float UNITS = 0x1.8p23f;

  private static final int MOST = Float.floatToRawIntBits(UNITS + Int8.LARGEST);
  private static final int LEAST = Float.floatToRawIntBits(UNITS - Int8.LARGEST);

  /** A float plus its product with this is the next larger one, of those above 2⁻¹²⁶. */
  private static final float TO_NEXT = Math.scalb(1f + 0x1p-22f, -24);

  private static final float BELOW_ONE = Math.nextDown(1f);

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private static final int PIECE = 1024;

  @Override
  public void quantize(float scale, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    int vectors = n / LANES;
    round(scale, src, srcAt, dst, dstAt, vectors);
    for (int i = vectors * LANES; i < n; i++) {
      dst[dstAt + i] = Int8.of(src[srcAt + i] * scale);
    }
  }

  @Override
  public void quantize(float scale, float[] src, int srcAt, byte[] dst, int dstAt, int n) {
    // A piece at a time, that it is in L1 between the steps.
    float[] wholes = new float[Math.min(n / LANES * LANES, PIECE)];
    for (int i = 0; n - i >= LANES; i += wholes.length) {
      int vectors = Math.min(wholes.length, n - i) / LANES;
      round(scale, 0f, src, srcAt + i, 0, wholes, 0, 0, 1, vectors);
      narrowAhead(wholes, 0, dst, dstAt + i, vectors * LANES, dstAt + n);
    }
    for (int k = n / LANES * LANES; k < n; k++) {
      dst[dstAt + k] = Int8.of(src[srcAt + k] * scale);
    }
  }

  @Override
  public void widen(byte[] src, int srcAt, float[] dst, int dstAt, int n) {
    int vectors = BYTES == null ? 0 : n / LANES;
    widenWhole(src, srcAt, dst, dstAt, vectors);
    for (int i = vectors * LANES; i < n; i++) {
      dst[dstAt + i] = src[srcAt + i];
    }
  }

  /** All of some integers as floats. */
  static float[] widened(byte[] src) {
    float[] wholes = new float[src.length];
    new VectorInt8().widen(src, 0, wholes, 0, wholes.length);
    return wholes;
  }

  /** dst = src, whole vectors. */
  static void widenWhole(byte[] src, int srcAt, float[] dst, int dstAt, int vectors) {
    for (int i = 0; i < vectors * LANES; i += LANES) {
      TYPE.cast(
              ByteVector.fromArray(BYTES, src, srcAt + i)
                  .convertShape(VectorOperators.B2F, SPECIES, 0))
          .intoArray(dst, dstAt + i);
    }
  }

  /**
   * dst = {@link Int8#of}(src·scale), whole vectors.
   *
   * <p>A number plus {@link #UNITS} leaves no place for a fraction, so making that sum rounds, and
   * halves to even; its bits, as an integer, keep the order of the numbers and are clamped. (JDK 17
   * has no vector instruction behind a conversion to int.) Raised to the next float and lowered by
   * less than that within the unrounded product, halves go away from zero and nothing else moves
   * past a half.
   *
   * <p>No part of the loop is a method of its own, because then C2 (JDK 17) now and then left the
   * vectors in memory.
   */
  static void round(float scale, float[] src, int srcAt, float[] dst, int dstAt, int vectors) {
    round(scale, UNITS, src, srcAt, 0, dst, dstAt, 0, 1, vectors);
  }

  /**
   * The same for rows that begin a step apart.
   *
   * <p>Two vectors a turn make it longer than what C2 inlines (325 bytes of code), so it is
   * compiled by itself. Within its callers C2 now and then ran out of what it allows them and boxed
   * the last vector of each turn: a net of small layers then took 1.5 to 2 times as long.
   *
   * @param less what is taken away at the end: {@link #UNITS}, or 0 for {@link #narrowAhead}
   */
  static void round(
      float scale,
      float less,
      float[] src,
      int srcAt,
      int srcStep,
      float[] dst,
      int dstAt,
      int dstStep,
      int rows,
      int vectors) {
    FloatVector toNext = FloatVector.broadcast(SPECIES, TO_NEXT);
    FloatVector belowOne = FloatVector.broadcast(SPECIES, BELOW_ONE);
    FloatVector units = FloatVector.broadcast(SPECIES, UNITS);
    FloatVector scales = FloatVector.broadcast(SPECIES, scale);
    FloatVector away = FloatVector.broadcast(SPECIES, less);
    IntVector most = IntVector.broadcast(INTS, MOST);
    IntVector least = IntVector.broadcast(INTS, LEAST);
    for (int r = 0; r < rows; r++) {
      int from = srcAt + r * srcStep;
      int to = dstAt + r * dstStep;
      int i = 0;
      for (; i < (vectors - 1) * LANES; i += 2 * LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, src, from + i).mul(scales);
        FloatVector y = FloatVector.fromArray(SPECIES, src, from + i + LANES).mul(scales);
        TYPE.cast(
                INT_TYPE
                    .cast(x.fma(toNext, x).fma(belowOne, units).reinterpretAsInts())
                    .min(most)
                    .max(least)
                    .reinterpretAsFloats())
            .sub(away)
            .intoArray(dst, to + i);
        TYPE.cast(
                INT_TYPE
                    .cast(y.fma(toNext, y).fma(belowOne, units).reinterpretAsInts())
                    .min(most)
                    .max(least)
                    .reinterpretAsFloats())
            .sub(away)
            .intoArray(dst, to + i + LANES);
      }
      if (i < vectors * LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, src, from + i).mul(scales);
        TYPE.cast(
                INT_TYPE
                    .cast(x.fma(toNext, x).fma(belowOne, units).reinterpretAsInts())
                    .min(most)
                    .max(least)
                    .reinterpretAsFloats())
            .sub(away)
            .intoArray(dst, to + i);
      }
    }
  }

  /**
   * dst = src, which are whole numbers plus {@link #UNITS}, in whole vectors as far as both arrays
   * reach, which may write more than n.
   *
   * @param limit index in dst that nothing is written at or after
   */
  static void narrowAhead(float[] src, int srcAt, byte[] dst, int dstAt, int n, int limit) {
    int room = Math.min(limit - dstAt, src.length - srcAt);
    int vectors = BYTES == null ? 0 : Math.min((n + LANES - 1) / LANES, room / LANES);
    for (int i = 0; i < vectors * LANES; i += LANES) {
      IntVector bits =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, src, srcAt + i).reinterpretAsInts());
      ((ByteVector) bits.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(dst, dstAt + i);
    }
    for (int i = vectors * LANES; i < n; i++) {
      dst[dstAt + i] = (byte) Float.floatToRawIntBits(src[srcAt + i]);
    }
  }
}
