package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TurnedWinogradTest {
  private static final Activation RELU = new Activation(Activation.Kind.RELU, 0f, 0f);
  private static final Activation MISH = new Activation(Activation.Kind.MISH, 0f, 0f);

  /** Against the scalar sum, relative to the sum of the magnitudes of its products. */
  private static final double BOUND = 1e-5;

  /** One case, and rows and columns of its tiles. */
  record Case(int tile, WinogradCase image) {}

  private static Case even(
      int tile,
      int in,
      int out,
      int w,
      int h,
      int left,
      int top,
      float padValue,
      Activation activation,
      boolean bias,
      int threads) {
    return new Case(
        tile,
        new WinogradCase(in, out, w, h, left, top, left, top, padValue, activation, bias, threads));
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int tile : new int[] {2, 4}) {
      for (int w : new int[] {1, 2, 3, 4, 5, 7, 8, 13, 14, 16, 31}) {
        for (int h : new int[] {1, 2, 3, 4, 6, 7, 8, 13, 16}) {
          cases.add(even(tile, 5, 7, w, h, 1, 1, 0f, Activation.NONE, true, 1));
        }
      }
      for (int in : new int[] {1, 7, 13, 70}) {
        for (int out : new int[] {1, 4, 16, 20, 70}) {
          cases.add(even(tile, in, out, 7, 7, 1, 1, 0f, RELU, true, 2));
          cases.add(even(tile, in, out, 8, 5, 0, 1, 1.5f, MISH, false, 1));
        }
      }
      cases.add(even(tile, 260, 130, 7, 7, 1, 1, 0f, Activation.NONE, true, 3));
      cases.add(even(tile, 4, 6, 3, 2, 2, 3, -2f, Activation.NONE, true, 2));
    }
    cases.removeIf(one -> one.image().tiles(one.tile()) > (one.tile() == 2 ? 16 : Tile.LANES));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithScalar(Case one) {
    WinogradCase image = one.image();
    image.agreesWithScalar(
        (weights, bias) ->
            new TurnedWinograd(image.shape(), one.tile(), weights, bias, image.activation()),
        BOUND);
  }

  @Test
  void isChosenForSmallImagesOfManyChannels() {
    assertThat(TurnedWinograd.tile(WinogradCase.shape(256, 256), 7, 7)).isNotZero();
    assertThat(TurnedWinograd.tile(WinogradCase.shape(512, 512), 7, 7))
        .isEqualTo(Tile.LANES < 8 ? 0 : 2);
    assertThat(TurnedWinograd.tile(WinogradCase.shape(32, 32), 7, 7)).isZero();
    assertThat(TurnedWinograd.tile(WinogradCase.shape(64, 64), 56, 56)).isZero();
    assertThat(TurnedWinograd.tile(WinogradCase.shape(512, 512), 1, 1)).isZero();
    assertThat(TurnedWinograd.tile(WinogradCase.shape(128, 128), 1, 40)).isZero();
    assertThat(TurnedWinograd.tile(WinogradCase.shape(2000, 128), 7, 7)).isZero();
  }
}
