package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;
import static dev.vernier.engine.kernel.vector.WinogradWeights.POSITIONS;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;

/**
 * {@link VectorWinograd} of a vector of images: a vector is the same element of one tile of each,
 * so nothing is dealt out, and tiles can be cut into runs anywhere.
 */
final class LaneWinograd implements ConvolutionKernel {
  private static final int IN = 0;
  private static final int SUMS = 1;
  private static final int WORK = 2;

  /** Transformed elements of a run, of in and out channels together: an L2 of 1 MiB. */
  private static final int RUN = 1 << 18;

  /** What transforming a tile of a channel takes, in products of a vector. */
  private static final int TRANSFORM = 350;

  /** It must promise to save so much. */
  private static final double MARGIN = 0.9;

  private final ConvolutionShape shape;
  private final WinogradMatrices matrices;
  private final TileFinish finish;

  LaneWinograd(ConvolutionShape shape, WinogradMatrices matrices, Activation activation) {
    this.shape = shape;
    this.matrices = matrices;
    this.finish = TileFinish.of(activation);
  }

  /** Whether it beats the direct products, by their number and by what the transforms take. */
  static boolean isFaster(ConvolutionShape shape, int outW, int outH) {
    if (!VectorWinograd.fits(shape)) {
      return false;
    }
    double tiles = (double) tiles(outW) * tiles(outH);
    double weights = (double) shape.inChannels() * shape.outChannels();
    double transforms = (double) TRANSFORM * (shape.inChannels() + shape.outChannels());
    return (POSITIONS * weights + transforms) * tiles < MARGIN * 9 * weights * outW * outH;
  }

  private static int tiles(int out) {
    return (out + OUT - 1) / OUT;
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
    LaneTiles geometry =
        new LaneTiles(new TileOfFour(), w, h, padLeft, padTop, padValue, outW, outH);
    int tiles = tiles(outW) * tiles(outH);
    int channels = shape.inChannels() + shape.outChannels();
    int panels = Math.max(1, RUN / (POSITIONS * Tile.COLUMNS * channels));
    int most = panels * Tile.VECTORS;
    int parts = Math.min(scratch.threads(), (tiles + most - 1) / most);
    scratch.split(
        parts,
        (part, own) -> {
          int end = (int) ((long) tiles * (part + 1) / parts);
          for (int tile = (int) ((long) tiles * part / parts); tile < end; tile += most) {
            run(geometry, src, w * h, tile, Math.min(most, end - tile), dst, outW * outH, own);
          }
        });
  }

  private void run(
      LaneTiles geometry,
      float[] src,
      int pixels,
      int first,
      int count,
      float[] dst,
      int outPixels,
      Scratch scratch) {
    WinogradPanels in = new WinogradPanels(shape.inChannels(), count * LANES);
    WinogradPanels out = new WinogradPanels(matrices.rows(), count * LANES);
    float[] tiles = scratch.scratch(IN, in.size());
    float[] sums = scratch.scratch(SUMS, out.size());
    float[] work = scratch.scratch(WORK, Math.max(LaneTiles.WORK_SIZE, matrices.workSize()));
    for (int q = 0; q < shape.inChannels(); q++) {
      for (int i = 0; i < count; i++) {
        int at = q * pixels * LANES;
        geometry.in(src, at, first + i, work, tiles, in.vectorAt(q, i), in.positionStep());
      }
    }
    for (int position = 0; position < POSITIONS; position++) {
      for (int panel = 0; panel < in.panels(); panel++) {
        int from = in.at(position, panel);
        int to = out.at(position, panel);
        matrices.multiply(position, in.vectors(panel), tiles, from, sums, to, work);
      }
    }
    for (int o = 0; o < shape.outChannels(); o++) {
      for (int i = 0; i < count; i++) {
        int at = o * outPixels * LANES;
        geometry.out(
            sums, out.vectorAt(o, i), out.positionStep(), finish, work, dst, at, first + i);
      }
    }
  }
}
