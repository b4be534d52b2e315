package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BiasTest {

  @Test
  void addsANumberToEachChannel() {
    Mat bottom = Mat.wrap(new float[] {1, 2, 3, 4}, 3, 2, 1, 1, 2);
    Mat top = OneLayerNet.of("Bias", "0=2").raw(10f, 100f).run(bottom);
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {11, 12, 103, 104}, Offset.offset(0f));
  }

  @Test
  void rejectsMoreChannelsThanItHas() {
    Mat bottom = Mat.wrap(new float[] {1, 2}, 3, 1, 1, 1, 2);
    assertThatThrownBy(() -> OneLayerNet.of("Bias", "0=1").raw(1f).run(bottom))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is (1, 1, 2) float32, expected float32 of at most 1 channels");
  }
}
