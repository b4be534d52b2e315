package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  @Test
  void givesSharesOfTheExponentials() {
    float log2 = (float) Math.log(2);
    Mat top = OneLayerNet.of("Softmax", "").run(Mat.of(1000, 1000 + log2, 1000));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {0.25f, 0.5f, 0.25f}, Offset.offset(1e-4f));
  }

  @Test
  void takesAVectorWhateverTheAxis() {
    Mat top = OneLayerNet.of("Softmax", "0=2 1=1").run(Mat.of(3, 3));
    assertThat(OneLayerNet.values(top)).containsExactly(0.5f, 0.5f);
  }

  /** Elements along the axis are equal, so each is 1 over their number. */
  @ParameterizedTest
  @CsvSource({
    "2, 0, 3",
    "2, 1, 20",
    "2, -1, 20",
    "2, -2, 3",
    "3, 0, 2",
    "3, 1, 3",
    "3, 2, 20",
    "3, -3, 2",
    "4, 0, 2",
    "4, 1, 5",
    "4, 2, 3",
    "4, 3, 20",
    "4, -3, 5",
    "4, -4, 2"
  })
  void addsUpToOneAlongEachAxis(int dims, int axis, int extent) {
    int positive = axis < 0 ? dims + axis : axis;
    Mat bottom = Mat.allocate(Mat.Type.FLOAT32, dims, 20, 3, dims == 4 ? 5 : 1, dims > 2 ? 2 : 1);
    int[] extents =
        switch (dims) {
          case 2 -> new int[] {3, 20};
          case 3 -> new int[] {2, 3, 20};
          default -> new int[] {2, 5, 3, 20};
        };
    int inner = 1;
    for (int i = positive + 1; i < dims; i++) {
      inner *= extents[i];
    }
    // Differs along every other axis, so that a wrong axis gives other values.
    for (int i = 0; i < bottom.size(); i++) {
      bottom.floats()[i] = i % inner + i / (inner * extent);
    }
    Mat top = OneLayerNet.of("Softmax", "0=" + axis + " 1=1").run(bottom);
    assertThat(top.describe()).isEqualTo(bottom.describe());
    for (int i = 0; i < top.size(); i++) {
      assertThat(top.floats()[i]).as("element %d", i).isEqualTo(1f / extent, ROUNDING);
    }
  }

  @Test
  void rejectsOldFilesAndMissingAxes() {
    String at = "net.param line 4: layer \"layer\" (Softmax): ";
    assertThatThrownBy(() -> OneLayerNet.of("Softmax", "0=1").net())
        .hasMessage(
            at
                + "fixbug0 is 0, must be 1 with axis 1: the file is from a converter that counted"
                + " axes otherwise, convert the net again");
    assertThatThrownBy(() -> OneLayerNet.of("Softmax", "0=4 1=1").net())
        .hasMessage(at + "axis is 4, must be at most 3");
    assertThatThrownBy(
            () -> OneLayerNet.of("Softmax", "0=2 1=1").run(OneLayerNet.counting(2, 2, 2, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            at
                + "bottom \"in0\" is (2, 2) float32, expected float32 with enough dimensions for"
                + " axis 2");
  }
}
