package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class DeepCopyTest {
  @Test
  void copiesElementsOfEveryType() {
    Mat bottom = OneLayerNet.counting(3, 1, 2, 1, 2);
    Mat top = OneLayerNet.of("DeepCopy", "").run(bottom);
    assertThat(top.sameShape(bottom)).isTrue();
    assertThat(top.floats()).isNotSameAs(bottom.floats());
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 3);
    assertThat(
            OneLayerNet.of("DeepCopy", "")
                .run(Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 2);
    assertThat(
            OneLayerNet.of("DeepCopy", "")
                .run(Mat.wrap(new int[] {1, 2}, 1, 2, 1, 1, 1))
                .copy()
                .ints())
        .containsExactly(1, 2);
  }
}
