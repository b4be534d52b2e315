package dev.vernier.engine.layer.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GRUTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** One element; weights of reset, update and new for input and state, and four biases. */
  private static OneLayerNet net(String params, int bottoms, int tops) {
    return OneLayerNet.of("GRU", "0=1 1=3 " + params)
        .blobs(bottoms, tops)
        .weights(0.5f, -1, 2)
        .weights(0.1f, 0.2f, 0.3f, 0.4f)
        .weights(1, 0.7f, -0.6f);
  }

  private static float step(double x, double h) {
    double reset = sigmoid(0.1 + 0.5 * x + h);
    double update = sigmoid(0.2 - x + 0.7 * h);
    double fresh = Math.tanh(0.3 + 2 * x + reset * (0.4 - 0.6 * h));
    return (float) ((1 - update) * fresh + update * h);
  }

  @Test
  void mixesTheNewWithTheOldByItsGates() {
    float first = step(0.8, 0);
    float second = step(-0.3, first);
    Mat steps = Mat.wrap(new float[] {0.8f, -0.3f}, 2, 1, 2, 1, 1);
    assertThat(OneLayerNet.values(net("", 1, 1).run(steps)))
        .containsExactly(new float[] {first, second}, ROUNDING);
  }

  @Test
  void takesAndGivesItsState() {
    List<Mat> tops =
        net("2=1", 2, 2).runAll(Mat.wrap(new float[] {0.8f}, 2, 1, 1, 1, 1), Mat.of(0.9f));
    assertThat(OneLayerNet.values(tops.get(0)))
        .containsExactly(new float[] {step(0.8, 0.9)}, ROUNDING);
    assertThat(OneLayerNet.values(tops.get(1))).isEqualTo(OneLayerNet.values(tops.get(0)));
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> net("", 1, 1).run(Mat.create(Mat.Type.INT8, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 4: layer \"layer\" (GRU): bottom \"in0\" is (1, 2) int8, expected"
                + " float32 (1, steps)");
  }
}
