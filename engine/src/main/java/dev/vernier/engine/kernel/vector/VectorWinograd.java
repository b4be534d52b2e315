package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;
import static dev.vernier.engine.kernel.vector.WinogradWeights.POSITIONS;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;

/**
 * A 3 x 3 convolution of stride 1 by Winograd's F(4, 3): 36 products for 16 outputs, where {@link
 * VectorConvolution} takes 144. Tiles are transformed, multiplied as 36 matrices and transformed
 * back, a band of tiles at a time.
 */
final class VectorWinograd implements ConvolutionKernel {
  private static final int IN = 0;
  private static final int SUMS = 1;
  private static final int WORK = 2;

  /** Transformed elements of a band, of in and out channels together: an L2 of 1 MiB. */
  private static final int BAND = 1 << 18;

  /** Elements of a row of tiles, which a band holds at least, times four: 64 MiB. */
  private static final long MOST_OF_A_ROW = 1L << 26;

  /** What transforming a vector of tiles of a channel takes, in products of a vector. */
  private static final double VECTOR_OF_TILES = 800;

  /** What dealing out or dealing back a row of a channel takes besides. */
  private static final double ROW = 50;

  /** What a product of a single vector of tiles takes: its sums are too few to hide the waiting. */
  private static final double SINGLE = 1.7;

  /** It must promise to save so much. */
  private static final double MARGIN = 0.9;

  private final ConvolutionShape shape;
  private final PackedRows[] weights;
  private final Activation activation;

  VectorWinograd(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.weights = WinogradWeights.pack(shape, weights, bias);
    this.activation = activation;
  }

  /** Whether F(4, 3) computes such a window at all. */
  static boolean fits(ConvolutionShape shape) {
    return shape.kernelW() == 3
        && shape.kernelH() == 3
        && shape.strideW() == 1
        && shape.strideH() == 1
        && shape.dilationW() == 1
        && shape.dilationH() == 1
        && shape.groups() == 1
        && shape.inChannels() <= PackedRows.STEPS;
  }

  /**
   * Whether it beats the direct products, by their number and by what the transforms take, in
   * products.
   */
  static boolean isFaster(ConvolutionShape shape, int outW, int outH) {
    if (!fits(shape)) {
      return false;
    }
    int channels = Math.max(shape.inChannels(), shape.outChannels());
    if ((long) POSITIONS * channels * outW > MOST_OF_A_ROW) {
      return false;
    }
    double weights = (double) shape.inChannels() * shape.outChannels();
    double direct = 9 * weights * vectors((outW + 2L) * outH);
    int tilesX = (outW + OUT - 1) / OUT;
    int tilesY = (outH + OUT - 1) / OUT;
    long vectors = vectors((long) tilesX * tilesY);
    double products = POSITIONS * weights * (vectors == 1 ? SINGLE : vectors);
    double transforms =
        (shape.inChannels() + shape.outChannels()) * (VECTOR_OF_TILES * vectors + ROW * outH);
    return products + transforms < MARGIN * direct;
  }

  private static long vectors(long elements) {
    return (elements + Tile.LANES - 1) / Tile.LANES;
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
    int tilesX = (outW + OUT - 1) / OUT;
    int tilesY = (outH + OUT - 1) / OUT;
    Image image =
        new Image(
            new RowCopy(src),
            new WinogradInput(w, h, padLeft, padTop, padValue, tilesX),
            dst,
            new WinogradOutput(activation, outW, outH, tilesX),
            tilesX);
    int wanted =
        Math.max(Tile.COLUMNS, BAND / POSITIONS / (shape.inChannels() + shape.outChannels()));
    int most = Math.max(1, wanted / tilesX);
    int bands = (tilesY + most - 1) / most;
    int rows = (tilesY + bands - 1) / bands;
    int parts = Math.min(scratch.threads(), bands);
    if (parts == 1 || bands % parts != 0) {
      for (int top = 0; top < tilesY; top += rows) {
        band(image, top, Math.min(rows, tilesY - top), scratch);
      }
      return;
    }
    int span = bands / parts * rows;
    scratch.split(
        parts,
        (part, own) -> {
          int end = Math.min(tilesY, (part + 1) * span);
          for (int top = part * span; top < end; top += rows) {
            band(image, top, Math.min(rows, end - top), own);
          }
        });
  }

  /** One image in and out. */
  private record Image(
      RowSource src, WinogradInput input, float[] dst, WinogradOutput output, int tilesX) {}

  /** Computes some rows of tiles; threads share channels and positions. */
  private void band(Image image, int top, int rows, Scratch scratch) {
    WinogradPanels in = new WinogradPanels(shape.inChannels(), rows * image.tilesX());
    WinogradPanels out = new WinogradPanels(shape.outChannels(), rows * image.tilesX());
    float[] tiles = scratch.scratch(IN, in.size());
    float[] sums = scratch.scratch(SUMS, out.size());
    int parts = scratch.threads();
    scratch.split(
        parts,
        (part, own) -> {
          float[] work = own.scratch(WORK, image.input().workSize(rows));
          int end = share(shape.inChannels(), part + 1, parts);
          for (int q = share(shape.inChannels(), part, parts); q < end; q++) {
            image.input().transform(image.src(), q, top, rows, work, tiles, in);
          }
        });
    scratch.split(
        parts,
        (part, own) -> {
          float[] tile = own.scratch(WORK, PackedRows.tileElements());
          int end = share(POSITIONS, part + 1, parts);
          for (int position = share(POSITIONS, part, parts); position < end; position++) {
            multiply(position, tiles, in, sums, out, tile);
          }
        });
    scratch.split(
        parts,
        (part, own) -> {
          float[] work = own.scratch(WORK, WinogradOutput.workSize(out));
          int end = share(shape.outChannels(), part + 1, parts);
          for (int o = share(shape.outChannels(), part, parts); o < end; o++) {
            image.output().transform(sums, out, o, top, rows, work, image.dst());
          }
        });
  }

  private static int share(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }

  private void multiply(
      int position,
      float[] tiles,
      WinogradPanels in,
      float[] sums,
      WinogradPanels out,
      float[] tile) {
    for (int panel = 0; panel < in.panels(); panel++) {
      int vectors = in.vectors(panel);
      int columns = vectors * Tile.LANES;
      weights[position].multiply(
          0,
          shape.inChannels(),
          tiles,
          in.at(position, panel),
          Tile.panelSteps(vectors),
          vectors,
          columns,
          sums,
          out.at(position, panel),
          columns,
          TileFinish.NONE,
          tile);
    }
  }
}
