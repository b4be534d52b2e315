package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Crop): ";

  /** The element (x, y, z, q) is q·1000 + z·100 + y·10 + x. */
  private static Mat named(int dims, int w, int h, int d, int c) {
    Mat mat = Mat.allocate(Mat.Type.FLOAT32, dims, w, h, d, c);
    int at = 0;
    for (int q = 0; q < c; q++) {
      for (int z = 0; z < d; z++) {
        for (int y = 0; y < h; y++) {
          for (int x = 0; x < w; x++) {
            mat.floats()[at++] = q * 1000 + z * 100 + y * 10 + x;
          }
        }
      }
    }
    return mat;
  }

  @ParameterizedTest
  @CsvSource({
    "1, '0=2 3=3', '(3)', 2",
    "1, '0=2 3=-233 6=1', '(4)', 2",
    "1, '3=99', '(7)', 0",
    "2, '0=1 1=2 3=-233 4=-233', '(6, 4)', 21",
    "2, '-23309=1,1 -23310=1,3 -23311=1,-2', '(7, 2)', 10",
    "2, '-23309=2,1,2 -23310=2,-1,0', '(5, 4)', 12",
    "3, '0=1 1=1 2=1 3=2 4=2 5=2', '(2, 2, 2)', 1011",
    "3, '-23309=2,-2,-233 -23310=2,-233,2 -23311=2,0,1', '(7, 2, 2)', 1000",
    "4, '0=1 13=2 2=1 3=-233 4=-233 14=2 5=-233 15=0', '(6, 6, 2, 2)', 1201",
    "4, '-23309=1,3 -23310=1,4 -23311=1,1', '(7, 6, 1, 3)', 300",
    "3, '19=\"//(0h,2),-(0w,2)\" 20=\"0h,-233\" 21=\"1,2\"', '(2, 3, 3)', 35"
  })
  void cutsThePart(int dims, String params, String shape, float first) {
    Mat bottom = named(dims, 7, dims > 1 ? 6 : 1, dims > 3 ? 5 : 1, dims > 2 ? 3 : 1);
    Mat top = OneLayerNet.of("Crop", params).run(bottom);
    assertThat(top.describe()).isEqualTo(shape);
    Mat expected = named(dims, top.w(), top.h(), top.d(), top.c());
    for (int i = 0; i < top.size(); i++) {
      assertThat(top.floats()[i]).as("element %d", i).isEqualTo(expected.floats()[i] + first);
    }
  }

  @Test
  void takesTheShapeOfASecondBottom() {
    OneLayerNet net = OneLayerNet.of("Crop", "0=1 1=2").blobs(2, 1);
    Mat image = net.run(named(3, 7, 6, 1, 3), Mat.create(Mat.Type.FLOAT32, 2, 3));
    assertThat(image.describe()).isEqualTo("(2, 3, 3)");
    assertThat(image.floats()[0]).isEqualTo(21);
    Mat all = net.run(named(3, 7, 6, 1, 3), Mat.create(Mat.Type.FLOAT32, 2, 3, 1));
    assertThat(all.describe()).isEqualTo("(2, 3, 1)");
  }

  @Test
  void readsIntegersFromASecondBottom() {
    OneLayerNet net = OneLayerNet.of("Crop", "0=-233").blobs(2, 1);
    Mat four = Mat.wrap(new int[] {1, 2, 3, 1, 2, 1, 2, 1}, 1, 8, 1, 1, 1);
    Mat top = net.run(named(4, 7, 6, 5, 3), four);
    assertThat(top.describe()).isEqualTo("(2, 1, 2, 1)");
    assertThat(top.floats()[0]).isEqualTo(1321);
    float[] bits = new float[6];
    int[] image = {1, 2, 0, 3, 2, 0};
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.intBitsToFloat(image[i]);
    }
    Mat two = net.run(named(2, 7, 6, 1, 1), Mat.of(bits));
    assertThat(two.describe()).isEqualTo("(3, 2)");
    assertThat(two.floats()[0]).isEqualTo(21);
  }

  @Test
  void cropsBytes() {
    Mat top =
        OneLayerNet.of("Crop", "0=1 3=2").run(Mat.wrap(new byte[] {1, 2, 3, 4}, 1, 4, 1, 1, 1));
    assertThat(top.copy().bytes()).containsExactly(2, 3);
  }

  @Test
  void rejectsPartsThatAreNotThere() {
    assertThatThrownBy(() -> OneLayerNet.of("Crop", "0=5 3=3 6=-9").run(named(1, 7, 1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "bottom \"in0\" is (7) float32, expected one that holds the part with offsets"
                + " [5], sizes [3], outermost first");
    assertThatThrownBy(
            () ->
                OneLayerNet.of("Crop", "-23309=1,5 -23310=1,2 -23311=1,0")
                    .run(named(1, 7, 1, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (7) float32, expected one that holds the part with offsets"
                + " [5], sizes [0], outermost first");
    assertThatThrownBy(
            () -> OneLayerNet.of("Crop", "-23309=1,5 -23310=1,6").run(named(2, 7, 7, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (7, 7) float32, expected another shape: 1 starts and 1 ends"
                + " for 2 axes");
    OneLayerNet integers = OneLayerNet.of("Crop", "0=-233").blobs(2, 1);
    assertThatThrownBy(() -> integers.run(named(2, 7, 6, 1, 1), Mat.of(0, 0)))
        .hasMessage(
            "net.param line 5: layer \"layer\" (Crop): bottom \"in1\" is (2) float32, expected 5"
                + " integers");
    assertThatThrownBy(() -> OneLayerNet.of("Crop", "0=1").net())
        .hasMessage(AT + "has 1 bottoms, must have at least 2");
  }
}
