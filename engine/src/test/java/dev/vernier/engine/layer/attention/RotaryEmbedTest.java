package dev.vernier.engine.layer.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class RotaryEmbedTest {
  private static final Mat COS = Mat.wrap(new float[] {1, 2, 3, 4}, 2, 2, 2, 1, 1);
  private static final Mat SIN = Mat.wrap(new float[] {10, 20, 30, 40}, 2, 2, 2, 1, 1);

  private static OneLayerNet net(String params) {
    return OneLayerNet.of("RotaryEmbed", params).blobs(3, 1);
  }

  private static Mat twoHeads() {
    return Mat.wrap(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 0, 0, 0, 0, 0, 1}, 3, 4, 2, 1, 2);
  }

  @Test
  void turnsTheHalvesOfARow() {
    Mat top = net("").run(twoHeads(), COS, SIN);
    assertThat(top.describe()).isEqualTo("(4, 2, 2)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(-29, -76, 13, 48, -195, -296, 171, 272, 1, 0, 10, 0, 0, -40, 0, 4);
  }

  @Test
  void turnsNeighboursWhereInterleaved() {
    assertThat(OneLayerNet.values(net("0=1").run(twoHeads(), COS, SIN)))
        .containsExactly(-19, 12, -74, 68, -165, 168, -292, 312, 1, 10, 0, 0, 0, 0, -40, 4);
  }

  @Test
  void rejectsOddRowsAndAnglesThatDoNotReach() {
    String at = "net.param line 6: layer \"layer\" (RotaryEmbed): ";
    assertThatThrownBy(() -> net("").run(Mat.of(1, 2, 3), COS, SIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            at
                + "bottom \"in0\" is (3) float32, expected float32 of one to three dimensions with"
                + " an even w");
    assertThatThrownBy(() -> net("").run(twoHeads(), COS, Mat.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            at + "bottom \"in2\" is (2) float32, expected float32 (w, h) of at least 2 x 2");
  }
}
