package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcatTest {

  private static OneLayerNet along(int axis) {
    return OneLayerNet.of("Concat", "0=" + axis).blobs(2, 1);
  }

  @Test
  void joinsVectorsWhateverTheAxis() {
    assertThat(OneLayerNet.values(along(2).run(Mat.of(1), Mat.of(2, 3)))).containsExactly(1, 2, 3);
  }

  @Test
  void joinsRowsOrColumns() {
    Mat a = Mat.wrap(new float[] {1, 2, 3, 4}, 2, 2, 2, 1, 1);
    Mat b = Mat.wrap(new float[] {5, 6}, 2, 1, 2, 1, 1);
    Mat wide = along(1).run(a, b);
    assertThat(wide.describe()).isEqualTo("(3, 2)");
    assertThat(OneLayerNet.values(wide)).containsExactly(1, 2, 5, 3, 4, 6);
    Mat high = along(-2).run(a, Mat.wrap(new float[] {7, 8}, 2, 2, 1, 1, 1));
    assertThat(OneLayerNet.values(high)).containsExactly(1, 2, 3, 4, 7, 8);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0, '(2, 3, 8)'", "3, 1, '(2, 6, 4)'", "3, 2, '(4, 3, 4)'", "3, -3, '(2, 3, 8)'",
    "4, 0, '(2, 3, 5, 8)'", "4, 1, '(2, 3, 10, 4)'", "4, 2, '(2, 6, 5, 4)'", "4, -1, '(4, 3, 5, 4)'"
  })
  void placesEveryElement(int dims, int axis, String shape) {
    Mat a = OneLayerNet.counting(dims, 2, 3, dims == 4 ? 5 : 1, 4);
    Mat b = a.copy();
    for (int i = 0; i < b.size(); i++) {
      b.floats()[i] += 1000;
    }
    Mat top = along(axis).run(a, b);
    assertThat(top.describe()).isEqualTo(shape);
    int[] extents = Extents.of(a);
    int positive = axis < 0 ? dims + axis : axis;
    int block = 1;
    for (int i = positive; i < dims; i++) {
      block *= extents[i];
    }
    for (int i = 0; i < top.size(); i++) {
      float expected = i / (2 * block) * block + i % block + (i / block % 2) * 1000;
      assertThat(top.floats()[i]).as("element %d", i).isEqualTo(expected);
    }
  }

  @Test
  void joinsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThat(along(0).run(bytes, bytes).copy().bytes()).containsExactly(1, 2, 1, 2);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    String at = "net.param line 5: layer \"layer\" (Concat): ";
    Mat a = OneLayerNet.counting(2, 2, 3, 1, 1);
    assertThatThrownBy(() -> along(0).run(a, OneLayerNet.counting(2, 3, 3, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            at
                + "bottom \"in1\" is (3, 3) float32, expected one that differs from (2, 3) float32"
                + " in axis 0 only");
    assertThatThrownBy(() -> along(2).run(a, a))
        .hasMessage(at + "bottom \"in0\" is (2, 3) float32, expected enough dimensions for axis 2");
    assertThatThrownBy(() -> along(4).net()).hasMessage(at + "axis is 4, must be at most 3");
  }
}
