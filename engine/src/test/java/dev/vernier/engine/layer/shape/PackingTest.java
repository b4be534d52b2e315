package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class PackingTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Packing): ";

  @Test
  void leavesTheBlobAsItIs() {
    Mat top = OneLayerNet.of("Packing", "0=4 1=1").run(OneLayerNet.counting(3, 1, 1, 1, 3));
    assertThat(top.describe()).isEqualTo("(1, 1, 3)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2);
    assertThat(
            OneLayerNet.of("Packing", "0=8")
                .run(Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 2);
  }

  @Test
  void rejectsWrongParameters() {
    assertThatThrownBy(() -> OneLayerNet.of("Packing", "0=0").net())
        .hasMessage(AT + "out_elempack is 0, must be at least 1");
    assertThatThrownBy(() -> OneLayerNet.of("Packing", "1=2").net())
        .hasMessage(AT + "use_padding is 2, must be at most 1");
  }
}
