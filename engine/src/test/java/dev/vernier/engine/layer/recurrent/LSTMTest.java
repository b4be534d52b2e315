package dev.vernier.engine.layer.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LSTMTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static Mat steps(float... values) {
    return Mat.wrap(values, 2, 1, values.length, 1, 1);
  }

  /** One element; weights of the gates i, f, o, g for input and state, and their biases. */
  private static OneLayerNet net(String params, int bottoms, int tops) {
    return OneLayerNet.of("LSTM", "0=1 1=4 " + params)
        .blobs(bottoms, tops)
        .weights(0.5f, -1, 2, 1)
        .weights(0.1f, 0.2f, 0.3f, 0.4f)
        .weights(1, 0.7f, -0.6f, 0.2f);
  }

  private static double cell(double x, double h, double c) {
    double input = sigmoid(0.1 + 0.5 * x + h);
    double forget = sigmoid(0.2 - x + 0.7 * h);
    return forget * c + input * Math.tanh(0.4 + x + 0.2 * h);
  }

  private static double output(double x, double h, double c) {
    return sigmoid(0.3 + 2 * x - 0.6 * h) * Math.tanh(cell(x, h, c));
  }

  @Test
  void keepsACell() {
    double firstCell = cell(0.8, 0, 0);
    double first = output(0.8, 0, 0);
    double second = output(-0.3, first, firstCell);
    assertThat(OneLayerNet.values(net("", 1, 1).run(steps(0.8f, -0.3f))))
        .containsExactly(new float[] {(float) first, (float) second}, ROUNDING);
  }

  @Test
  void takesAndGivesBothStates() {
    List<Mat> tops = net("", 3, 3).runAll(steps(0.8f), Mat.of(0.9f), Mat.of(-0.7f));
    float h = (float) output(0.8, 0.9, -0.7);
    assertThat(OneLayerNet.values(tops.get(0))).containsExactly(new float[] {h}, ROUNDING);
    assertThat(OneLayerNet.values(tops.get(1))).containsExactly(new float[] {h}, ROUNDING);
    assertThat(OneLayerNet.values(tops.get(2)))
        .containsExactly(new float[] {(float) cell(0.8, 0.9, -0.7)}, ROUNDING);
  }

  /** A cell of one element that gives two outputs, 3·h and −2·h, of which the first comes back. */
  @Test
  void projectsTheHiddenState() {
    Mat top =
        OneLayerNet.of("LSTM", "0=2 1=4 3=1")
            .weights(0.5f, -1, 2, 1)
            .weights(0.1f, 0.2f, 0.3f, 0.4f)
            .weights(1, 0, 0.7f, 0, -0.6f, 0, 0.2f, 0)
            .weights(3, -2)
            .run(steps(0.8f, -0.3f));
    double first = output(0.8, 0, 0);
    double second = output(-0.3, 3 * first, cell(0.8, 0, 0));
    assertThat(top.describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {
              (float) (3 * first), (float) (-2 * first), (float) (3 * second), (float) (-2 * second)
            },
            Offset.offset(3e-6f));
  }

  @Test
  void rejectsWhatDoesNotFit() {
    String at = "net.param line 6: layer \"layer\" (LSTM): ";
    assertThatThrownBy(() -> net("", 3, 1).run(steps(1), Mat.of(1), Mat.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(at + "bottom \"in2\" is (2) float32, expected float32 (1, 1)");
    assertThatThrownBy(() -> net("", 2, 1).net())
        .hasMessageContaining("has 2 bottoms and 1 tops, must have 1 or 3");
  }

  /** 32,000 sums of gates a step: more than an array holds, from a bottom of 400 kB. */
  @Test
  void namesItselfWhereTheSumsOfAllStepsAreTooMany() {
    OneLayerNet wide =
        OneLayerNet.of("LSTM", "0=1 1=32000 3=8000")
            .weights(new float[32000])
            .weights(new float[32000])
            .weights(new float[32000])
            .weights(new float[8000]);
    assertThatThrownBy(() -> wide.run(Mat.create(Mat.Type.FLOAT32, 1, 100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 4: layer \"layer\" (LSTM): cannot make a blob of 32000 x 100000 x 1 x"
                + " 1: shape 32000 x 100000 x 1 x 1 has more than 2^31 - 1 elements");
  }
}
