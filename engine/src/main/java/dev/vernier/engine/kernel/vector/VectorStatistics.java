package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;
import static dev.vernier.engine.kernel.vector.VectorMath.broadcast;

import dev.vernier.engine.kernel.StatisticsKernels;
import dev.vernier.engine.kernel.scalar.ScalarStatistics;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Largest magnitude and histogram; both give the very results of {@link ScalarStatistics}. */
public final class VectorStatistics implements StatisticsKernels {

  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  /** All bits but the sign. */
  private static final int MAGNITUDE = 0x7fffffff;

  /** 2²³: added to a smaller integer it leaves it in the low bits. */
  private static final float SHIFTER = 8388608f;

  private static final int LOW_BITS = 0x7fffff;

  /** Elements whose bins are worked out before they are counted; a few KiB stay in L1. */
  private static final int BLOCK = 1024;

  /** Tables that take turns, so that equal neighbours need not wait for each other's count. */
  private static final int TABLES = 4;

  /** Below this many elements a bin, merging the tables costs more than they save. */
  private static final int LEAST_PER_BIN = 4;

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
      max0 = x0.reinterpretAsInts().and(MAGNITUDE).max(max0);
      max1 = x1.reinterpretAsInts().and(MAGNITUDE).max(max1);
    }
    float most = Float.intBitsToFloat(max0.max(max1).reduceLanes(VectorOperators.MAX));
    return Math.max(most, scalar.absMax(src, at + i, n - i));
  }

  @Override
  public void histogram(float[] src, int at, int n, float absMax, long[] counts) {
    int bins = counts.length;
    if (bins >= LOW_BITS || n < LEAST_PER_BIN * bins) {
      scalar.histogram(src, at, n, absMax, counts);
      return;
    }
    // One bin more than asked for takes the zeros.
    int[] found = new int[TABLES * (bins + 1)];
    float[] block = new float[BLOCK];
    int i = 0;
    while (i <= n - LANES) {
      int length = Math.min(BLOCK, (n - i) / LANES * LANES);
      place(src, at + i, length, absMax, bins, block);
      count(block, length, bins, found);
      i += length;
    }
    for (int table = 0; table < TABLES; table++) {
      for (int bin = 0; bin < bins; bin++) {
        counts[bin] += found[table * (bins + 1) + bin];
      }
    }
    scalar.histogram(src, at + i, n - i, absMax, counts);
  }

  /** Writes the bin of each element as the low bits of a float. */
  private static void place(
      float[] src, int at, int length, float absMax, int bins, float[] block) {
    FloatVector last = broadcast(bins - 1);
    for (int i = 0; i < length; i += LANES) {
      FloatVector magnitude = FloatVector.fromArray(SPECIES, src, at + i).abs();
      FloatVector scaled = magnitude.div(absMax).mul(bins);
      FloatVector bounded = last.blend(scaled, scaled.compare(VectorOperators.LT, last));
      // Rounding to nearest, corrected downwards: JDK 17 has no fast conversion to integers.
      FloatVector nearest = bounded.add(SHIFTER).sub(SHIFTER);
      FloatVector floor =
          nearest.blend(nearest.sub(1f), nearest.compare(VectorOperators.GT, bounded));
      floor.blend(bins, magnitude.compare(VectorOperators.EQ, 0f)).add(SHIFTER).intoArray(block, i);
    }
  }

  private static void count(float[] block, int length, int bins, int[] found) {
    int size = bins + 1;
    // Whole vectors only, and every vector has a multiple of four lanes.
    for (int i = 0; i < length; i += TABLES) {
      found[bin(block[i])]++;
      found[size + bin(block[i + 1])]++;
      found[2 * size + bin(block[i + 2])]++;
      found[3 * size + bin(block[i + 3])]++;
    }
  }

  private static int bin(float placed) {
    return Float.floatToRawIntBits(placed) & LOW_BITS;
  }
}
