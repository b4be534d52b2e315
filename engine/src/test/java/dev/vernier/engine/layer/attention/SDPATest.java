package dev.vernier.engine.layer.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** One head, queries and keys of one element, so that the scores are plain products. */
class SDPATest {
  private static final String AT = "net.param line 6: layer \"layer\" (SDPA): ";

  private static Mat rows(float... values) {
    return Mat.wrap(values, 3, 1, values.length, 1, 1);
  }

  private static float mean(double[] scores, double... values) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += Math.exp(scores[i]) * values[i];
      weights += Math.exp(scores[i]);
    }
    return (float) (sum / weights);
  }

  @Test
  void weighsValuesByTheSoftmaxOfTheScores() {
    Mat top = OneLayerNet.of("SDPA", "").blobs(3, 1).run(rows(1, 2), rows(0.5f, -1), rows(10, 20));
    assertThat(top.describe()).isEqualTo("(1, 2, 1)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {mean(new double[] {0.5, -1}, 10, 20), mean(new double[] {1, -2}, 10, 20)},
            Offset.offset(1e-5f));
  }

  @Test
  void scalesAndMasks() {
    Mat mask = Mat.wrap(new float[] {0, -1e9f, 0, 3}, 2, 2, 2, 1, 1);
    Mat top =
        OneLayerNet.of("SDPA", "5=1 6=0.1")
            .blobs(4, 1)
            .run(rows(1, 2), rows(0.5f, -1), rows(10, 20), mask);
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {10, mean(new double[] {0.1, 2.8}, 10, 20)}, Offset.offset(1e-5f));
  }

  /** Two heads share one group of keys and values. */
  @Test
  void sharesKeysAmongTheHeadsOfAGroup() {
    Mat q = Mat.wrap(new float[] {1, 2}, 3, 1, 1, 1, 2);
    Mat top = OneLayerNet.of("SDPA", "").blobs(3, 1).run(q, rows(0.5f, -1), rows(10, 20));
    assertThat(top.describe()).isEqualTo("(1, 1, 2)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {mean(new double[] {0.5, -1}, 10, 20), mean(new double[] {1, -2}, 10, 20)},
            Offset.offset(1e-5f));
  }

  @Test
  void putsThePastBeforeTheNewAndGivesBoth() {
    List<Mat> tops =
        OneLayerNet.of("SDPA", "7=1")
            .blobs(5, 3)
            .runAll(rows(1), rows(-1), rows(20), rows(0.5f), rows(10));
    assertThat(OneLayerNet.values(tops.get(0)))
        .containsExactly(new float[] {mean(new double[] {0.5, -1}, 10, 20)}, Offset.offset(1e-5f));
    assertThat(OneLayerNet.values(tops.get(1))).containsExactly(0.5f, -1);
    assertThat(OneLayerNet.values(tops.get(2))).containsExactly(10, 20);
  }

  /** The first run of a net with a cache has no past. */
  @Test
  void startsWithoutAPast() {
    Mat none = Mat.empty(Mat.Type.FLOAT32);
    List<Mat> tops =
        OneLayerNet.of("SDPA", "7=1").blobs(5, 3).runAll(rows(1), rows(-1), rows(20), none, none);
    assertThat(OneLayerNet.values(tops.get(0))).containsExactly(20);
    assertThat(OneLayerNet.values(tops.get(1))).containsExactly(-1);
  }

  /** All operands are whole under their scales, so that int8 changes the softmax alone. */
  @Test
  void multipliesInInt8() {
    Mat top =
        OneLayerNet.of("SDPA", "6=1.0 18=2")
            .blobs(3, 1)
            .run(rows(1), rows(0.5f, -1), rows(127, -127));
    // 0.5 · 127 is 63.5 and rounds to 64; the larger weight of the softmax becomes 127.
    double second = Math.exp(-1 - 64 / 127.0);
    float expected = (float) ((127 - Math.round(127 * second)) / (1 + second));
    assertThat(top.floats()[0]).isEqualTo(expected, Offset.offset(1e-3f));
  }

  @Test
  void rejectsWhatDoesNotFit() {
    OneLayerNet net = OneLayerNet.of("SDPA", "").blobs(3, 1);
    Mat q = Mat.create(Mat.Type.FLOAT32, 4, 2, 3);
    Mat k = Mat.create(Mat.Type.FLOAT32, 4, 5, 3);
    assertThatThrownBy(() -> net.run(q, Mat.create(Mat.Type.FLOAT32, 4, 5, 2), k))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "bottom \"in1\" is (4, 5, 2) float32, expected (4, keys, groups) with groups that"
                + " divide the 3 heads");
    assertThatThrownBy(() -> net.run(q, k, Mat.create(Mat.Type.FLOAT32, 7, 6, 3)))
        .hasMessage(
            AT + "bottom \"in2\" is (7, 6, 3) float32, expected (size, 5, 3) beside its keys");
    assertThatThrownBy(() -> OneLayerNet.of("SDPA", "7=1").blobs(4, 1).net())
        .hasMessageEndingWith("has 4 bottoms, must have 3 or 5");
    OneLayerNet masked = OneLayerNet.of("SDPA", "5=1").blobs(4, 1);
    assertThatThrownBy(() -> masked.run(q, k, k, Mat.create(Mat.Type.FLOAT32, 5, 2, 2)))
        .hasMessageEndingWith("bottom \"in3\" is (5, 2, 2) float32, expected (5, 2) or (5, 2, 3)");
  }
}
