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

  /** 1.5 · 2²³: a float of this size counts in units. */
  private static final float UNITS = 0x1.8p23f;

  private static final float BELOW_ONE = Math.nextDown(1f);

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
    quantizeAhead(scale, src, srcAt, dst, dstAt, n, dstAt + n);
  }

  /**
   * Quantises n elements in whole vectors as far as both arrays reach, which may write more than n.
   *
   * @param limit index in dst that nothing is written at or after
   */
  static void quantizeAhead(
      float scale, float[] src, int srcAt, byte[] dst, int dstAt, int n, int limit) {
    int i = 0;
    int room = Math.min(limit - dstAt, src.length - srcAt);
    int whole = BYTES == null ? 0 : Math.min(n, room - LANES + 1);
    for (; i < whole; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, src, srcAt + i).mul(scale);
      // The lowest byte of such a sum's bits is the integer.
      IntVector bits = counted(x).reinterpretAsInts();
      ((ByteVector) bits.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(dst, dstAt + i);
    }
    for (; i < n; i++) {
      dst[dstAt + i] = Int8.of(src[srcAt + i] * scale);
    }
  }

  /** Integers as floats, a vector from an offset. */
  static FloatVector widened(byte[] src, int at) {
    return (FloatVector)
        ByteVector.fromArray(BYTES, src, at).convertShape(VectorOperators.B2F, SPECIES, 0);
  }

  /** All of some integers as floats. */
  static float[] widened(byte[] src) {
    float[] wholes = new float[src.length];
    new VectorInt8().widen(src, 0, wholes, 0, wholes.length);
    return wholes;
  }

  @Override
  public void widen(byte[] src, int srcAt, float[] dst, int dstAt, int n) {
    int whole = BYTES == null ? 0 : SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      widened(src, srcAt + i).intoArray(dst, dstAt + i);
    }
    for (int i = whole; i < n; i++) {
      dst[dstAt + i] = src[srcAt + i];
    }
  }

  /** Half away from zero, clamped; NaN becomes 0. */
  static FloatVector rounded(FloatVector x) {
    return counted(x).sub(UNITS);
  }

  /**
   * The same plus {@link #UNITS}: that sum leaves no place for a fraction, so making it rounds.
   * (JDK 17 has no vector instruction behind a conversion to int.) For halves to go away from zero
   * the magnitude is first raised to the next float and then, within the unrounded product, lowered
   * by a little less; only what was a half before is above one then. What is near zero, or is no
   * number, is left out: raised, 0 would be a subnormal number, which are slow.
   */
  private static FloatVector counted(FloatVector x) {
    FloatVector held =
        x.blend(Int8.LARGEST, x.compare(VectorOperators.GT, Int8.LARGEST))
            .blend(-Int8.LARGEST, x.compare(VectorOperators.LT, -Int8.LARGEST));
    FloatVector raised = held.reinterpretAsInts().add(1).reinterpretAsFloats();
    return FloatVector.zero(SPECIES)
        .blend(raised, x.abs().compare(VectorOperators.GT, 0.25f))
        .fma(FloatVector.broadcast(SPECIES, BELOW_ONE), FloatVector.broadcast(SPECIES, UNITS));
  }
}
