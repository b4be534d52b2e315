package dev.vernier.engine.layer.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class Pooling1DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Pooling1D): ";

  private static float[] run(String params, Mat bottom) {
    return OneLayerNet.values(OneLayerNet.of("Pooling1D", params).run(bottom));
  }

  @Test
  void poolsWindowsOfARow() {
    assertThat(run("1=2 2=2", Mat.of(1, 5, 2))).containsExactly(5, 2);
    assertThat(run("0=1 1=2 2=2", Mat.of(1, 5, 2))).containsExactly(3, 2);
    assertThat(run("0=1 1=2 2=2 6=1", Mat.of(1, 5, 2))).containsExactly(3, 1);
    assertThat(run("1=2 2=2 5=1", Mat.of(1, 5, 2))).containsExactly(5);
  }

  @Test
  void poolsRowsGloballyAndAdaptively() {
    Mat rows = OneLayerNet.counting(2, 3, 2, 1, 1);
    assertThat(run("4=1", rows)).containsExactly(2, 5);
    assertThat(run("0=1 7=1 8=2", rows)).containsExactly(0.5f, 1.5f, 3.5f, 4.5f);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> run("1=4 5=1", Mat.of(1, 2)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2) float32, expected float32 of at most 2 dimensions, a row"
                + " at least one window");
    assertThatThrownBy(() -> run("", Mat.of(1)))
        .hasMessage(AT + "kernel_w is 0, must be at least 1");
  }
}
