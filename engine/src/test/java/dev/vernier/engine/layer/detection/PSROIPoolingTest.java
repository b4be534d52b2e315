package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class PSROIPoolingTest {
  private static final String AT = "net.param line 5: layer \"layer\" (PSROIPooling): ";

  private static OneLayerNet net(String params) {
    return OneLayerNet.of("PSROIPooling", params).blobs(2, 1);
  }

  /** Bin (x, y) of a blob (2, 2, 4) is element (x, y) of channel 2y + x. */
  @Test
  void takesEachBinFromItsOwnChannel() {
    Mat bottom = OneLayerNet.counting(3, 2, 2, 1, 4);
    Mat top = net("0=2 1=2 2=1.0 3=1").run(bottom, Mat.of(0, 0, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 5, 10, 15);
  }

  @Test
  void averagesTheElementsThatABinTouches() {
    Mat bottom = OneLayerNet.counting(3, 4, 1, 1, 2);
    // From round(0.6) = 1 to round(2.2 + 1) = 3 of four elements, for each of two outputs.
    Mat top = net("0=1 1=1 2=1.0 3=2").run(bottom, Mat.of(0.6f, 0, 2.2f, 0));
    assertThat(OneLayerNet.values(top)).containsExactly(1.5f, 5.5f);
  }

  @Test
  void takesSevenBinsASideAndASixteenthByDefault() {
    Mat bottom = OneLayerNet.counting(3, 1, 1, 1, 49);
    Mat top = net("3=1").run(bottom, Mat.of(0, 0, 15, 15));
    assertThat(top.describe()).isEqualTo("(7, 7, 1)");
    assertThat(OneLayerNet.values(top)[48]).isEqualTo(48f);
  }

  @Test
  void givesZeroOutsideTheBlob() {
    Mat bottom = OneLayerNet.counting(3, 2, 2, 1, 1);
    for (float far : new float[] {50f, 3e9f, -3e9f, Float.NaN}) {
      float[] top =
          OneLayerNet.values(net("0=1 1=1 2=1.0 3=1").run(bottom, Mat.of(far, 9, far, 9)));
      assertThat(top).as("region at %s", far).containsExactly(0);
    }
  }

  @Test
  void rejectsOtherNumbersOfChannels() {
    Mat region = Mat.of(0, 0, 1, 1);
    assertThatThrownBy(() -> net("0=2 1=3 3=4").run(OneLayerNet.counting(3, 2, 2, 1, 23), region))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 2, 23) float32, expected a channel for each of 4 x 3 x 2"
                + " bins");
    assertThatThrownBy(() -> net("").net()).hasMessage(AT + "output_dim is 0, must be at least 1");
  }
}
