package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorWinogradTest {
  /** 4.1e-6 is the largest found. */
  private static final double BOUND = 1e-5;

  static List<WinogradCase> sizes() {
    List<WinogradCase> cases = new ArrayList<>();
    for (int w : new int[] {1, 2, 3, 4, 5, 7, 8, 13, 17, 31, 64, 65, 131}) {
      for (int h : new int[] {1, 3, 4, 6, 13}) {
        cases.add(WinogradCase.padded(3, 5, w, h, 1));
        cases.add(WinogradCase.padded(5, 3, h, w, 2));
      }
    }
    cases.add(WinogradCase.padded(8, 9, 230, 37, 2));
    cases.add(WinogradCase.padded(8, 9, 37, 230, 3));
    return cases;
  }

  static List<WinogradCase> channels() {
    List<WinogradCase> cases = new ArrayList<>();
    for (int in : new int[] {1, 2, 7, 12, 13, 24, 70}) {
      for (int out : new int[] {1, 4, 7, 8, 13, 20, 70}) {
        cases.add(WinogradCase.padded(in, out, 14, 14, 1));
        cases.add(WinogradCase.padded(in, out, 29, 26, 2));
      }
    }
    cases.add(WinogradCase.padded(260, 130, 30, 28, 2));
    return cases;
  }

  static List<WinogradCase> paddings() {
    List<WinogradCase> cases = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      cases.add(new WinogradCase(4, 6, 9, 8, 0, 0, 0, 0, 0f, Activation.NONE, true, threads));
      cases.add(new WinogradCase(4, 6, 9, 8, 2, 0, 0, 3, 1.5f, Activation.NONE, false, threads));
      cases.add(new WinogradCase(4, 6, 30, 21, 0, 2, 5, 0, -2f, Activation.NONE, true, threads));
      cases.add(new WinogradCase(2, 3, 2, 1, 9, 7, 8, 9, 0.5f, Activation.NONE, true, threads));
      cases.add(new WinogradCase(2, 3, 50, 3, 2, 2, 2, 2, -1f, Activation.NONE, false, threads));
    }
    return cases;
  }

  static List<WinogradCase> activations() {
    List<WinogradCase> cases = new ArrayList<>();
    for (Activation activation :
        List.of(
            new Activation(Activation.Kind.RELU, 0f, 0f),
            new Activation(Activation.Kind.LEAKY_RELU, 0.1f, 0f),
            new Activation(Activation.Kind.CLIP, -0.25f, 0.75f),
            new Activation(Activation.Kind.SIGMOID, 0f, 0f),
            new Activation(Activation.Kind.MISH, 0f, 0f),
            new Activation(Activation.Kind.HARD_SWISH, 1f / 6, 0.5f))) {
      cases.add(new WinogradCase(7, 13, 17, 13, 1, 1, 1, 1, 0f, activation, true, 1));
      cases.add(new WinogradCase(7, 13, 31, 40, 0, 1, 1, 0, 0f, activation, false, 2));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource({"sizes", "channels", "paddings", "activations"})
  void agreesWithScalar(WinogradCase one) {
    one.agreesWithScalar(
        (weights, bias) -> new VectorWinograd(one.shape(), weights, bias, one.activation()), BOUND);
  }

  @Test
  void isChosenForManyChannelsAndManyTiles() {
    assertThat(VectorWinograd.isFaster(WinogradCase.shape(64, 64), 56, 56)).isTrue();
    assertThat(VectorWinograd.isFaster(WinogradCase.shape(256, 256), 14, 14)).isTrue();
    assertThat(VectorWinograd.isFaster(WinogradCase.shape(1, 16), 28, 28)).isFalse();
    // 40 tiles fill ten vectors of 4 lanes, and five of 8 or three of 16 no better than direct
    // sums.
    assertThat(VectorWinograd.isFaster(WinogradCase.shape(32, 32), 3, 160))
        .isEqualTo(Tile.LANES == 4);
    assertThat(VectorWinograd.isFaster(WinogradCase.shape(1024, 1024), 1 << 20, 4)).isFalse();
    assertThat(VectorWinograd.isFaster(WinogradCase.shape(64, 128), 1, 1)).isFalse();
  }

  @Test
  void fitsNothingButThreeByThreeOfStrideOne() {
    assertThat(VectorWinograd.fits(WinogradCase.shape(64, 64))).isTrue();
    assertThat(VectorWinograd.fits(WinogradCase.shape(PackedRows.STEPS + 1, 64))).isFalse();
    assertThat(VectorWinograd.fits(new ConvolutionShape(64, 64, 5, 3, 1, 1, 1, 1, 1))).isFalse();
    assertThat(VectorWinograd.fits(new ConvolutionShape(64, 64, 3, 3, 2, 1, 1, 1, 1))).isFalse();
    assertThat(VectorWinograd.fits(new ConvolutionShape(64, 64, 3, 3, 1, 1, 1, 2, 1))).isFalse();
    assertThat(VectorWinograd.fits(new ConvolutionShape(64, 64, 3, 3, 1, 1, 1, 1, 2))).isFalse();
  }
}
