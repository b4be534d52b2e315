package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.layer.Quantizable;
import org.junit.jupiter.api.Test;

class InnerProductTest {
  private static final String AT = "net.param line 4: layer \"layer\" (InnerProduct): ";

  private static OneLayerNet twoByTwo() {
    return OneLayerNet.of("InnerProduct", "0=2 1=1 2=4").weights(1, 2, 3, 4).raw(10, 20);
  }

  @Test
  void multipliesAVector() {
    Mat top = twoByTwo().run(Mat.of(5, 6));
    assertThat(top.describe()).isEqualTo("(2)");
    assertThat(OneLayerNet.values(top)).containsExactly(27, 59);
  }

  @Test
  void multipliesEachRow() {
    Mat top = twoByTwo().run(Mat.wrap(new float[] {5, 6, 0, 1}, 2, 2, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(27, 59, 12, 24);
  }

  @Test
  void flattensMoreDimensions() {
    assertThat(OneLayerNet.values(twoByTwo().run(Mat.wrap(new float[] {5, 6}, 3, 1, 1, 1, 2))))
        .containsExactly(27, 59);
    assertThat(twoByTwo().run(Mat.wrap(new float[] {5, 6}, 4, 1, 1, 2, 1)).describe())
        .isEqualTo("(2)");
  }

  @Test
  void appliesTheFusedActivation() {
    Mat top =
        OneLayerNet.of("InnerProduct", "0=2 2=2 9=3 -23310=2,0.0,1.5")
            .weights(1, -1)
            .run(Mat.of(2));
    assertThat(OneLayerNet.values(top)).containsExactly(1.5f, 0);
  }

  @Test
  void sumsIntegersAndScalesBack() {
    OneLayerNet net =
        OneLayerNet.of("InnerProduct", "0=2 1=1 2=4 8=1")
            .int8Weights(1, 2, 3, 4)
            .raw(1, 2)
            .raw(1, 2)
            .raw(10);
    Mat rows = net.run(Mat.wrap(new float[] {0.5f, 0.64f, 0, 0}, 2, 2, 2, 1, 1));
    // 5 and 6: 17 / 10 + 1 and 39 / 20 + 2.
    assertThat(OneLayerNet.values(rows)).containsExactly(2.7f, 3.95f, 1, 2);
    Mat bytes = net.run(Mat.wrap(new byte[] {5, 6}, 1, 2, 1, 1, 1));
    assertThat(OneLayerNet.values(bytes)).containsExactly(2.7f, 3.95f);
  }

  @Test
  void anAllZeroOutputHasScaleZeroAndGivesItsBias() {
    Mat top =
        OneLayerNet.of("InnerProduct", "0=1 1=1 2=2 8=1")
            .int8Weights(0, 0)
            .raw(3)
            .raw(0)
            .raw(10)
            .run(Mat.of(5, 6));
    assertThat(OneLayerNet.values(top)).containsExactly(3);
  }

  @Test
  void tellsOfItsWeightsAndWork() {
    OneLayerNet net = twoByTwo();
    Quantizable layer = (Quantizable) net.layer();
    assertThat(layer.scaleCount()).isEqualTo(2);
    assertThat(layer.weightBits()).isEqualTo(8);
    assertThat(layer.weight().toFloats()).containsExactly(1, 2, 3, 4);
    Mat bottom = Mat.of(5, 6);
    assertThat(net.layer().multiplyAdds(new Mat[] {bottom}, new Mat[] {net.run(bottom)}))
        .isEqualTo(4);
    assertThat(net.layer().weightBytes()).isEqualTo(24);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> OneLayerNet.of("InnerProduct", "0=2 2=5").weights(1, 2).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "weight_data_size is 5, must be a multiple of num_output, 2");
    assertThatThrownBy(
            () -> OneLayerNet.of("InnerProduct", "0=1 2=4").int8Weights(1, 2, 3, 4).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            AT
                + "int8_scale_term is 0 but the weights are stored as int8, must be set so that"
                + " their scales are read");
    assertThatThrownBy(() -> twoByTwo().run(Mat.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(AT + "bottom \"in0\" is (3) float32, expected 2 elements, or rows of 2");
    assertThatThrownBy(() -> twoByTwo().run(Mat.create(Mat.Type.INT32, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(AT + "bottom \"in0\" is (2) int32, expected float32");
  }
}
