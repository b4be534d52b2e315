package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class Deconvolution1DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Deconvolution1D): ";
  private static final Mat PAIR = Mat.wrap(new float[] {1, 2}, 2, 2, 1, 1, 1);

  private static float[] run(String params, float... weights) {
    return OneLayerNet.values(OneLayerNet.of("Deconvolution1D", params).weights(weights).run(PAIR));
  }

  @Test
  void spreadsEachElementOverTheWindow() {
    Mat top =
        OneLayerNet.of("Deconvolution1D", "0=1 1=2 5=1 6=2").weights(1, 10).raw(0.5f).run(PAIR);
    assertThat(top.describe()).isEqualTo("(3, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(1.5f, 12.5f, 20.5f);
  }

  @Test
  void strideAndDilationLeaveGaps() {
    assertThat(run("0=1 1=1 3=3 18=1 6=1", 1)).containsExactly(1, 0, 0, 2, 0);
    assertThat(run("0=1 1=2 2=2 6=2", 1, 10)).containsExactly(1, 2, 10, 20);
  }

  @Test
  void sumsRowsAndKeepsOutputsApart() {
    Mat top =
        OneLayerNet.of("Deconvolution1D", "0=2 1=1 6=4")
            .weights(1, 10, 100, 1000)
            .run(Mat.wrap(new float[] {1, 2}, 2, 1, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(21, 2100);
  }

  @Test
  void padsOrSizesCutTheImage() {
    assertThat(run("0=1 1=2 4=1 15=0 6=2", 1, 10)).containsExactly(12, 20);
    assertThat(run("0=1 1=2 4=-233 20=2 6=2", 1, 10)).containsExactly(1, 12);
    assertThat(run("0=1 1=2 4=-234 20=2 6=2", 1, 10)).containsExactly(12, 20);
    assertThat(run("0=1 1=2 4=-233 6=2", 1, 10)).containsExactly(1, 12, 20);
  }

  @Test
  void takesWeightAndBiasAsBottoms() {
    // (kernel_w, outputs, inputs)
    Mat kernel = Mat.wrap(new float[] {1, 10, 100, 1000}, 3, 1, 2, 1, 2);
    Mat top =
        OneLayerNet.of("Deconvolution1D", "5=1 28=1 9=1")
            .blobs(3, 1)
            .run(Mat.wrap(new float[] {1, 2}, 2, 1, 2, 1, 1), kernel, Mat.of(0.5f, -3000));
    assertThat(OneLayerNet.values(top)).containsExactly(201.5f, 0);
  }

  @Test
  void countsItsWork() {
    OneLayerNet net = OneLayerNet.of("Deconvolution1D", "0=1 1=2 6=2").weights(1, 2);
    assertThat(net.layer().multiplyAdds(new Mat[] {PAIR}, new Mat[] {net.run(PAIR)})).isEqualTo(4);
    assertThat(net.layer().weightBytes()).isEqualTo(8);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> run("0=1 1=1 6=1 20=3", 1))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "output_w is 3 but pad_left is 0, must be -233 or -234 for output_w");
    assertThatThrownBy(() -> run("0=1 1=1 4=1 6=1", 1))
        .hasMessage(
            AT + "bottom \"in0\" is (2, 1) float32, expected one whose image of 2 can be cut to 0");
    assertThatThrownBy(() -> run("0=1 1=1 4=-233 20=3 6=1", 1))
        .hasMessage(
            AT + "bottom \"in0\" is (2, 1) float32, expected one whose image of 2 can be cut to 3");
    assertThatThrownBy(() -> run("0=1 1=1 6=2", 1, 2))
        .hasMessage(AT + "bottom \"in0\" is (2, 1) float32, expected 2 rows");
    OneLayerNet given = OneLayerNet.of("Deconvolution1D", "28=1").blobs(2, 1);
    assertThatThrownBy(() -> given.run(PAIR, OneLayerNet.counting(3, 1, 1, 1, 2)))
        .hasMessage(
            "net.param line 5: layer \"layer\" (Deconvolution1D): bottom \"in1\" is (1, 1, 2)"
                + " float32, expected (kernel_w, outputs a group, inputs) for 1 inputs in 1"
                + " groups");
  }
}
