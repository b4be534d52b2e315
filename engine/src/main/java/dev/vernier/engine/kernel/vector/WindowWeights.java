package dev.vernier.engine.kernel.vector;

/** Weights of a group of out channels, packed for products with bands of an image. */
interface WindowWeights {

  /** Columns of a full panel. */
  int columns();

  /** Elements beyond a band that a product may read. */
  int margin();

  /**
   * Turns a band of elements into what {@link #multiply} reads, in place.
   *
   * @param n elements of the band; {@link #margin} more belong to it
   */
  void prepare(float[] band, int n);

  /** Blocks of rows. */
  int blocks();

  /**
   * Multiplies some blocks of rows and all steps by some columns that belong to an image.
   *
   * @param first block, of {@link #blocks}
   * @param end block after the last
   * @param b prepared elements
   * @param bSteps where each step's first element lies from bAt
   * @param columns how many columns are wanted, {@link #columns} at most
   * @param column of the output's long row where the first one goes
   * @param tile an array of at least {@link #tileSize} elements
   */
  void multiply(
      int first,
      int end,
      float[] b,
      int bAt,
      int[] bSteps,
      int columns,
      TileFinish finish,
      BandOutput output,
      int firstChannel,
      int column,
      float[] tile);

  /** Elements of working memory that {@link #multiply} needs. */
  int tileSize();
}
