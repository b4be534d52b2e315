package dev.vernier.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost matrix product: a few rows of packed A times a few vectors of columns of packed B,
 * the sums in registers. Its shape follows from the width of a vector and from the number of
 * registers.
 */
final class Tile {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /**
   * What a sum is cast to before it is stored. C2 inlines the arithmetic of a large method only
   * after it has read the whole of it, and until then knows of a sum that it is some FloatVector:
   * which one its profile tells, if there is one yet, and after a trap elsewhere not at all. Then
   * what stores the sum is not inlined and the sum boxed, and a net takes six times as long, as it
   * did in one JVM of four. A cast to a constant class is compiled where it is read.
   */
  @SuppressWarnings("unchecked")
  static final Class<FloatVector> TYPE = (Class<FloatVector>) (Class<?>) SPECIES.vectorType();

  /**
   * What a float vector's bits are cast to before anything is done with them, for the same reason:
   * of {@code reinterpretAsInts} C2 knows no more than that it is some IntVector.
   */
  @SuppressWarnings("unchecked")
  static final Class<IntVector> INT_TYPE =
      (Class<IntVector>) (Class<?>) SPECIES.withLanes(int.class).vectorType();

  /** Species of 512 bits come with 32 registers, narrower ones with 16. */
  private static final boolean MANY_REGISTERS = LANES >= 16;

  /**
   * Rows of most blocks of A. With 32 registers 12 x 2 sums reach 217 of 229 GFLOP/s from L2 (Zen
   * 5, JDK 17 and 25) and 240 of 250 on another core (JDK 25). 8 x 3 sums leave no register to
   * spare: 200 to 212 or, as C2 happens to hoist the checks of their bounds, 140 to 155 (JDK 17);
   * 179 of 250 on the other core (JDK 25). For 16 registers see {@link TileFourSteps}.
   */
  static final int ROWS = MANY_REGISTERS ? 12 : 4;

  /** Rows of the blocks that end A where {@link #ROWS} would compute too many. */
  static final int FEW_ROWS = MANY_REGISTERS ? 8 : 4;

  /** Vectors of a full panel of B. */
  static final int VECTORS = 2;

  /** The most steps of k that {@link TileFourSteps} takes at its full speed. */
  static final int CHUNK = 400;

  /** Columns of a full panel of B. */
  static final int COLUMNS = VECTORS * LANES;

  private static final int[][] PANEL_STEPS = new int[VECTORS + 1][];

  static {
    for (int vectors = 1; vectors <= VECTORS; vectors++) {
      PANEL_STEPS[vectors] = evenSteps(PackedRows.STEPS, vectors * LANES);
    }
  }

  private Tile() {}

  /** Up to {@link PackedRows#STEPS} steps of a packed panel. */
  static int[] panelSteps(int vectors) {
    return PANEL_STEPS[vectors];
  }

  /** Steps that lie a fixed number of elements apart. */
  static int[] evenSteps(int k, int stride) {
    int[] steps = new int[k];
    for (int p = 0; p < k; p++) {
      steps[p] = p * stride;
    }
    return steps;
  }

  /** How many of k steps to take at once, whose places repeat after so many. */
  static int chunk(int k, int period) {
    if (MANY_REGISTERS || k <= CHUNK) {
      return Math.max(1, k);
    }
    int fours = period % 4 == 0 ? period : period % 2 == 0 ? 2 * period : 4 * period;
    int unit = fours <= CHUNK ? fours : period;
    return Math.max(unit, CHUNK / unit * unit);
  }

  /**
   * C = start + A·B. Adding to what C holds is left to the caller where there are many registers:
   * with it in here C1 ran out of virtual registers and C2 stopped inlining the stores (JDK 17),
   * which cost nine tenths of the speed.
   *
   * @param rows {@link #ROWS} or {@link #FEW_ROWS}
   * @param vectors 1 to {@link #VECTORS}
   * @param chunk as {@link #chunk} has it: steps in one go, the sums of all but the first in C
   * @param a k steps of {@code rows} values
   * @param b k steps of {@code vectors} vectors
   * @param bSteps where in b each step lies, from bAt; looking it up costs nothing measurable and
   *     lets b be an image
   * @param start a vector a row, all its lanes alike
   */
  static void multiply(
      int rows,
      int vectors,
      int k,
      int chunk,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    switch (rows) {
      case 4 ->
          four(vectors, k, chunk, a, aAt, b, bAt, bSteps, start, startAt, LANES, 0, c, cAt, ldc);
      case 8 ->
          TileEightRows.multiply(vectors, k, a, aAt, b, bAt, bSteps, start, startAt, c, cAt, ldc);
      default ->
          TileTwelveRows.multiply(vectors, k, a, aAt, b, bAt, bSteps, start, startAt, c, cAt, ldc);
    }
  }

  /** Four rows; see {@link PanelTile#multiply}. */
  static void four(
      int vectors,
      int k,
      int chunk,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] start,
      int startAt,
      int startLd,
      int startNext,
      float[] c,
      int cAt,
      int ldc) {
    int n = Math.min(k, chunk);
    TileFourSteps.multiply(
        vectors, n, a, aAt, b, bAt, bSteps, start, startAt, startLd, startNext, c, cAt, ldc);
    for (int from = chunk; from < k; from += chunk) {
      int m = Math.min(k - from, chunk);
      int at = aAt + 4 * from;
      int to = bAt + bSteps[from] - bSteps[0];
      TileFourSteps.multiply(vectors, m, a, at, b, to, bSteps, c, cAt, ldc, LANES, c, cAt, ldc);
    }
  }
}
