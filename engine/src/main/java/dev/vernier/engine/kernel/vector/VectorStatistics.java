package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;
import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;

import dev.vernier.engine.kernel.StatisticsKernels;
import dev.vernier.engine.kernel.scalar.ScalarStatistics;
import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Largest magnitude and histogram; both give the very results of {@link ScalarStatistics}. */
public final class VectorStatistics implements StatisticsKernels {

  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  /** All bits but the sign. */
  private static final int MAGNITUDE = 0x7fffffff;

  private static final int SIGN = 0x80000000;

  /** Bits of a float's mantissa below the first one. */
  private static final int FRACTION_BITS = 22;

  /** More bins would leave too few bits behind the point, and then too many elements lie close. */
  private static final int MOST_BINS = 4096;

  /** The smallest and the largest range whose reciprocal, in bins, is a normal number. */
  private static final float LEAST_RANGE = 1e-33f;

  private static final float MOST_RANGE = 1e37f;

  /**
   * Elements that are placed before they are counted; 128 KiB beside the counters, which take L1.
   * Blobs come from L3 or memory, and the processor reads them ahead for as long as nothing else is
   * read: an element takes 0.52 ns, and 1.02 with blocks of 512; from L2 0.38 and 0.42 (Zen 5).
   */
  private static final int BLOCK = 1 << 15;

  /** Where behind a block the bits of the largest magnitude stand. */
  private static final int MOST = BLOCK;

  /** Where behind a block the number of elements stands that are not zero. */
  private static final int NONZERO = BLOCK + 1;

  /** Elements that are placed at a time: some whole vectors, whatever their length. */
  private static final int STEP = 16;

  /** Counters of a bin that take turns: equal neighbours need not wait for each other's count. */
  private static final int TURNS = 4;

  /** The turn of each element of a step. */
  private static final int[] TURN = IntStream.range(0, STEP).map(i -> i % TURNS).toArray();

  /** A float so large that a sum with it has no bits behind the point. */
  private static final float WHOLE = 1 << 23;

  /** Below this many elements a bin, adding the turns up costs more than they save. */
  private static final int LEAST_PER_BIN = 4;

  /**
   * The counters of a thread, all zero between calls, and what it has placed. Made anew in each
   * call they would lie in memory that no cache has yet: 1.36 ns an element in place of 0.4 (Zen
   * 5).
   */
  private static final ThreadLocal<int[]> FOUND = new ThreadLocal<>();

  private static final ThreadLocal<int[]> PLACED =
      ThreadLocal.withInitial(() -> new int[BLOCK + 2]);

  private final StatisticsKernels scalar = new ScalarStatistics();

  /** Stateless. */
  public VectorStatistics() {}

  @Override
  public float absMax(float[] src, int at, int n) {
    // Magnitudes order like their bits, and NaN lies above infinity: one integer maximum an
    // element.
    IntVector max0 = IntVector.zero(INTS);
    IntVector max1 = max0;
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, src, at + i);
      FloatVector x1 = FloatVector.fromArray(SPECIES, src, at + i + LANES);
      max0 = INT_TYPE.cast(x0.reinterpretAsInts()).and(MAGNITUDE).max(max0);
      max1 = INT_TYPE.cast(x1.reinterpretAsInts()).and(MAGNITUDE).max(max1);
    }
    float most = Float.intBitsToFloat(max0.max(max1).reduceLanes(VectorOperators.MAX));
    return Math.max(most, scalar.absMax(src, at + i, n - i));
  }

  @Override
  public float histogram(float[] src, int at, int n, float absMax, long[] counts) {
    int bins = counts.length;
    if (bins > MOST_BINS
        || Integer.bitCount(bins) != 1
        || n < LEAST_PER_BIN * bins
        || !(absMax >= LEAST_RANGE && absMax <= MOST_RANGE)) {
      return scalar.histogram(src, at, n, absMax, counts);
    }
    int[] found = FOUND.get();
    if (found == null || found.length != TURNS * bins) {
      found = new int[TURNS * bins];
      FOUND.set(found);
    }
    int[] block = PLACED.get();
    block[MOST] = 0;
    block[NONZERO] = 0;
    int i = n / STEP * STEP;
    placeAndCount(src, at, i, absMax, bins, block, found);
    float most = Math.max(Float.intBitsToFloat(block[MOST]), scalar.absMax(src, at + i, n - i));
    if (!Float.isFinite(most)) {
      Arrays.fill(found, 0);
      return most;
    }
    for (int bin = 0; bin < bins; bin++) {
      int first = TURNS * bin;
      counts[bin] += found[first] + found[first + 1] + found[first + 2] + found[first + 3];
    }
    Arrays.fill(found, 0);
    counts[0] -= i - block[NONZERO];
    scalar.histogram(src, at + i, n - i, absMax, counts);
    return most;
  }

  /** A loop of its own: beside all else in one method C2 makes it half as fast. */
  private static void placeAndCount(
      float[] src, int at, int n, float absMax, int bins, int[] block, int[] found) {
    for (int i = 0; i < n; i += BLOCK) {
      int length = Math.min(BLOCK, n - i);
      place(src, at + i, length, absMax, bins, block);
      count(block, length, found);
    }
  }

  /**
   * Writes the counter of each element, and behind them, added to what stands there, the bits of
   * the largest magnitude and how many are not zero. An element's place in bins is found as the
   * bits of the float 2·bins + place; the bin's number lies above {@code fraction}.
   *
   * <p>A product with the reciprocal takes a quarter of a division's time. Rounded to these bits it
   * is less than the last of them away from the quotient, so the bin can only be wrong where the
   * bits below it are all zero; there the quotient decides. 0.12 ns an element against 0.4 for
   * dividing and rounding down.
   */
  private static void place(float[] src, int at, int length, float absMax, int bins, int[] block) {
    float reciprocal = bins / absMax;
    float base = 2 * bins;
    int zero = Float.floatToRawIntBits(base);
    // What lies above the range is in the last bin.
    int last = Float.floatToRawIntBits(base + bins) - 1;
    int fraction = FRACTION_BITS - Integer.numberOfTrailingZeros(bins);
    int below = (1 << fraction) - 1;
    int shift = fraction - Integer.numberOfTrailingZeros(TURNS);
    IntVector turn = IntVector.fromArray(INTS, TURN, 0);
    IntVector nonzero = IntVector.zero(INTS);
    IntVector most = nonzero;
    for (int i = 0; i < length; i += LANES) {
      IntVector magnitude =
          INT_TYPE
              .cast(FloatVector.fromArray(SPECIES, src, at + i).reinterpretAsInts())
              .and(MAGNITUDE);
      FloatVector place = TYPE.cast(magnitude.reinterpretAsFloats()).mul(reciprocal).add(base);
      IntVector placed = INT_TYPE.cast(place.reinterpretAsInts()).min(last);
      placed
          .lanewise(VectorOperators.LSHR, shift)
          .and(TURNS * (bins - 1))
          .or(turn)
          .intoArray(block, i);
      nonzero = magnitude.min(1).add(nonzero);
      most = magnitude.max(most);
      // Less one, zeros have the sign set, and what sits on the edge of another bin has not.
      if (placed.sub(zero + 1).and(SIGN | below).compare(VectorOperators.EQ, below).anyTrue()) {
        divide(src, at + i, absMax, bins, block, i);
      }
    }
    block[MOST] = Math.max(block[MOST], most.reduceLanes(VectorOperators.MAX));
    block[NONZERO] += nonzero.reduceLanes(VectorOperators.ADD);
  }

  /** Places a vector of elements by division. */
  private static void divide(float[] src, int at, float absMax, int bins, int[] block, int to) {
    for (int i = 0; i < LANES; i++) {
      int bin = Math.min((int) (Math.abs(src[at + i]) / absMax * bins), bins - 1);
      block[to + i] = TURNS * bin + i % TURNS;
    }
  }

  /**
   * Counts. With a mask of the array's own length no index is checked, and four counters are known
   * before one of them is written, so that no load waits for a store: 0.3 ns an element; 0.6 one by
   * one, 0.8 with checks.
   */
  private static void count(int[] block, int length, int[] found) {
    int mask = found.length - 1;
    for (int i = 0; i < length; i += 4) {
      int first = block[i] & mask;
      int second = block[i + 1] & mask;
      int third = block[i + 2] & mask;
      int fourth = block[i + 3] & mask;
      found[first]++;
      found[second]++;
      found[third]++;
      found[fourth]++;
    }
  }

  @Override
  public int bins(float[] src, int at, int n, float scale, int last, int[] bins, int to) {
    int whole = n - n % LANES;
    IntVector nonzero = IntVector.zero(INTS);
    for (int i = 0; i < whole; i += LANES) {
      IntVector magnitude =
          INT_TYPE
              .cast(FloatVector.fromArray(SPECIES, src, at + i).reinterpretAsInts())
              .and(MAGNITUDE);
      FloatVector place = TYPE.cast(magnitude.reinterpretAsFloats()).mul(scale).min(last);
      FloatVector sum = place.add(WHOLE);
      // Rounded, which is one too many where the difference has a sign.
      IntVector up =
          INT_TYPE
              .cast(place.sub(sum.sub(WHOLE)).reinterpretAsInts())
              .lanewise(VectorOperators.ASHR, 31);
      INT_TYPE
          .cast(sum.reinterpretAsInts())
          .sub(Float.floatToRawIntBits(WHOLE))
          .add(up)
          .intoArray(bins, to + i);
      nonzero = magnitude.min(1).add(nonzero);
    }
    return nonzero.reduceLanes(VectorOperators.ADD)
        + scalar.bins(src, at + whole, n - whole, scale, last, bins, to + whole);
  }
}
