package dev.vernier.engine.layer.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** One head of one element: q = 2x, k = 3x + 1, v = 5x, out = 7·attended + 0.5. */
class MultiHeadAttentionTest {
  private static final String AT = "layer \"layer\" (MultiHeadAttention): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-4f);

  private static OneLayerNet net(String params, int bottoms, int tops) {
    return OneLayerNet.of("MultiHeadAttention", "0=1 1=1 2=1 " + params)
        .blobs(bottoms, tops)
        .weights(2)
        .raw(0)
        .weights(3)
        .raw(1)
        .weights(5)
        .raw(0)
        .weights(7)
        .raw(0.5f);
  }

  private static Mat rows(float... values) {
    return Mat.wrap(values, 2, 1, values.length, 1, 1);
  }

  /** What query x gives for these keys and values, after their projections. */
  private static float attend(double x, double[] keys, double... values) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < keys.length; i++) {
      double weight = Math.exp(2 * x * keys[i]);
      sum += weight * values[i];
      weights += weight;
    }
    return (float) (7 * sum / weights + 0.5);
  }

  @Test
  void attendsToItself() {
    Mat top = net("", 1, 1).run(rows(0.1f, -0.2f));
    double[] keys = {1.3, 0.4};
    assertThat(top.describe()).isEqualTo("(1, 2)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {attend(0.1, keys, 0.5, -1), attend(-0.2, keys, 0.5, -1)}, ROUNDING);
  }

  @Test
  void takesKeysAndValuesFromOtherBottoms() {
    double[] keys = {1.9, -0.8};
    Mat other = rows(0.3f, -0.6f);
    assertThat(OneLayerNet.values(net("", 2, 1).run(rows(0.1f), other)))
        .containsExactly(new float[] {attend(0.1, keys, 1.5, -3)}, ROUNDING);
    assertThat(OneLayerNet.values(net("", 3, 1).run(rows(0.1f), other, rows(1, 2))))
        .containsExactly(new float[] {attend(0.1, keys, 5, 10)}, ROUNDING);
  }

  @Test
  void masksAndScales() {
    Mat mask = Mat.wrap(new float[] {0, -1e9f}, 2, 2, 1, 1, 1);
    assertThat(OneLayerNet.values(net("5=1", 3, 1).run(rows(0.1f), rows(0.3f, -0.6f), mask)))
        .containsExactly(new float[] {7 * 1.5f + 0.5f}, ROUNDING);
    assertThat(OneLayerNet.values(net("6=0.0", 2, 1).run(rows(0.1f), rows(0.3f, -0.6f))))
        .as("all keys weigh the same")
        .containsExactly(new float[] {7 * -0.75f + 0.5f}, ROUNDING);
  }

  @Test
  void putsNewKeysBehindThePastOnesInSelfAttention() {
    List<Mat> tops = net("7=1", 3, 3).runAll(rows(0.1f), rows(0.4f), rows(-1));
    assertThat(OneLayerNet.values(tops.get(0)))
        .containsExactly(new float[] {attend(0.1, new double[] {0.4, 1.3}, -1, 0.5)}, ROUNDING);
    assertThat(tops.get(1).describe()).isEqualTo("(2, 1)");
    assertThat(OneLayerNet.values(tops.get(1))).containsExactly(new float[] {0.4f, 1.3f}, ROUNDING);
    assertThat(OneLayerNet.values(tops.get(2))).containsExactly(new float[] {-1, 0.5f}, ROUNDING);
  }

  /** The first run of a net with a cache has no past. */
  @Test
  void startsWithoutAPast() {
    Mat none = Mat.empty(Mat.Type.FLOAT32);
    float[] expected = OneLayerNet.values(net("", 2, 1).run(rows(0.1f), rows(0.3f, -0.6f)));
    List<Mat> tops = net("7=1", 4, 3).runAll(rows(0.1f), rows(0.3f, -0.6f), none, none);
    assertThat(OneLayerNet.values(tops.get(0))).containsExactly(expected, ROUNDING);
    assertThat(tops.get(1).describe()).isEqualTo("(2, 1)");
    assertThatThrownBy(() -> net("7=1", 4, 3).run(none, rows(1), none, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(AT + "bottom \"in0\" is (0) float32, expected at least one element");
  }

  @Test
  void takesThePastForTheKeysInCrossAttention() {
    Mat pastKeys = Mat.wrap(new float[] {0.4f, 0.5f}, 2, 2, 1, 1, 1);
    Mat pastValues = Mat.wrap(new float[] {-1, 2}, 2, 2, 1, 1, 1);
    List<Mat> tops = net("7=1", 4, 3).runAll(rows(0.1f), rows(9), pastKeys, pastValues);
    assertThat(OneLayerNet.values(tops.get(0)))
        .containsExactly(new float[] {attend(0.1, new double[] {0.4, 0.5}, -1, 2)}, ROUNDING);
    assertThat(OneLayerNet.values(tops.get(1))).containsExactly(0.4f, 0.5f);
    assertThat(OneLayerNet.values(tops.get(2))).containsExactly(-1, 2);
  }

  /** Whole numbers under their scales: int8 gives the same but for the softmax's own rounding. */
  @Test
  void multipliesInInt8() {
    Mat top =
        OneLayerNet.of("MultiHeadAttention", "0=1 1=1 2=1 18=2")
            .int8Weights(2)
            .raw(0)
            .int8Weights(3)
            .raw(1)
            .int8Weights(5)
            .raw(0)
            .int8Weights(7)
            .raw(0.5f)
            .raw(1)
            .raw(1)
            .raw(1)
            .raw(1)
            .run(rows(0.1f, -0.2f));
    assertThat(top.floats()[0])
        .isEqualTo(attend(0.1, new double[] {1.3, 0.4}, 0.5, -1), Offset.offset(0.1f));
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> net("", 1, 1).run(Mat.create(Mat.Type.FLOAT32, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(AT + "bottom \"in0\" is (2, 3) float32, expected float32 (1, rows)");
    assertThatThrownBy(() -> net("", 3, 1).run(rows(1), rows(1, 2), rows(1)))
        .hasMessageEndingWith(
            AT + "bottom \"in2\" is (1, 1) float32, expected as many rows as the keys, 2");
    assertThatThrownBy(() -> OneLayerNet.of("MultiHeadAttention", "0=3 1=2 2=3").blobs(1, 1).net())
        .hasMessageEndingWith(AT + "embed_dim is 3, must be a multiple of num_heads, 2");
    assertThatThrownBy(() -> net("5=1", 2, 1).run(rows(1, 2), rows(1)))
        .hasMessageEndingWith(
            AT + "bottom \"in1\" is (1, 1) float32, expected float32 (2, 2) or (2, 2, 1)");
  }
}
