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
  static final VectorSpecies<Byte> BYTES =
      LANES < 8 ? null : VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));

  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class).check(int.class);

  /** 1.5 · 2²³: a float of this size counts in units. */
  static final float UNITS = 0x1.8p23f;

  /** Rounds to 0 as all below it do, and raising it does not make a subnormal number, as of 0. */
  static final int LEAST_BITS = Float.floatToRawIntBits(0.25f);

  private static final int UNITS_BITS = Float.floatToRawIntBits(UNITS);
  static final int LARGEST_BITS = Float.floatToRawIntBits(Int8.LARGEST);
  private static final int INFINITY_BITS = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  static final float BELOW_ONE = Math.nextDown(1f);

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
    int vectors = BYTES == null ? 0 : n / LANES;
    round(scale, src, srcAt, dst, dstAt, vectors);
    for (int i = vectors * LANES; i < n; i++) {
      dst[dstAt + i] = Int8.of(src[srcAt + i] * scale);
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
      ((FloatVector)
              ByteVector.fromArray(BYTES, src, srcAt + i)
                  .convertShape(VectorOperators.B2F, SPECIES, 0))
          .intoArray(dst, dstAt + i);
    }
  }

  /**
   * dst = {@link Int8#of}(src·scale), whole vectors.
   *
   * <p>The magnitude plus {@link #UNITS} leaves no place for a fraction, so making that sum rounds.
   * (JDK 17 has no vector instruction behind a conversion to int.) For halves to go away from zero
   * the magnitude is first raised to the next float and then, within the unrounded product, lowered
   * by a little less; only what was a half before is above one then.
   *
   * <p>All choices are made on the bits as integers, in whose order magnitudes lie too: masks cost
   * JDK 17 several instructions each, 0.21 ns an element in all against 0.12 (Zen 4). No part of
   * the loop is a method of its own: where C2 compiles such a one before its caller it does not
   * inline it, and vectors that are passed lie in memory (2.2 ns). For the same reason the loop is
   * longer than what C2 inlines: beside its callers' vectors C2 left these in memory too.
   */
  static void round(float scale, float[] src, int srcAt, float[] dst, int dstAt, int vectors) {
    round(scale, 0f, src, srcAt, 0, dst, dstAt, 0, 1, vectors);
  }

  /**
   * The same, plus a number, for rows that begin a step apart: what is made before the loop serves
   * them all.
   *
   * @param plus 0, or {@link #UNITS} for {@link #narrowAhead}
   */
  static void round(
      float scale,
      float plus,
      float[] src,
      int srcAt,
      int srcStep,
      float[] dst,
      int dstAt,
      int dstStep,
      int rows,
      int vectors) {
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
    FloatVector below = FloatVector.broadcast(SPECIES, BELOW_ONE);
    FloatVector units = FloatVector.broadcast(SPECIES, UNITS);
    FloatVector rest = FloatVector.broadcast(SPECIES, plus);
    IntVector least = IntVector.broadcast(INTS, LEAST_BITS);
    IntVector largest = IntVector.broadcast(INTS, LARGEST_BITS);
    IntVector one = IntVector.broadcast(INTS, 1);
    IntVector size = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    IntVector sign = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    IntVector infinity = IntVector.broadcast(INTS, INFINITY_BITS + 1);
    for (int r = 0; r < rows; r++) {
      int from = srcAt + r * srcStep;
      int to = dstAt + r * dstStep;
      for (int i = 0; i < vectors * LANES; i += LANES) {
        IntVector bits =
            FloatVector.fromArray(SPECIES, src, from + i).mul(factor).reinterpretAsInts();
        IntVector magnitude = bits.and(size);
        // All ones, but 0 for what is no number.
        IntVector numbers =
            magnitude.sub(infinity).lanewise(VectorOperators.ASHR, Integer.SIZE - 1);
        magnitude
            .max(least)
            .min(largest)
            .add(one)
            .reinterpretAsFloats()
            .fma(below, units)
            .sub(units)
            .reinterpretAsInts()
            .or(bits.and(sign))
            .and(numbers)
            .reinterpretAsFloats()
            .add(rest)
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
      IntVector bits = FloatVector.fromArray(SPECIES, src, srcAt + i).reinterpretAsInts();
      ((ByteVector) bits.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(dst, dstAt + i);
    }
    for (int i = vectors * LANES; i < n; i++) {
      dst[dstAt + i] = (byte) Float.floatToRawIntBits(src[srcAt + i]);
    }
  }

  /** The same to bytes: the lowest byte of a whole number plus {@link #UNITS} is its integer. */
  private static void round(
      float scale, float[] src, int srcAt, byte[] dst, int dstAt, int vectors) {
    for (int i = 0; i < vectors * LANES; i += LANES) {
      IntVector bits =
          FloatVector.fromArray(SPECIES, src, srcAt + i).mul(scale).reinterpretAsInts();
      IntVector magnitude = bits.and(Integer.MAX_VALUE);
      IntVector whole =
          magnitude
              .max(LEAST_BITS)
              .min(LARGEST_BITS)
              .add(1)
              .reinterpretAsFloats()
              .fma(FloatVector.broadcast(SPECIES, BELOW_ONE), FloatVector.broadcast(SPECIES, UNITS))
              .reinterpretAsInts();
      // Magnitude to integer by two's complement: xor with the sign's ones, then one more.
      IntVector sign = bits.lanewise(VectorOperators.ASHR, Integer.SIZE - 1);
      IntVector signed = whole.sub(UNITS_BITS).lanewise(VectorOperators.XOR, sign).sub(sign);
      IntVector numbers =
          signed.and(
              magnitude.sub(INFINITY_BITS + 1).lanewise(VectorOperators.ASHR, Integer.SIZE - 1));
      ((ByteVector) numbers.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(dst, dstAt + i);
    }
  }
}
