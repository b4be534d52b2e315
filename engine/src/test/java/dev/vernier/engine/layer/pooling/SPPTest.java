package dev.vernier.engine.layer.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class SPPTest {

  private static float[] pyramid(String params, Mat bottom) {
    Mat top = OneLayerNet.of("SPP", params).run(bottom);
    assertThat(top.dims()).isEqualTo(1);
    return OneLayerNet.values(top);
  }

  @Test
  void takesTheWholeThenTheQuartersOfEachChannel() {
    Mat bottom = OneLayerNet.counting(3, 4, 2, 1, 2);
    assertThat(pyramid("1=2", bottom)).containsExactly(7, 15, 1, 3, 5, 7, 9, 11, 13, 15);
    assertThat(pyramid("0=1 1=2", bottom))
        .containsExactly(3.5f, 11.5f, 0.5f, 2.5f, 4.5f, 6.5f, 8.5f, 10.5f, 12.5f, 14.5f);
  }

  /** Three columns in two windows of two: one zero before and one behind, of which one is used. */
  @Test
  void countsThePaddingOfWindowsThatDoNotDivideTheImage() {
    Mat bottom = Mat.wrap(new float[] {-1, -2, -3, -4, -5, -6}, 3, 3, 2, 1, 1);
    assertThat(pyramid("1=2", bottom)).containsExactly(-1, 0, -2, 0, -5);
    assertThat(pyramid("0=1 1=2", bottom)).containsExactly(-3.5f, -0.5f, -2.5f, -2, -5.5f);
  }

  /** One pixel in 4 × 4 windows of one: ncnn pads by two, so the pixel is in the third window. */
  @Test
  void givesZeroForWindowsOfPaddingAlone() {
    float[] top = pyramid("1=3", Mat.wrap(new float[] {5}, 3, 1, 1, 1, 1));
    assertThat(top).hasSize(21);
    for (int i = 5; i < 21; i++) {
      assertThat(top[i]).as("window %d", i - 5).isEqualTo(i - 5 == 2 * 4 + 2 ? 5f : 0f);
    }
  }

  @Test
  void rejectsWhatItCannotPool() {
    String at = "net.param line 4: layer \"layer\" (SPP): ";
    assertThatThrownBy(() -> pyramid("", Mat.create(Mat.Type.INT8, 2, 2, 2)))
        .hasMessage(
            at + "bottom \"in0\" is (2, 2, 2) int8, expected float32 of at most three dimensions");
    assertThatThrownBy(() -> OneLayerNet.of("SPP", "1=9").net())
        .hasMessage(at + "pyramid_height is 9, must be at most 8");
    assertThatThrownBy(() -> OneLayerNet.of("SPP", "0=2").net())
        .hasMessage(at + "pooling_type is 2, must be at most 1");
  }
}
