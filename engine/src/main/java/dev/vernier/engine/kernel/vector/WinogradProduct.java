package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;
import static dev.vernier.engine.kernel.vector.WinogradWeights.POSITIONS;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;

/**
 * A 3 x 3 convolution of stride 1 by Winograd's F(4, 3), a band of tiles at a time: tiles are
 * transformed, multiplied as 36 matrices and transformed back.
 */
final class WinogradProduct {
  private static final int IN = 0;
  private static final int SUMS = 1;
  private static final int WORK = 2;

  /** Transformed elements of a band, of in and out channels together: an L2 of 1 MiB. */
  private static final int BAND = 1 << 18;

  private final ConvolutionShape shape;
  private final WinogradMatrices matrices;
  private final TileFinish finish;

  /**
   * A convolution that {@link VectorWinograd#fits}.
   *
   * @param finish what becomes of the sums, a row an out channel
   */
  WinogradProduct(ConvolutionShape shape, WinogradMatrices matrices, TileFinish finish) {
    this.shape = shape;
    this.matrices = matrices;
    this.finish = finish;
  }

  /** Convolves one image of channels of w x h elements. */
  void run(
      RowSource src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    int tilesX = (outW + OUT - 1) / OUT;
    int tilesY = (outH + OUT - 1) / OUT;
    Image image =
        new Image(
            src,
            new WinogradInput(w, h, padLeft, padTop, padValue, tilesX),
            dst,
            new WinogradOutput(finish, matrices.areWhole(), outW, outH, tilesX),
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
      RowSource src, WinogradInput input, Int8Blob dst, WinogradOutput output, int tilesX) {}

  /** Computes some rows of tiles; threads share channels and positions. */
  private void band(Image image, int top, int rows, Scratch scratch) {
    WinogradPanels in = new WinogradPanels(shape.inChannels(), rows * image.tilesX());
    WinogradPanels out = new WinogradPanels(matrices.rows(), rows * image.tilesX());
    float[] tiles = scratch.scratch(IN, in.size());
    float[] sums = scratch.scratch(SUMS, out.size());
    int parts = scratch.threads();
    scratch.split(
        parts,
        (part, own) -> {
          float[] work = own.scratch(WORK, image.input().workSize(rows));
          int end = share(shape.inChannels(), part + 1, parts);
          RowSource src = image.src().of(own);
          for (int q = share(shape.inChannels(), part, parts); q < end; q++) {
            image.input().transform(src, q, top, rows, work, tiles, in);
          }
        });
    scratch.split(
        parts,
        (part, own) -> {
          float[] work = own.scratch(WORK, matrices.workSize());
          int end = share(POSITIONS, part + 1, parts);
          for (int position = share(POSITIONS, part, parts); position < end; position++) {
            for (int panel = 0; panel < in.panels(); panel++) {
              int vectors = in.vectors(panel);
              int from = in.at(position, panel);
              int to = out.at(position, panel);
              matrices.multiply(position, vectors, tiles, from, sums, to, work);
            }
          }
        });
    scratch.split(
        parts,
        (part, own) -> {
          float[] work = own.scratch(WORK, image.output().workSize(out));
          int end = share(shape.outChannels(), part + 1, parts);
          for (int o = share(shape.outChannels(), part, parts); o < end; o++) {
            image.output().transform(sums, out, o, top, rows, work, image.dst());
          }
        });
  }

  private static int share(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }
}
