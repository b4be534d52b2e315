package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermuteTest {

  private static Mat permute(int order, Mat bottom) {
    return OneLayerNet.of("Permute", "0=" + order).run(bottom);
  }

  @Test
  void turnsAnImage() {
    Mat top = permute(1, OneLayerNet.counting(2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 3)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void turnsChannelsIntoColumns() {
    Mat top = permute(3, OneLayerNet.counting(3, 2, 1, 1, 3));
    assertThat(top.describe()).isEqualTo("(3, 2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 2, 4, 1, 3, 5);
  }

  @Test
  void turnsDepthOutermost() {
    Mat top = permute(6, OneLayerNet.counting(4, 1, 1, 2, 3));
    assertThat(top.describe()).isEqualTo("(1, 1, 3, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 2, 4, 1, 3, 5);
  }

  @Test
  void everyOrderIsAnotherOne() {
    Mat three = OneLayerNet.counting(3, 2, 3, 1, 5);
    Set<String> shapes = new HashSet<>();
    for (int order = 0; order < 6; order++) {
      shapes.add(permute(order, three).describe());
    }
    assertThat(shapes).hasSize(6);
    Mat four = OneLayerNet.counting(4, 2, 3, 5, 7);
    for (int order = 0; order < 24; order++) {
      Mat top = permute(order, four);
      shapes.add(top.describe());
      float[] sorted = OneLayerNet.values(top);
      Arrays.sort(sorted);
      assertThat(sorted).as("order %d", order).isEqualTo(OneLayerNet.values(four));
    }
    assertThat(shapes).hasSize(30);
  }

  @Test
  void leavesVectorsAlone() {
    assertThat(OneLayerNet.values(permute(5, Mat.of(1, 2, 3)))).containsExactly(1, 2, 3);
  }

  @Test
  void rejectsOrdersThatThereAreNot() {
    String at = "net.param line 4: layer \"layer\" (Permute): ";
    assertThatThrownBy(() -> permute(24, Mat.of(1)))
        .hasMessage(at + "order_type is 24, must be at most 23");
    assertThatThrownBy(() -> permute(2, OneLayerNet.counting(2, 2, 2, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            at + "bottom \"in0\" is (2, 2) float32, expected enough dimensions for order_type 2");
  }

  @Test
  void turnsWholeNumbers() {
    Mat bytes = permute(1, Mat.wrap(new byte[] {1, 2, 3, 4, 5, 6}, 2, 3, 2, 1, 1));
    assertThat(bytes.copy().bytes()).containsExactly(1, 4, 2, 5, 3, 6);
    Mat ints = permute(1, Mat.wrap(new int[] {1, 2, 3, 4, 5, 6}, 2, 3, 2, 1, 1));
    assertThat(ints.copy().ints()).containsExactly(1, 4, 2, 5, 3, 6);
  }
}
