package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelWinogradTest {
  private static final Activation RELU = new Activation(Activation.Kind.RELU, 0f, 0f);
  private static final Activation MISH = new Activation(Activation.Kind.MISH, 0f, 0f);

  /** Relative to the sum of magnitudes; F(6, 3) of 8 x 8 elements loses more than F(4, 3). */
  private static final double BOUND_OF_FOUR = 1e-5;

  private static final double BOUND_OF_SIX = 4e-5;

  /** One case, and rows and columns of its tiles. */
  record Case(int tile, WinogradCase image) {}

  @BeforeAll
  static void needsSquares() {
    assumeTrue(ChannelLanes.FIT, "vectors of 16 or 8 lanes");
  }

  static List<Case> cases() {
    List<WinogradCase> images = new ArrayList<>();
    for (int w : new int[] {1, 2, 5, 7, 8, 13, 16, 31, 57}) {
      for (int h : new int[] {1, 3, 6, 7, 8, 13, 26, 58}) {
        images.add(WinogradCase.padded(16, 32, w, h, 1));
      }
    }
    for (int inVectors : new int[] {1, 3, 5}) {
      for (int outVectors : new int[] {1, 2, 3, 4, 5, 7, 8}) {
        int in = inVectors * Tile.LANES;
        int out = outVectors * Tile.LANES;
        images.add(new WinogradCase(in, out, 14, 19, 1, 1, 1, 1, 0f, RELU, true, 2));
        images.add(new WinogradCase(in, out, 23, 11, 0, 1, 2, 0, 1.5f, MISH, false, 1));
      }
    }
    images.add(new WinogradCase(32, 16, 30, 21, 0, 2, 5, 0, -2f, Activation.NONE, true, 2));
    images.add(new WinogradCase(16, 32, 2, 1, 9, 7, 8, 9, 0.5f, Activation.NONE, true, 2));
    images.add(new WinogradCase(16, 16, 50, 3, 2, 2, 2, 2, -1f, Activation.NONE, false, 3));
    images.add(WinogradCase.padded(32, 48, 83, 80, 2));
    images.add(WinogradCase.padded(16, 16, 9, 230, 3));
    List<Case> cases = new ArrayList<>();
    for (WinogradCase image : images) {
      for (int tile : new int[] {2, 4, 6}) {
        if (image.tiles(tile) >= ChannelTile.FEWEST_ROWS) {
          cases.add(new Case(tile, image));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithScalar(Case one) {
    check(one, false, false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithScalarBetweenPackedImages(Case one) {
    check(one, true, false);
    check(one, false, true);
    check(one, true, true);
  }

  private static void check(Case one, boolean srcPacked, boolean dstPacked) {
    WinogradCase image = one.image();
    image.agreesWithScalar(
        (weights, bias) ->
            packing(
                image,
                new ChannelWinograd(image.shape(), one.tile(), weights, bias, image.activation()),
                srcPacked,
                dstPacked),
        one.tile() <= 4 ? BOUND_OF_FOUR : BOUND_OF_SIX);
  }

  /** Lays channels side by side before the kernel, and apart after it. */
  private static ConvolutionKernel packing(
      WinogradCase image, ChannelWinograd kernel, boolean srcPacked, boolean dstPacked) {
    return (src, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch) -> {
      float[] in = srcPacked ? pack(src, image.in(), w * h) : src;
      float[] out = dstPacked ? new float[image.out() * outW * outH] : dst;
      kernel.run(
          in, srcPacked, w, h, padLeft, padTop, padValue, out, dstPacked, outW, outH, scratch);
      if (dstPacked) {
        int pixels = outW * outH;
        for (int i = 0; i < out.length; i++) {
          dst[
                  (i / pixels / Tile.LANES * Tile.LANES + i % Tile.LANES) * pixels
                      + i / Tile.LANES % pixels] =
              out[i];
        }
      }
    };
  }

  private static float[] pack(float[] src, int channels, int pixels) {
    float[] packed = new float[channels * pixels];
    for (int i = 0; i < packed.length; i++) {
      int channel = i / Tile.LANES / pixels * Tile.LANES + i % Tile.LANES;
      packed[i] = src[channel * pixels + i / Tile.LANES % pixels];
    }
    return packed;
  }

  @Test
  void isChosenForManyChannelsAndManyTiles() {
    assertThat(ChannelTiles.of(WinogradCase.shape(64, 64), 224, 224, 2))
        .isEqualTo(ChannelLanes.NARROW ? 4 : 6);
    assertThat(ChannelTiles.of(WinogradCase.shape(256, 256), 14, 14, 2)).isEqualTo(4);
    assertThat(ChannelTiles.of(WinogradCase.shape(512, 512), 7, 7, 0)).isEqualTo(2);
    assertThat(ChannelTiles.of(WinogradCase.shape(16, 16), 28, 28, 0)).isNotZero();
    assertThat(ChannelTiles.of(WinogradCase.shape(20, 20), 80, 80, 0)).isZero();
    assertThat(ChannelTiles.of(WinogradCase.shape(64, 128), 1, 1, 0)).isZero();
  }
}
