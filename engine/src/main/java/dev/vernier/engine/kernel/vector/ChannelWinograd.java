package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;

/**
 * A 3 x 3 convolution of stride 1 by Winograd's F(2, 3), F(4, 3) or F(6, 3) with channels in the
 * lanes: a tile's elements are vectors, so that nothing is dealt out, and tiles are the rows of the
 * products. An image whose channels do not lie side by side is transposed band by band.
 */
final class ChannelWinograd {
  private static final int IMAGE = 0;
  private static final int TILES = 1;
  private static final int SUMS = 2;
  private static final int WORK = 3;

  /** Transformed elements of a band at least, of in and out channels together: 2 MiB. */
  private static final int BAND = 1 << 19;

  /** Weights an element of a band: each band reads all of them, often from memory. */
  private static final int WEIGHTS = 4;

  private final ConvolutionShape shape;
  private final TileTransform transform;
  private final ChannelMatrix[] matrices;
  private final TileFinish finish;

  /** Those of the last image. */
  private volatile Steps steps;

  private record Steps(int vectorStep, int[] each) {}

  /**
   * A convolution that {@link ChannelTiles#fits}.
   *
   * @param out rows and columns of the output that a tile computes: 2, 4 or 6
   */
  ChannelWinograd(
      ConvolutionShape shape, int out, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.transform =
        switch (out) {
          case SmallTiles.OUT -> new TileOfTwo();
          case WinogradWeights.OUT -> new TileOfFour();
          default -> new TileOfSix();
        };
    this.matrices = WinogradWeights.packChannels(shape, out, weights, bias);
    this.finish = TileFinish.of(activation);
  }

  /** One image in and out, and whether their channels lie side by side. */
  private record Image(
      LaneTiles tiles, float[] src, boolean srcPacked, float[] dst, boolean dstPacked) {}

  /**
   * Convolves one image.
   *
   * @param srcPacked whether the channels of src lie side by side
   * @param dstPacked whether those of dst are to
   */
  void run(
      float[] src,
      boolean srcPacked,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      boolean dstPacked,
      int outW,
      int outH,
      Scratch scratch) {
    LaneTiles tiles = new LaneTiles(transform, w, h, padLeft, padTop, padValue, outW, outH);
    Image image = new Image(tiles, src, srcPacked, dst, dstPacked);
    int tilesX = tiles.tilesX();
    int tilesY = tiles.tilesY();
    int positions = transform.positions();
    long elements = (long) positions * tilesX * (shape.inChannels() + shape.outChannels());
    long weights = (long) positions * shape.inChannels() * shape.outChannels();
    long most = Math.max(BAND, weights / WEIGHTS);
    int bands = (int) Math.min(tilesY, (elements * tilesY + most - 1) / most);
    while (tilesY / bands * tilesX < ChannelTile.FEWEST_ROWS) {
      bands--;
    }
    int count = bands;
    int largest = (tilesY + count - 1) / count;
    int parts = count % scratch.threads() == 0 ? scratch.threads() : 1;
    if (parts == 1) {
      for (int band = 0; band < count; band++) {
        band(image, share(tilesY, band, count), share(tilesY, band + 1, count), largest, scratch);
      }
      return;
    }
    scratch.split(
        parts,
        (part, own) -> {
          int end = count / parts * (part + 1);
          for (int band = count / parts * part; band < end; band++) {
            band(image, share(tilesY, band, count), share(tilesY, band + 1, count), largest, own);
          }
        });
  }

  private static int share(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }

  /**
   * Computes some rows of tiles; threads share channels and positions.
   *
   * @param most rows of the largest band
   */
  private void band(Image image, int top, int end, int most, Scratch scratch) {
    int vectorStep = most * image.tiles().tilesX() * LANES;
    int rows = (end - top) * image.tiles().tilesX();
    int inVectors = shape.inChannels() / LANES;
    int outVectors = shape.outChannels() / LANES;
    // One vector more than needed: positions a power of two apart share lines of L1.
    int inStep = inVectors * vectorStep + LANES;
    int outStep = outVectors * vectorStep + LANES;
    int positions = transform.positions();
    float[] tiles = scratch.scratch(TILES, positions * inStep);
    float[] sums = scratch.scratch(SUMS, positions * outStep);
    int[] each = steps(vectorStep);
    int parts = scratch.threads();
    scratch.split(
        parts,
        (part, own) -> {
          int last = share(inVectors, part + 1, parts);
          for (int q = share(inVectors, part, parts); q < last; q++) {
            in(image, q, top, end, own, tiles, q * vectorStep, inStep);
          }
        });
    scratch.split(
        parts,
        (part, own) -> {
          int last = share(positions, part + 1, parts);
          for (int p = share(positions, part, parts); p < last; p++) {
            matrices[p].multiply(rows, tiles, p * inStep, each, sums, p * outStep, vectorStep);
          }
        });
    scratch.split(
        parts,
        (part, own) -> {
          int last = share(outVectors, part + 1, parts);
          for (int o = share(outVectors, part, parts); o < last; o++) {
            out(image, o, top, end, own, sums, o * vectorStep, outStep);
          }
        });
  }

  private int[] steps(int vectorStep) {
    Steps found = steps;
    if (found == null || found.vectorStep() != vectorStep) {
      found = new Steps(vectorStep, ChannelMatrix.steps(shape.inChannels(), vectorStep));
      steps = found;
    }
    return found.each();
  }

  /** Transforms a band of one vector of channels. */
  private void in(
      Image image, int q, int top, int end, Scratch scratch, float[] tiles, int to, int step) {
    LaneTiles geometry = image.tiles();
    int pixels = geometry.pixels();
    float[] work = scratch.scratch(WORK, LaneTiles.WORK_SIZE);
    float[] src = image.src();
    int at = q * pixels * LANES;
    if (!image.srcPacked()) {
      int first = geometry.firstPixel(top);
      int count = geometry.endPixel(end) - first;
      src = scratch.scratch(IMAGE, Math.max(0, count) * LANES);
      ChannelLanes.pack(image.src(), at + first, pixels, count, work, src, 0);
      at = -first * LANES;
    }
    int tilesX = geometry.tilesX();
    for (int tile = top * tilesX; tile < end * tilesX; tile++) {
      geometry.in(src, at, tile, work, tiles, to + (tile - top * tilesX) * LANES, step);
    }
  }

  /** Computes a band of one vector of out channels. */
  private void out(
      Image image, int o, int top, int end, Scratch scratch, float[] sums, int from, int step) {
    LaneTiles geometry = image.tiles();
    int pixels = geometry.outPixels();
    float[] work = scratch.scratch(WORK, LaneTiles.WORK_SIZE);
    int first = geometry.firstOutPixel(top);
    int count = geometry.firstOutPixel(end) - first;
    float[] dst = image.dst();
    int at = o * pixels * LANES;
    if (!image.dstPacked()) {
      dst = scratch.scratch(IMAGE, count * LANES);
      at = -first * LANES;
    }
    int tilesX = geometry.tilesX();
    for (int tile = top * tilesX; tile < end * tilesX; tile++) {
      int m = from + (tile - top * tilesX) * LANES;
      geometry.out(sums, m, step, finish, work, dst, at, tile);
    }
    if (!image.dstPacked()) {
      ChannelLanes.unpack(dst, 0, count, work, image.dst(), o * pixels * LANES + first, pixels);
    }
  }
}
