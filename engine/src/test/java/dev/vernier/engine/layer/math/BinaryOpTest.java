package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryOpTest {

  @ParameterizedTest(name = "op_type {0}")
  @CsvSource({
    "0, 9.5",
    "1, 5.5",
    "2, 15",
    "3, 3.75",
    "4, 7.5",
    "5, 2",
    "6, 56.25",
    "7, -5.5",
    "8, 0.26666668",
    "9, 181.01933",
    "10, 1.3101939",
    "11, 0.26060236",
    "12, 1.5",
    "13, 2",
    "14, 7.5040777",
    "15, 3",
    "16, 0",
    "17, -0.5",
    "18, 2"
  })
  void computesEveryOperation(int type, float expected) {
    Mat top = OneLayerNet.of("BinaryOp", "0=" + type).blobs(2, 1).run(Mat.of(7.5f), Mat.of(2));
    assertThat(top.floats()[0]).isEqualTo(expected, Offset.offset(1e-4f));
    Mat scalar = OneLayerNet.of("BinaryOp", "0=" + type + " 1=1 2=2.0").run(Mat.of(7.5f));
    assertThat(scalar.floats()[0]).isEqualTo(expected, Offset.offset(1e-4f));
  }

  private static Mat shaped(String shape) {
    String[] sizes = shape.split(" ");
    int[] s = new int[sizes.length];
    for (int i = 0; i < s.length; i++) {
      s[i] = Integer.parseInt(sizes[i]);
    }
    return switch (s.length) {
      case 1 -> OneLayerNet.counting(1, s[0], 1, 1, 1);
      case 2 -> OneLayerNet.counting(2, s[0], s[1], 1, 1);
      case 3 -> OneLayerNet.counting(3, s[0], s[1], 1, s[2]);
      default -> OneLayerNet.counting(4, s[0], s[1], s[2], s[3]);
    };
  }

  /** Shapes (w h d c) of a, of b, and of both as they are laid side by side. */
  @ParameterizedTest
  @CsvSource({
    "20, 20, 20 1 1 1, 20 1 1 1",
    "20, 1, 20 1 1 1, 1 1 1 1",
    "1, 1, 1 1 1 1, 1 1 1 1",
    "20 3, 3, 20 3 1 1, 1 3 1 1",
    "20 3, 20, 20 3 1 1, 20 1 1 1",
    "3 3, 3, 3 3 1 1, 1 3 1 1",
    "20 3, 1 3, 20 3 1 1, 1 3 1 1",
    "20 1, 1 3, 20 1 1 1, 1 3 1 1",
    "20 3 4, 4, 20 3 1 4, 1 1 1 4",
    "20 3 4, 20, 20 3 1 4, 20 1 1 1",
    "20 3 4, 3 4, 20 3 1 4, 1 3 1 4",
    "20 3 4, 1 1 4, 20 3 1 4, 1 1 1 4",
    "20 3 4, 20 3 1, 20 3 1 4, 20 3 1 1",
    "20 1 4, 1 3 1, 20 1 1 4, 1 3 1 1",
    "20 3 2 4, 4, 20 3 2 4, 1 1 1 4",
    "20 3 2 4, 20, 20 3 2 4, 20 1 1 1",
    "20 3 2 4, 2 4, 20 3 2 4, 1 1 2 4",
    "20 3 2 4, 3 2 4, 20 3 2 4, 1 3 2 4",
    "20 3 2 4, 20 1 2 1, 20 3 2 4, 20 1 2 1",
    "1 3 1 4, 20 1 2 1, 1 3 1 4, 20 1 2 1"
  })
  void repeatsSizesOfOne(String a, String b, String aLaid, String bLaid) {
    check(a, b, aLaid, bLaid);
    check(b, a, bLaid, aLaid);
  }

  private static void check(String a, String b, String aLaid, String bLaid) {
    Mat first = shaped(a);
    Mat second = shaped(b);
    Mat top = OneLayerNet.of("BinaryOp", "0=1").blobs(2, 1).run(first, second);
    Mat laidA = shaped(aLaid);
    Mat laidB = shaped(bLaid);
    int at = 0;
    for (int q = 0; q < Math.max(laidA.c(), laidB.c()); q++) {
      for (int z = 0; z < Math.max(laidA.d(), laidB.d()); z++) {
        for (int y = 0; y < Math.max(laidA.h(), laidB.h()); y++) {
          for (int x = 0; x < Math.max(laidA.w(), laidB.w()); x++) {
            assertThat(top.floats()[at])
                .as("%s - %s at %d %d %d %d", a, b, x, y, z, q)
                .isEqualTo(element(laidA, x, y, z, q) - element(laidB, x, y, z, q));
            at++;
          }
        }
      }
    }
    assertThat(top.size()).isEqualTo(at);
    assertThat(top.dims()).isEqualTo(Math.max(first.dims(), second.dims()));
  }

  private static float element(Mat mat, int x, int y, int z, int q) {
    int column = Math.min(x, mat.w() - 1);
    int row = Math.min(y, mat.h() - 1);
    int plane = Math.min(z, mat.d() - 1);
    int channel = Math.min(q, mat.c() - 1);
    return mat.floats()[((channel * mat.d() + plane) * mat.h() + row) * mat.w() + column];
  }

  @Test
  void rejectsSizesThatDoNotFit() {
    assertThatThrownBy(
            () ->
                OneLayerNet.of("BinaryOp", "0=0").blobs(2, 1).run(shaped("4 3 2"), shaped("3 3 2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 5: layer \"layer\" (BinaryOp): bottom \"in1\" is (3, 3, 2) float32,"
                + " expected sizes that are those of (4, 3, 2) float32 or 1");
  }

  @Test
  void rejectsBytesUnknownOperationsAndMissingBottoms() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("BinaryOp", "").blobs(2, 1).run(Mat.of(1, 2), bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 5: layer \"layer\" (BinaryOp): bottom \"in1\" is (2) int8, expected"
                + " float32");
    String at = "net.param line 4: layer \"layer\" (BinaryOp): ";
    assertThatThrownBy(() -> OneLayerNet.of("BinaryOp", "0=19 1=1").net())
        .hasMessage(at + "op_type is 19, must be at most 18");
    assertThatThrownBy(() -> OneLayerNet.of("BinaryOp", "").net())
        .hasMessage(at + "has 1 bottoms, must have at least 2");
  }
}
