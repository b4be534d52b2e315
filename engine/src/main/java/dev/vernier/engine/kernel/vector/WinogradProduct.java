package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;
import static dev.vernier.engine.kernel.vector.WinogradWeights.POSITIONS;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;
import java.util.List;

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

  /** Those of the last run; threads that race for them make them twice. */
  private volatile Bands kept;

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
    Bands bands = kept;
    if (bands == null || !bands.is(w, h, padLeft, padTop, padValue, outW, outH)) {
      bands = bands(w, h, padLeft, padTop, padValue, outW, outH);
      kept = bands;
    }
    run(bands, src, dst, scratch);
  }

  private void run(Bands bands, RowSource src, Int8Blob dst, Scratch scratch) {
    int count = bands.count();
    int parts = Math.min(scratch.threads(), count);
    if (parts == 1 || count % parts != 0) {
      for (int i = 0; i < count; i++) {
        band(bands, i, src, dst, scratch);
      }
      return;
    }
    int span = count / parts;
    scratch.split(
        parts,
        (part, own) -> {
          for (int i = part * span; i < (part + 1) * span; i++) {
            band(bands, i, src, dst, own);
          }
        });
  }

  /**
   * How an image is cut into bands of so many rows of tiles, the last one of fewer.
   *
   * @param in where the tiles of a band lie, and those of the last
   * @param out where their sums do
   */
  private record Bands(
      WinogradInput input,
      WinogradOutput output,
      int tilesY,
      int rows,
      List<WinogradPanels> in,
      List<WinogradPanels> out) {

    boolean is(int w, int h, int padLeft, int padTop, float padValue, int outW, int outH) {
      return input.is(w, h, padLeft, padTop, padValue) && output.is(outW, outH);
    }

    int count() {
      return (tilesY + rows - 1) / rows;
    }

    int rows(int band) {
      return Math.min(rows, tilesY - band * rows);
    }

    private static WinogradPanels of(List<WinogradPanels> panels, boolean last) {
      return panels.get(last ? 1 : 0);
    }

    WinogradPanels in(int band) {
      return of(in, band == count() - 1);
    }

    WinogradPanels out(int band) {
      return of(out, band == count() - 1);
    }
  }

  private Bands bands(int w, int h, int padLeft, int padTop, float padValue, int outW, int outH) {
    int tilesX = (outW + OUT - 1) / OUT;
    int tilesY = (outH + OUT - 1) / OUT;
    int wanted =
        Math.max(Tile.COLUMNS, BAND / POSITIONS / (shape.inChannels() + shape.outChannels()));
    int most = Math.max(1, wanted / tilesX);
    int bands = (tilesY + most - 1) / most;
    int rows = (tilesY + bands - 1) / bands;
    int last = tilesY - (tilesY - 1) / rows * rows;
    return new Bands(
        new WinogradInput(w, h, padLeft, padTop, padValue, tilesX),
        new WinogradOutput(finish, matrices.areWhole(), outW, outH, tilesX),
        tilesY,
        rows,
        panels(shape.inChannels(), rows * tilesX, last * tilesX),
        panels(matrices.rows(), rows * tilesX, last * tilesX));
  }

  private static List<WinogradPanels> panels(int channels, int tiles, int lastTiles) {
    return List.of(new WinogradPanels(channels, tiles), new WinogradPanels(channels, lastTiles));
  }

  /** Computes a band; threads share channels and positions. */
  private void band(Bands bands, int band, RowSource src, Int8Blob dst, Scratch scratch) {
    float[] tiles = scratch.scratch(IN, bands.in(band).size());
    float[] sums = scratch.scratch(SUMS, bands.out(band).size());
    int parts = scratch.threads();
    if (parts == 1) {
      transform(bands, band, src, tiles, 0, 1, scratch);
      multiply(bands, band, tiles, sums, 0, 1, scratch);
      transformBack(bands, band, sums, dst, 0, 1, scratch);
      return;
    }
    scratch.split(
        parts, (part, own) -> transform(bands, band, src.of(own), tiles, part, parts, own));
    scratch.split(parts, (part, own) -> multiply(bands, band, tiles, sums, part, parts, own));
    scratch.split(parts, (part, own) -> transformBack(bands, band, sums, dst, part, parts, own));
  }

  private void transform(
      Bands bands, int band, RowSource src, float[] tiles, int part, int parts, Scratch scratch) {
    WinogradInput input = bands.input();
    WinogradPanels in = bands.in(band);
    int rows = bands.rows(band);
    float[] work = scratch.scratch(WORK, input.workSize(rows));
    int end = share(shape.inChannels(), part + 1, parts);
    for (int q = share(shape.inChannels(), part, parts); q < end; q++) {
      input.transform(src, q, band * bands.rows(), rows, work, tiles, in);
    }
  }

  private void multiply(
      Bands bands, int band, float[] tiles, float[] sums, int part, int parts, Scratch scratch) {
    WinogradPanels in = bands.in(band);
    WinogradPanels out = bands.out(band);
    float[] work = scratch.scratch(WORK, matrices.workSize());
    int end = share(POSITIONS, part + 1, parts);
    for (int position = share(POSITIONS, part, parts); position < end; position++) {
      for (int panel = 0; panel < in.panels(); panel++) {
        int vectors = in.vectors(panel);
        int from = in.at(position, panel);
        int to = out.at(position, panel);
        matrices.multiply(position, vectors, tiles, from, sums, to, work);
      }
    }
  }

  private void transformBack(
      Bands bands, int band, float[] sums, Int8Blob dst, int part, int parts, Scratch scratch) {
    WinogradOutput output = bands.output();
    WinogradPanels out = bands.out(band);
    float[] work = scratch.scratch(WORK, output.workSize(out));
    int end = share(shape.outChannels(), part + 1, parts);
    for (int o = share(shape.outChannels(), part, parts); o < end; o++) {
      output.transform(sums, out, o, band * bands.rows(), bands.rows(band), work, dst);
    }
  }

  private static int share(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }
}
