package dev.vernier.engine.layer.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** One input element and one output element: h = tanh(x·2 + h·0.5 + 0.1) forwards. */
class RNNTest {
  private static final String AT = "net.param line ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  private static Mat steps(float... values) {
    return Mat.wrap(values, 2, 1, values.length, 1, 1);
  }

  private static float step(float x, float h, double wx, double wh, double b) {
    return (float) Math.tanh(wx * x + wh * h + b);
  }

  @Test
  void carriesItsStateForwards() {
    Mat top =
        OneLayerNet.of("RNN", "0=1 1=1")
            .weights(2)
            .weights(0.1f)
            .weights(0.5f)
            .run(steps(0.3f, -0.2f));
    float first = step(0.3f, 0, 2, 0.5, 0.1);
    assertThat(top.describe()).isEqualTo("(1, 2)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {first, step(-0.2f, first, 2, 0.5, 0.1)}, ROUNDING);
  }

  @Test
  void startsAtTheEndBackwards() {
    Mat top =
        OneLayerNet.of("RNN", "0=1 1=1 2=1")
            .weights(2)
            .weights(0.1f)
            .weights(0.5f)
            .run(steps(0.3f, -0.2f));
    float last = step(-0.2f, 0, 2, 0.5, 0.1);
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {step(0.3f, last, 2, 0.5, 0.1), last}, ROUNDING);
  }

  /** Both directions side by side, each with its weights, and the states that go in and out. */
  @Test
  void takesAndGivesTheStatesOfBothDirections() {
    OneLayerNet net =
        OneLayerNet.of("RNN", "0=1 1=2 2=2")
            .blobs(2, 2)
            .weights(2, 3)
            .weights(0.1f, 0.2f)
            .weights(0.5f, -1);
    List<Mat> tops =
        net.runAll(steps(0.3f, -0.2f), Mat.wrap(new float[] {0.7f, -0.6f}, 2, 1, 2, 1, 1));
    float f0 = step(0.3f, 0.7f, 2, 0.5, 0.1);
    float f1 = step(-0.2f, f0, 2, 0.5, 0.1);
    float b1 = step(-0.2f, -0.6f, 3, -1, 0.2);
    float b0 = step(0.3f, b1, 3, -1, 0.2);
    assertThat(tops.get(0).describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(tops.get(0)))
        .containsExactly(new float[] {f0, b0, f1, b1}, ROUNDING);
    assertThat(tops.get(1).describe()).isEqualTo("(1, 2)");
    assertThat(OneLayerNet.values(tops.get(1))).containsExactly(new float[] {f1, b0}, ROUNDING);
  }

  /** x = (1, -0.5) becomes (127, -64) under 127; the first state is zero. */
  @Test
  void multipliesInIntegers() {
    Mat top =
        OneLayerNet.of("RNN", "0=1 1=2 8=2")
            .int8Weights(100, 50)
            .weights(0.1f)
            .int8Weights(64)
            .raw(200)
            .raw(128)
            .run(Mat.wrap(new float[] {1, -0.5f, 0, 0}, 2, 2, 2, 1, 1));
    float first = (float) Math.tanh(0.1 + (127 * 100 - 64 * 50) / (127.0 * 200));
    float second = (float) Math.tanh(0.1 + first * 0.5);
    assertThat(OneLayerNet.values(top)).containsExactly(new float[] {first, second}, ROUNDING);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    OneLayerNet net = OneLayerNet.of("RNN", "0=1 1=1").weights(2).weights(0.1f).weights(0.5f);
    assertThatThrownBy(() -> net.run(Mat.create(Mat.Type.FLOAT32, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "4: layer \"layer\" (RNN): bottom \"in0\" is (2, 3) float32, expected float32 (1,"
                + " steps)");
    OneLayerNet stateful =
        OneLayerNet.of("RNN", "0=1 1=1").blobs(2, 1).weights(2).weights(0.1f).weights(0.5f);
    assertThatThrownBy(() -> stateful.run(steps(1), Mat.of(1, 2)))
        .hasMessage(
            AT
                + "5: layer \"layer\" (RNN): bottom \"in1\" is (2) float32, expected float32 (1,"
                + " 1)");
    assertThatThrownBy(() -> OneLayerNet.of("RNN", "0=2 1=3").net())
        .hasMessage(
            AT
                + "4: layer \"layer\" (RNN): weight_data_size is 3, must be a multiple of the"
                + " outputs of all gates and directions, 2");
    assertThatThrownBy(() -> OneLayerNet.of("RNN", "0=1 1=1 8=2").weights(1).net())
        .hasMessage(
            AT
                + "4: layer \"layer\" (RNN): its weights are stored as FLOAT32, must be INT8 where"
                + " int8_scale_term is set and nowhere else");
    assertThatThrownBy(() -> OneLayerNet.of("RNN", "0=1 1=1").blobs(3, 1).net())
        .hasMessage(AT + "6: layer \"layer\" (RNN): has 3 bottoms and 1 tops, must have 1 or 2");
  }
}
