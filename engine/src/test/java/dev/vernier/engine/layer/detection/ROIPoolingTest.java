package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class ROIPoolingTest {
  private static final String AT = "net.param line 5: layer \"layer\" (ROIPooling): ";

  private static OneLayerNet net(String params) {
    return OneLayerNet.of("ROIPooling", params).blobs(2, 1);
  }

  private static Mat negated(Mat mat) {
    for (int i = 0; i < mat.size(); i++) {
      mat.floats()[i] = -mat.floats()[i];
    }
    return mat;
  }

  @Test
  void takesTheLargestOfEachBin() {
    Mat bottom = OneLayerNet.counting(3, 4, 4, 1, 2);
    Mat top = net("0=2 1=2").run(bottom, Mat.of(0, 0, 3, 3));
    assertThat(top.describe()).isEqualTo("(2, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(5, 7, 13, 15, 21, 23, 29, 31);
  }

  /** The largest of −(4y + x) is in a bin's first row and column: 1 after the cut at 2, not 2. */
  @Test
  void sharesTheElementBeforeACut() {
    Mat bottom = negated(OneLayerNet.counting(2, 4, 4, 1, 1));
    assertThat(OneLayerNet.values(net("0=2 1=2").run(bottom, Mat.of(0, 0, 3, 3))))
        .containsExactly(-0f, -1f, -4f, -5f);
  }

  @Test
  void scalesAndRoundsTheRegion() {
    Mat bottom = OneLayerNet.counting(1, 8, 1, 1, 1);
    // 3 · 0.5 = 1.5 goes to 2, 9 · 0.5 = 4.5 to 5.
    assertThat(OneLayerNet.values(net("0=1 1=1 2=0.5").run(bottom, Mat.of(3, 0, 9, 0))))
        .containsExactly(5);
    assertThat(
            OneLayerNet.values(
                net("0=1 1=1 2=0.5").run(negated(bottom.copy()), Mat.of(3, 0, 9, 0))))
        .containsExactly(-2);
  }

  @Test
  void givesZeroOutsideTheBlob() {
    Mat bottom = OneLayerNet.counting(2, 2, 2, 1, 1);
    for (float far : new float[] {50f, 3e9f, -3e9f, Float.NaN}) {
      float[] top = OneLayerNet.values(net("0=1 1=1").run(bottom, Mat.of(far, 5, far, 9)));
      assertThat(top).as("region at %s", far).containsExactly(0);
    }
  }

  @Test
  void rejectsWhatItCannotPool() {
    Mat blob = OneLayerNet.counting(3, 2, 2, 1, 1);
    assertThatThrownBy(() -> net("0=1 1=1").run(blob, Mat.of(1, 2, 3)))
        .hasMessage(
            AT
                + "bottom \"in1\" is (3) float32, expected float32 that begins with left, top,"
                + " right, bottom");
    assertThatThrownBy(
            () -> net("0=1 1=1").run(OneLayerNet.counting(4, 2, 2, 2, 2), Mat.of(0, 0, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 2, 2, 2) float32, expected float32 of at most three"
                + " dimensions");
    assertThatThrownBy(() -> net("0=1").net())
        .hasMessage(AT + "pooled_height is 0, must be at least 1");
    assertThatThrownBy(() -> OneLayerNet.of("ROIPooling", "0=1 1=1").net())
        .hasMessageEndingWith("has 1 bottoms, must have at least 2");
  }
}
