package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Yolov3DetectionOutputTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);
  private static final String AT = "net.param line 4: layer \"layer\" (Yolov3DetectionOutput): ";
  private static final String PARAMS =
      "0=1 1=1 -23304=4,99.0,99.0,16.0,32.0 -23305=2,1.0,1.0 -23306=2,32.0,64.0";

  private static Mat cell(float... channels) {
    return Mat.wrap(channels, 3, 1, 1, 1, channels.length);
  }

  /** The second anchor is 16 x 32 of 32 x 32 pixels; the score is 1 / (1 + 1 · (1 + 1)). */
  @Test
  void makesABoxOfACell() {
    OneLayerNet net = OneLayerNet.of("Yolov3DetectionOutput", PARAMS);
    assertThat(OneLayerNet.values(net.run(cell(0, 0, 0, 0, 0, 0))))
        .containsExactly(new float[] {1, 1 / 3f, 0.25f, 0, 0.75f, 1}, ROUNDING);
  }

  @Test
  void measuresEachBottomByItsOwnScale() {
    OneLayerNet net = OneLayerNet.of("Yolov3DetectionOutput", PARAMS).blobs(2, 1);
    float[] rows = OneLayerNet.values(net.run(cell(0, 0, 0, 0, 0, 0), cell(0, 0, 0, 0, 9, 9)));
    // The second bottom's box is half as wide: a quarter of the image, 3/8 to 5/8.
    assertThat(rows).hasSize(12);
    assertThat(rows[2]).isEqualTo(0.375f, ROUNDING);
    assertThat(rows[4]).isEqualTo(0.625f, ROUNDING);
    assertThat(rows[8]).isEqualTo(0.25f, ROUNDING);
  }

  @Test
  void takesTheBestClass() {
    OneLayerNet net =
        OneLayerNet.of(
            "Yolov3DetectionOutput", "0=3 1=1 -23304=2,16.0,32.0 -23305=1,0 -23306=1,32.0");
    float[] row = OneLayerNet.values(net.run(cell(0, 0, 0, 0, 50, -1, 2, 1)));
    assertThat(row[0]).isEqualTo(2f);
    assertThat(row[1]).isEqualTo(1f, ROUNDING);
  }

  @Test
  void givesARowOfZerosWhereNothingIsFound() {
    OneLayerNet net = OneLayerNet.of("Yolov3DetectionOutput", PARAMS + " 2=0.4");
    Mat top = net.run(cell(0, 0, 0, 0, 0, 0));
    assertThat(top.describe()).isEqualTo("(6, 1)");
    assertThat(OneLayerNet.values(top)).containsOnly(0f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-23304=2,1.0,1.0 -23306=1,32.0;mask holds 0 values, must hold at least 1",
        "-23304=2,1.0,1.0 -23305=1,1.0 -23306=1,32.0;mask holds 1.0, must name one of 1 anchors",
        "-23304=2,1.0,1.0 -23305=1,0;anchors_scale holds 0 values, must hold one for each of 1"
            + " bottoms",
        "-23304=2,1.0,1.0 -23305=1,0 -23306=1,0.5;anchors_scale holds 0.5, must hold 1 or more",
      })
  void refusesAnchorsThatAreNotThere(String params, String problem) {
    assertThatThrownBy(() -> OneLayerNet.of("Yolov3DetectionOutput", "0=1 1=1 " + params).net())
        .hasMessage(AT + problem);
  }
}
