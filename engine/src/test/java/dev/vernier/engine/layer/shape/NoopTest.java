package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoopTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Noop): ";

  @Test
  void passesEveryBottomToItsTop() {
    List<Mat> tops = OneLayerNet.of("Noop", "").blobs(2, 2).runAll(Mat.of(1, 2), Mat.of(3));
    assertThat(OneLayerNet.values(tops.get(0))).containsExactly(1, 2);
    assertThat(OneLayerNet.values(tops.get(1))).containsExactly(3);
  }

  @Test
  void passesWholeNumbers() {
    assertThat(
            OneLayerNet.of("Noop", "")
                .run(Mat.wrap(new byte[] {1, -2}, 1, 2, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, -2);
  }

  @Test
  void rejectsMoreTopsThanBottoms() {
    assertThatThrownBy(() -> OneLayerNet.of("Noop", "").blobs(1, 2).net())
        .hasMessage(AT + "has 1 bottoms, must have at least 2");
  }
}
