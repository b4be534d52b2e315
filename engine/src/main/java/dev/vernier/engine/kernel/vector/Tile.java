package dev.vernier.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost matrix product: a few rows of packed A times a few vectors of columns of packed B,
 * the sums in registers. Its shape follows from the width of a vector and from the number of
 * registers.
 */
final class Tile {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** Species of 512 bits come with 32 registers, narrower ones with 16. */
  private static final boolean MANY_REGISTERS = LANES >= 16;

  /**
   * The C2 of JDK 25 spills with as many columns as that of JDK 17 holds. On a core of 250 GFLOP/s
   * 12 x 2 reached 240 there and 8 x 3 only 179; on JDK 17 8 x 3 reached 247. With 16 registers 12
   * x 1 reached 0.74 of the peak there and 6 x 2 0.40; on JDK 17 6 x 2 reached 0.80 and 12 x 1
   * 0.23.
   */
  private static final boolean WIDE = Runtime.version().feature() < 21;

  /** Rows of most blocks of A. */
  static final int ROWS = WIDE ? (MANY_REGISTERS ? 8 : 6) : 12;

  /** Rows of the blocks that end A where {@link #ROWS} would compute too many. */
  static final int FEW_ROWS = WIDE ? 4 : 8;

  /** Vectors of a full panel of B. */
  static final int VECTORS = (MANY_REGISTERS ? 2 : 1) + (WIDE ? 1 : 0);

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

  /**
   * C = start + A·B. Adding to what C holds is left to the caller: with it in here C1 ran out of
   * virtual registers and C2 stopped inlining the stores (JDK 17), which cost nine tenths of the
   * speed.
   *
   * @param rows {@link #ROWS} or {@link #FEW_ROWS}
   * @param vectors 1 to {@link #VECTORS}
   * @param a k steps of {@code rows} values
   * @param b k steps of {@code vectors} vectors
   * @param bSteps where in b each step lies, from bAt; looking it up costs nothing measurable and
   *     lets b be an image
   * @param start a value a row
   */
  static void multiply(
      int rows,
      int vectors,
      int k,
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
          TileFourRows.multiply(vectors, k, a, aAt, b, bAt, bSteps, start, startAt, c, cAt, ldc);
      case 6 ->
          TileSixRows.multiply(vectors, k, a, aAt, b, bAt, bSteps, start, startAt, c, cAt, ldc);
      case 8 ->
          TileEightRows.multiply(vectors, k, a, aAt, b, bAt, bSteps, start, startAt, c, cAt, ldc);
      default ->
          TileTwelveRows.multiply(vectors, k, a, aAt, b, bAt, bSteps, start, startAt, c, cAt, ldc);
    }
  }
}
