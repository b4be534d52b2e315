package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class DeconvolutionTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Deconvolution): ";
  private static final Mat PAIR = Mat.wrap(new float[] {1, 2}, 3, 2, 1, 1, 1);

  @Test
  void spreadsEachElementOverTheWindow() {
    Mat top =
        OneLayerNet.of("Deconvolution", "0=1 1=2 11=1 5=1 6=2").weights(1, 10).raw(0.5f).run(PAIR);
    assertThat(top.describe()).isEqualTo("(3, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(1.5f, 12.5f, 20.5f);
  }

  @Test
  void strideAndDilationLeaveGaps() {
    Mat strided =
        OneLayerNet.of("Deconvolution", "0=1 1=1 3=3 13=1 6=1 18=1 19=0").weights(1).run(PAIR);
    assertThat(OneLayerNet.values(strided)).containsExactly(1, 0, 0, 2, 0);
    Mat dilated = OneLayerNet.of("Deconvolution", "0=1 1=2 11=1 2=2 6=2").weights(1, 10).run(PAIR);
    assertThat(OneLayerNet.values(dilated)).containsExactly(1, 2, 10, 20);
  }

  @Test
  void sumsInputsAndKeepsOutputsApart() {
    Mat top =
        OneLayerNet.of("Deconvolution", "0=2 1=1 6=4")
            .weights(1, 10, 100, 1000)
            .run(Mat.wrap(new float[] {1, 2}, 3, 1, 1, 1, 2));
    assertThat(OneLayerNet.values(top)).containsExactly(21, 2100);
  }

  @Test
  void setsTilesThatDoNotOverlap() {
    // Kernel and stride are 2 x 3, two inputs, two outputs: output o at (x, y) is what input
    // element
    // (x / 2, y / 3) gives to it, with enough rows for several bands.
    int w = 40;
    int h = 90;
    float[] weights = new float[2 * 2 * 6];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i - 9;
    }
    Mat bottom = Mat.create(Mat.Type.FLOAT32, w, h, 2);
    for (int i = 0; i < bottom.size(); i++) {
      bottom.floats()[i] = i % 7 - 3;
    }
    Mat top =
        OneLayerNet.of("Deconvolution", "0=2 1=2 11=3 3=2 13=3 5=1 6=24")
            .weights(weights)
            .raw(0.5f, -1)
            .run(bottom);
    assertThat(top.describe()).isEqualTo("(80, 270, 2)");
    for (int o = 0; o < 2; o++) {
      for (int y = 0; y < 270; y++) {
        for (int x = 0; x < 80; x++) {
          int at = y / 3 * w + x / 2;
          int element = y % 3 * 2 + x % 2;
          float expected =
              bottom.floats()[at] * weights[o * 12 + element]
                  + bottom.floats()[w * h + at] * weights[o * 12 + 6 + element]
                  + (o == 0 ? 0.5f : -1);
          assertThat(top.floats()[(o * 270 + y) * 80 + x])
              .as("output %d at (%d, %d)", o, x, y)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void padsCutTheImage() {
    Mat top =
        OneLayerNet.of("Deconvolution", "0=1 1=2 11=1 4=1 15=0 14=0 16=0 6=2")
            .weights(1, 10)
            .run(PAIR);
    assertThat(OneLayerNet.values(top)).containsExactly(12, 20);
  }

  @Test
  void samePaddingCutsToTheOutputSize() {
    OneLayerNet upper =
        OneLayerNet.of("Deconvolution", "0=1 1=2 11=1 4=-233 6=2 20=2 21=1").weights(1, 10);
    assertThat(OneLayerNet.values(upper.run(PAIR))).containsExactly(1, 12);
    OneLayerNet lower =
        OneLayerNet.of("Deconvolution", "0=1 1=2 11=1 4=-234 6=2 20=2 21=1").weights(1, 10);
    assertThat(OneLayerNet.values(lower.run(PAIR))).containsExactly(12, 20);
  }

  @Test
  void takesWeightAndBiasAsBottoms() {
    // (kernel_w, kernel_h, outputs, inputs)
    Mat kernel = Mat.wrap(new float[] {1, 10, 100, 1000}, 4, 1, 1, 2, 2);
    Mat top =
        OneLayerNet.of("Deconvolution", "5=1 28=1")
            .blobs(3, 1)
            .run(Mat.wrap(new float[] {1, 2}, 3, 1, 1, 1, 2), kernel, Mat.of(0.5f, 0.25f));
    assertThat(OneLayerNet.values(top)).containsExactly(201.5f, 2010.25f);
  }

  @Test
  void appliesTheFusedActivation() {
    Mat top = OneLayerNet.of("Deconvolution", "0=1 1=1 6=1 9=1").weights(-1).run(PAIR);
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0);
  }

  @Test
  void countsItsWork() {
    OneLayerNet net = OneLayerNet.of("Deconvolution", "0=1 1=2 6=4").weights(1, 2, 3, 4);
    assertThat(net.layer().multiplyAdds(new Mat[] {PAIR}, new Mat[] {net.run(PAIR)})).isEqualTo(8);
    assertThat(net.layer().weightBytes()).isEqualTo(16);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> OneLayerNet.of("Deconvolution", "0=1 1=1 6=1 20=3").weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "output_w is 3 but pad_left is 0, must be -233 or -234 for output_w");
    assertThatThrownBy(() -> OneLayerNet.of("Deconvolution", "0=2 1=1 6=3").weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            AT
                + "weight_data_size is 3, must be a multiple of num_output x kernel_w x kernel_h,"
                + " 2");
    OneLayerNet cut = OneLayerNet.of("Deconvolution", "0=1 1=1 4=1 6=1").weights(1);
    assertThatThrownBy(() -> cut.run(PAIR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 1, 1) float32, expected one whose image of 2 x 1 can be"
                + " cut to 0 x -1");
    assertThatThrownBy(() -> cut.run(OneLayerNet.counting(3, 4, 4, 1, 2)))
        .hasMessage(AT + "bottom \"in0\" is (4, 4, 2) float32, expected 1 channels");
    assertThatThrownBy(() -> cut.run(OneLayerNet.counting(4, 4, 4, 1, 1)))
        .hasMessage(
            AT + "bottom \"in0\" is (4, 4, 1, 1) float32, expected at most three" + " dimensions");
  }
}
