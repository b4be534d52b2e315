package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Reduction): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("Reduction", params);
  }

  /** Each operation over 1, 2, 4, by a row at a time and by columns. */
  @Test
  void computesEveryOperation() {
    float root = (float) Math.sqrt(21);
    float powers = (float) Math.log(Math.exp(1) + Math.exp(2) + Math.exp(4));
    float[] expected = {
      7, 7, 21, 7 / 3f, 4, 1, 8, 7, root, (float) Math.log(7), powers,
    };
    for (int operation = 0; operation < expected.length; operation++) {
      float[] twice = {2 * expected[operation]};
      Mat column = Mat.wrap(new float[] {1, 1, 2, 2, 4, 4}, 2, 2, 3, 1, 1);
      assertThat(OneLayerNet.values(layer("0=" + operation + " 2=2.0").run(Mat.of(1, 2, 4))))
          .as("operation %d", operation)
          .containsExactly(twice, ROUNDING);
      String params = "0=" + operation + " 1=0 2=2.0 -23303=1,0 5=1";
      assertThat(OneLayerNet.values(layer(params).run(column)))
          .as("operation %d by columns", operation)
          .containsExactly(new float[] {twice[0], twice[0]}, ROUNDING);
    }
  }

  /** Sums of 0 to 23 in (2, 3, 2, 2). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'1,0' | 0 | (2, 3, 2) | 12",
        "'1,0' | 1 | (2, 3, 2, 1) | 12",
        "'1,-1' | 0 | (3, 2, 2) | 1",
        "'2,1,3' | 0 | (3, 2) | 14",
        "'2,-4,2' | 1 | (2, 1, 2, 1) | 48",
        "'3,1,2,3' | 0 | (2) | 66",
        "'4,0,1,2,3' | 0 | (1) | 276"
      })
  void reducesTheAxesThatAreNamed(String axes, int keep, String shape, float first) {
    Mat top =
        layer("1=0 -23303=" + axes + " 4=" + keep + " 5=1")
            .run(OneLayerNet.counting(4, 2, 3, 2, 2));
    assertThat(top.describe()).isEqualTo(shape);
    assertThat(top.floats()[0]).isEqualTo(first);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> layer("0=11").net())
        .hasMessage(AT + "operation is 11, must be at most 10");
    assertThatThrownBy(() -> layer("-23303=1,4 5=1").net())
        .hasMessage(AT + "axes holds 4, must lie between -4 and 3");
    assertThatThrownBy(() -> layer("-23303=1,0").net())
        .hasMessage(
            AT
                + "fixbug0 is 0, must be 1 with axes: the file is from a converter that counted"
                + " axes otherwise, convert the net again");
    assertThatThrownBy(() -> layer("1=0 -23303=1,2 5=1").run(OneLayerNet.counting(2, 2, 2, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 2) float32, expected float32 with enough dimensions for"
                + " axis 2");
  }
}
