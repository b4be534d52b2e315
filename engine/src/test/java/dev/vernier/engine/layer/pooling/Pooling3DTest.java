package dev.vernier.engine.layer.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class Pooling3DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Pooling3D): ";

  private static float[] run(String params, Mat bottom) {
    return OneLayerNet.values(OneLayerNet.of("Pooling3D", params).run(bottom));
  }

  private static Mat cube() {
    return OneLayerNet.counting(4, 2, 2, 2, 2);
  }

  @Test
  void poolsBoxes() {
    assertThat(run("1=2", cube())).containsExactly(7, 15);
    assertThat(run("0=1 1=2", cube())).containsExactly(3.5f, 11.5f);
    assertThat(run("1=1 21=2", cube())).containsExactly(4, 5, 6, 7, 12, 13, 14, 15);
  }

  @Test
  void poolsGloballyAndAdaptively() {
    assertThat(run("4=1", cube())).containsExactly(7, 15);
    assertThat(run("7=1 8=1 28=-233", cube())).containsExactly(3, 7, 11, 15);
  }

  @Test
  void padsTheOddPlaneBehindInBothSameModes() {
    Mat column = OneLayerNet.counting(4, 1, 1, 3, 1);
    assertThat(run("1=1 21=2 22=2 5=2", column)).containsExactly(1, 2);
    assertThat(run("1=1 21=2 22=2 5=3", column)).containsExactly(1, 2);
    Mat row = OneLayerNet.counting(4, 3, 1, 1, 1);
    assertThat(run("1=2 11=1 21=1 2=2 12=1 22=1 5=3", row)).containsExactly(0, 2);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> run("1=3 5=1", cube()))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 2, 2, 2) float32, expected float32, a channel at least"
                + " one window");
    assertThatThrownBy(() -> run("", cube())).hasMessage(AT + "kernel_w is 0, must be at least 1");
  }
}
