package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;
import jdk.incubator.vector.FloatVector;

/**
 * Winograd's way for images of few tiles. The tiles are the rows of the products and the lanes are
 * out channels, so a vector of weights that was read once serves all tiles and no lane is idle.
 */
final class TurnedWinograd implements ConvolutionKernel {
  private static final int IN = 0;
  private static final int ROWS = 1;
  private static final int SUMS = 2;
  private static final int WORK = 3;

  /** Most tiles of F(2, 3), whose input is dealt out one by one. */
  private static final int MOST_SMALL = 16;

  /** Elements of F(4, 3)'s weights that may stay in L3: with more, reading them is what counts. */
  private static final long MOST_WEIGHTS = 1L << 22;

  /** Products of a pixel below which the transforms take what is gained. */
  private static final int FEWEST_PRODUCTS = 3 << 11;

  /** The same where {@link VectorWinograd} has the same products, with a vector of tiles. */
  private static final int FEWEST_BESIDE_WINOGRAD = 1 << 16;

  /** It must promise to save so much of the direct products. */
  private static final double MARGIN = 0.5;

  private final ConvolutionShape shape;
  private final int out;
  private final int positions;
  private final PackedColumns[] weights;
  private final float[] bias;
  private final TileFinish finish;

  /**
   * A convolution that {@link VectorWinograd#fits}.
   *
   * @param out rows and columns of the output that a tile computes: 2 or 4
   */
  TurnedWinograd(
      ConvolutionShape shape, int out, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.out = out;
    this.positions = (out + 2) * (out + 2);
    this.weights = WinogradWeights.packTurned(shape, out, weights);
    this.bias = new float[PackedColumns.paddedColumns(shape.outChannels())];
    if (bias != null) {
      System.arraycopy(bias, 0, this.bias, 0, shape.outChannels());
    }
    this.finish = TileFinish.of(activation);
  }

  /** Rows and columns of the tiles that are faster than all other ways; 0 if none are. */
  static int tile(ConvolutionShape shape, int outW, int outH) {
    int weights = shape.inChannels() * shape.outChannels();
    int large = tiles(WinogradWeights.OUT, outW, outH);
    if (!VectorWinograd.fits(shape)
        || weights < FEWEST_PRODUCTS
        || large > LANES
        || outW * outH <= VectorFewPixels.PIXELS) {
      return 0;
    }
    if (VectorWinograd.isFaster(shape, outW, outH) && weights < FEWEST_BESIDE_WINOGRAD) {
      return 0;
    }
    int small = tiles(SmallTiles.OUT, outW, outH);
    int out = WinogradWeights.OUT;
    if (small <= MOST_SMALL) {
      boolean fits = WinogradWeights.POSITIONS * (long) weights <= MOST_WEIGHTS;
      boolean fewer = products(SmallTiles.OUT, small) < products(out, large);
      out = fits && !fewer ? out : SmallTiles.OUT;
    }
    int direct = Math.min(PackedColumns.paddedColumns((outW + 2) * outH), outW * outH + LANES);
    return products(out, tiles(out, outW, outH)) < MARGIN * 9 * direct ? out : 0;
  }

  private static int products(int out, int tiles) {
    return (out + 2) * (out + 2) * PackedRows.paddedRows(tiles);
  }

  private static int tiles(int out, int outW, int outH) {
    return (outW + out - 1) / out * ((outH + out - 1) / out);
  }

  @Override
  public void run(
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      int outW,
      int outH,
      Scratch scratch) {
    int tilesX = (outW + out - 1) / out;
    int tilesY = (outH + out - 1) / out;
    int tiles = tiles(out, outW, outH);
    // One step more than there are channels: positions a power of two apart share lines of L1.
    int steps = shape.inChannels() + 1;
    int width = PackedColumns.paddedColumns(tiles);
    float[] in = scratch.scratch(IN, positions * steps * width);
    int parts = scratch.threads();
    scratch.split(
        parts,
        (part, own) -> {
          int first = share(shape.inChannels(), part, parts);
          int end = share(shape.inChannels(), part + 1, parts);
          if (out == WinogradWeights.OUT) {
            WinogradInput input = new WinogradInput(w, h, padLeft, padTop, padValue, tilesX);
            WinogradPanels panels = new WinogradPanels(shape.inChannels(), tiles);
            float[] work = own.scratch(WORK, input.workSize(tilesY));
            RowSource rows = new RowCopy(src);
            for (int q = first; q < end; q++) {
              input.transform(rows, q, 0, tilesY, work, in, panels);
            }
          } else {
            SmallTiles input = new SmallTiles(w, h, padLeft, padTop, padValue, tilesX, tilesY);
            float[] work = own.scratch(WORK, input.workSize());
            for (int q = first; q < end; q++) {
              input.transform(src, q, work, in, q * width, steps * width);
            }
          }
        });
    float[] values = scratch.scratch(ROWS, PackedRows.paddedRows(tiles) * positions * steps);
    PackedRows rows = PackedRows.into(values, tiles, positions * steps, in, 0, 1, width);
    int ld = bias.length;
    int sumStep = rows.paddedRows() * ld + LANES;
    float[] sums = scratch.scratch(SUMS, positions * sumStep);
    scratch.split(
        parts,
        (part, own) -> {
          int end = share(positions, part + 1, parts);
          for (int position = share(positions, part, parts); position < end; position++) {
            multiply(rows, position, steps, sums, position * sumStep, ld);
          }
        });
    int vectors = ld / LANES;
    scratch.split(
        parts,
        (part, own) -> {
          float[] work = own.scratch(WORK, LaneTiles.WORK_SIZE);
          int end = share(vectors, part + 1, parts);
          for (int vector = share(vectors, part, parts); vector < end; vector++) {
            for (int tile = 0; tile < tiles; tile++) {
              int from = tile * ld + vector * LANES;
              output(sums, from, sumStep, vector, work);
              int y = tile / tilesX * out;
              int x = tile % tilesX * out;
              store(work, vector * LANES, y, x, dst, outW, outH);
            }
          }
        });
  }

  private static int share(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }

  private void multiply(PackedRows rows, int position, int steps, float[] sums, int at, int ld) {
    PackedColumns columns = weights[position];
    int from = position * steps;
    int to = from + shape.inChannels();
    for (int j = 0; j < columns.n(); j += Tile.COLUMNS) {
      int vectors = columns.vectorsAt(j);
      for (int block = 0; block < rows.blocks(); block++) {
        int c = at + rows.firstRow(block) * ld + j;
        rows.multiplyPanel(
            block, false, from, to, columns.values(), columns.at(j), vectors, sums, c, ld);
      }
    }
  }

  /** One tile of a vector of out channels, to the back half of the working memory. */
  private void output(float[] sums, int from, int step, int vector, float[] work) {
    int to = LaneTiles.WORK_SIZE / 2;
    if (out == WinogradWeights.OUT) {
      WinogradOutput.vertical(sums, from, step, work);
      WinogradOutput.horizontal(work, work, to, out * LANES, LANES);
    } else {
      SmallTiles.output(sums, from, step, work, work, to, out * LANES);
    }
    FloatVector shift = FloatVector.fromArray(SPECIES, bias, vector * LANES);
    for (int i = to; i < to + out * out * LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, work, i).add(shift).intoArray(work, i);
    }
    finish.apply(0, work, to, 0, 1, out * out);
  }

  private void store(float[] work, int channel, int y, int x, float[] dst, int outW, int outH) {
    int channels = Math.min(LANES, shape.outChannels() - channel);
    int rows = Math.min(out, outH - y);
    int columns = Math.min(out, outW - x);
    for (int r = 0; r < rows; r++) {
      int from = LaneTiles.WORK_SIZE / 2 + r * out * LANES;
      int to = (channel * outH + y + r) * outW + x;
      for (int c = 0; c < channels; c++) {
        for (int i = 0; i < columns; i++) {
          dst[to + i] = work[from + i * LANES + c];
        }
        to += outW * outH;
      }
    }
  }
}
