package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PReLUTest {

  @Test
  void multipliesNegativeElementsByTheSlopeOfTheirRow() {
    Mat bottom = Mat.wrap(new float[] {-1, 2, -3, 4}, 2, 2, 2, 1, 1);
    Mat top = OneLayerNet.of("PReLU", "0=2").raw(0.5f, 10f).run(bottom);
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {-0.5f, 2, -30, 4}, Offset.offset(0f));
  }

  @Test
  void aVectorHasASlopeAnElementOrOneForAll() {
    Mat each = OneLayerNet.of("PReLU", "0=3").raw(2f, 3f, 4f).run(Mat.of(-1, 1, -1));
    assertThat(OneLayerNet.values(each))
        .containsExactly(new float[] {-2, 1, -4}, Offset.offset(0f));
    Mat all = OneLayerNet.of("PReLU", "0=1").raw(2f).run(Mat.of(-1, 1, -3));
    assertThat(OneLayerNet.values(all)).containsExactly(new float[] {-2, 1, -6}, Offset.offset(0f));
  }

  @Test
  void rejectsAnotherNumberOfChannels() {
    assertThatThrownBy(() -> OneLayerNet.of("PReLU", "0=2").raw(1f, 1f).run(Mat.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bottom \"in0\" is (3) float32, expected float32 of 2 channels");
  }
}
