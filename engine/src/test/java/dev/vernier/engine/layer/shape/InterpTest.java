package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Interp): ";

  @Test
  void nearestRepeats() {
    Mat top =
        OneLayerNet.of("Interp", "0=1 3=2 4=4").run(Mat.wrap(new float[] {1, 2}, 3, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(4, 2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
  }

  @Test
  void bilinearMixesNeighbours() {
    Mat bottom = Mat.wrap(new float[] {0, 4, 8, 12}, 3, 2, 2, 1, 1);
    Mat top = OneLayerNet.of("Interp", "0=2 1=2.0 2=2.0").run(bottom);
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12}, Offset.offset(1e-5f));
    Mat corners = OneLayerNet.of("Interp", "0=2 3=2 4=3 6=1").run(bottom);
    assertThat(OneLayerNet.values(corners))
        .containsExactly(new float[] {0, 2, 4, 8, 10, 12}, Offset.offset(1e-5f));
  }

  @Test
  void bicubicKeepsElementsThatStayInPlace() {
    Mat row = Mat.wrap(new float[] {1, 5, 2, 7}, 2, 4, 1, 1, 1);
    Mat top = OneLayerNet.of("Interp", "0=3 2=1.75 6=1").run(row);
    assertThat(top.w()).isEqualTo(7);
    assertThat(new float[] {top.floats()[0], top.floats()[2], top.floats()[4], top.floats()[6]})
        .containsExactly(new float[] {1, 5, 2, 7}, Offset.offset(1e-5f));
    // Between: -3/32, 19/32, 19/32, -3/32 with A = -0.75.
    assertThat(top.floats()[3])
        .isCloseTo((-3 + 5 * 19 + 2 * 19 - 3 * 7) / 32f, Offset.offset(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "2, 1", "3, 0", "3, 1"})
  void aConstantStaysConstantAtEverySize(int type, int align) {
    for (int size = 1; size <= 5; size++) {
      Mat bottom = Mat.create(Mat.Type.FLOAT32, size, size, 1);
      Arrays.fill(bottom.floats(), 3f);
      for (int out = 1; out <= 7; out++) {
        Mat top =
            OneLayerNet.of("Interp", "0=" + type + " 3=" + out + " 4=" + out + " 6=" + align)
                .run(bottom);
        assertThat(top.size()).isEqualTo(out * out);
        for (float value : OneLayerNet.values(top)) {
          assertThat(value).as("%d to %d", size, out).isCloseTo(3f, Offset.offset(1e-5f));
        }
      }
    }
  }

  @Test
  void imagesKeepTheirRows() {
    Mat top = OneLayerNet.of("Interp", "0=1 3=9 4=4").run(OneLayerNet.counting(2, 2, 3, 1, 1));
    assertThat(top.describe()).isEqualTo("(4, 3)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5);
  }

  @Test
  void vectorsFillPlanes() {
    Mat top = OneLayerNet.of("Interp", "1=1.0 2=2.0").run(Mat.of(3, 4));
    assertThat(top.describe()).isEqualTo("(2, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(3, 3, 4, 4);
  }

  @Test
  void theSizeMayComeFromASecondBottomOrAnExpression() {
    Mat bottom = OneLayerNet.counting(3, 2, 2, 1, 1);
    Mat like = Mat.create(Mat.Type.INT8, 3, 5, 2);
    assertThat(OneLayerNet.of("Interp", "0=2 5=1").blobs(2, 1).run(bottom, like).describe())
        .isEqualTo("(3, 5, 1)");
    assertThat(OneLayerNet.of("Interp", "0=2 9=\"*(0w,2),+(0h,1)\"").run(bottom).describe())
        .isEqualTo("(4, 3, 1)");
    assertThat(OneLayerNet.of("Interp", "0=2 9=\"6\"").run(bottom).describe())
        .isEqualTo("(6, 2, 1)");
  }

  @Test
  void rejectsWhatItCannotDo() {
    assertThatThrownBy(() -> OneLayerNet.of("Interp", "0=4").net())
        .hasMessage(AT + "resize_type is 4, must be at most 3");
    assertThatThrownBy(() -> OneLayerNet.of("Interp", "0=1 9=\"1,2,3\"").net())
        .hasMessage(AT + "size_expr has 3 terms, must have 1 or 2");
    assertThatThrownBy(() -> OneLayerNet.of("Interp", "0=1 5=1").net())
        .hasMessage(AT + "has 1 bottoms, must have at least 2");
    Mat bottom = OneLayerNet.counting(3, 2, 2, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Interp", "3=1 4=1").run(bottom))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 2, 1) float32, expected one of 1 x 1, because resize_type"
                + " 0 cannot resize");
    assertThatThrownBy(() -> OneLayerNet.of("Interp", "0=1 2=0.1").run(bottom))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 2, 1) float32, expected one that does not shrink to 0 x"
                + " 2");
    assertThatThrownBy(
            () -> OneLayerNet.of("Interp", "0=1").run(OneLayerNet.counting(4, 1, 1, 2, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 1, 2, 1) float32, expected float32 of at most three"
                + " dimensions");
  }
}
