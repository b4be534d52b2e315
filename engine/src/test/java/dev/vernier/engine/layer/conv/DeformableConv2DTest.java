package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class DeformableConv2DTest {
  private static final String AT = "net.param line 5: layer \"layer\" (DeformableConv2D): ";

  /** 1 2 / 3 4. */
  private static final Mat SQUARE = Mat.wrap(new float[] {1, 2, 3, 4}, 3, 2, 2, 1, 1);

  private static OneLayerNet net(String params, int bottoms, float... weights) {
    return OneLayerNet.of("DeformableConv2D", params).blobs(bottoms, 1).weights(weights);
  }

  /** Offsets of a 1 × 1 kernel: down for each pixel, then right for each. */
  private static Mat offsets(float... values) {
    return Mat.wrap(values, 3, 2, 2, 1, 2);
  }

  @Test
  void withoutOffsetsItIsAConvolution() {
    Mat bottom = OneLayerNet.counting(3, 3, 2, 1, 2);
    Mat top =
        net("0=2 1=2 5=1 6=16", 2, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 1)
            .raw(0.5f, 0)
            .run(bottom, Mat.create(Mat.Type.FLOAT32, 2, 1, 8));
    assertThat(top.describe()).isEqualTo("(2, 1, 2)");
    // 0+2+9+16 + 30+42+63+80, and one more for each weight, 36, a column further.
    assertThat(OneLayerNet.values(top)).containsExactly(242.5f, 278.5f, 10, 11);
  }

  @Test
  void readsBetweenFourElements() {
    Mat top =
        net("0=1 1=1 6=1", 2, 1).run(SQUARE, offsets(0.5f, 0, -0.25f, 0, 0.5f, -0.5f, 0, 0.75f));
    // The centre; half-way left; a quarter up from 3; past the right edge, where zeros are.
    assertThat(OneLayerNet.values(top)).containsExactly(2.5f, 1.5f, 2.5f, 1);
  }

  @Test
  void outsideIsZero() {
    Mat top = net("0=1 1=1 6=1", 2, 1).run(SQUARE, offsets(-1, 0, Float.NaN, 1, 0, 1, 0, 0));
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0, 0, 0);
    Mat halfOut = net("0=1 1=1 6=1", 2, 1).run(SQUARE, offsets(-0.5f, 0, 0.5f, 0, 0, 0, 0, -1.5f));
    assertThat(OneLayerNet.values(halfOut)).containsExactly(0.5f, 2, 1.5f, 1.5f);
  }

  @Test
  void doesNotMultiplyWhatItDoesNotReach() {
    Mat infinite = Mat.wrap(new float[] {Float.POSITIVE_INFINITY, 2, 3, 4}, 3, 2, 2, 1, 1);
    Mat top = net("0=1 1=1 6=1", 2, 1).run(infinite, offsets(0, 0, 5, 0, 0, 5, 0, 0));
    assertThat(OneLayerNet.values(top)).containsExactly(Float.POSITIVE_INFINITY, 0, 0, 4);
  }

  @Test
  void scalesByTheMask() {
    Mat mask = Mat.wrap(new float[] {1, 10, 100, 0}, 3, 2, 2, 1, 1);
    Mat top = net("0=1 1=1 6=1 9=1", 3, 1).run(SQUARE, Mat.create(Mat.Type.FLOAT32, 2, 2, 2), mask);
    assertThat(OneLayerNet.values(top)).containsExactly(1, 20, 300, 0);
  }

  @Test
  void offsetsBelongToKernelElements() {
    // A 2 × 1 kernel on one row: element 0 stays, element 1 moves left by one.
    Mat row = Mat.wrap(new float[] {1, 2, 3}, 3, 3, 1, 1, 1);
    Mat moves = Mat.wrap(new float[] {0, 0, 0, 0, 0, 0, -1, -1}, 3, 2, 1, 1, 4);
    Mat top = net("0=1 1=2 11=1 6=2", 2, 1, 10).run(row, moves);
    assertThat(OneLayerNet.values(top)).containsExactly(11, 22);
  }

  @Test
  void padsStridesAndDilates() {
    Mat row = Mat.wrap(new float[] {1, 2, 3}, 3, 3, 1, 1, 1);
    Mat none = Mat.create(Mat.Type.FLOAT32, 2, 1, 4);
    assertThat(OneLayerNet.values(net("0=1 1=2 11=1 3=2 4=1 14=0 6=2", 2, 1, 10).run(row, none)))
        .containsExactly(10, 32);
    Mat one = Mat.create(Mat.Type.FLOAT32, 1, 1, 4);
    assertThat(OneLayerNet.values(net("0=1 1=2 11=1 2=2 6=2", 2, 1, 10).run(row, one)))
        .containsExactly(31);
  }

  @Test
  void countsItsWork() {
    OneLayerNet net = net("0=1 1=1 6=1", 2, 1);
    Mat[] bottoms = {SQUARE, offsets(0, 0, 0, 0, 0, 0, 0, 0)};
    assertThat(net.layer().multiplyAdds(bottoms, new Mat[] {net.run(bottoms)})).isEqualTo(4);
    assertThat(net.layer().weightBytes()).isEqualTo(4);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> net("0=1 1=1 6=1", 1, 1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            "net.param line 4: layer \"layer\" (DeformableConv2D): has 1 bottoms, must have at"
                + " least 2");
    OneLayerNet net = net("0=1 1=1 6=1", 2, 1);
    assertThatThrownBy(() -> net.run(SQUARE, SQUARE))
        .hasMessage(AT + "bottom \"in1\" is (2, 2, 1) float32, expected float32 (2, 2, 2)");
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(3, 2, 2, 1, 2), SQUARE))
        .hasMessage(AT + "bottom \"in0\" is (2, 2, 2) float32, expected 1 channels");
    assertThatThrownBy(
            () ->
                net("0=1 1=1 6=1", 3, 1)
                    .run(SQUARE, offsets(0, 0, 0, 0, 0, 0, 0, 0), Mat.of(1, 2, 3, 4)))
        .hasMessage(
            "net.param line 6: layer \"layer\" (DeformableConv2D): bottom \"in2\" is (4) float32,"
                + " expected float32 (2, 2, 1)");
  }
}
