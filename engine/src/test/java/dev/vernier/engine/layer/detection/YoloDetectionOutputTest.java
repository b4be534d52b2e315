package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class YoloDetectionOutputTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);
  private static final String AT = "net.param line 4: layer \"layer\" (YoloDetectionOutput): ";

  /** One cell of x, y, width, height, objectness and classes. */
  private static Mat cell(float... channels) {
    return Mat.wrap(channels, 3, 1, 1, 1, channels.length);
  }

  @Test
  void makesABoxOfACell() {
    OneLayerNet net = OneLayerNet.of("YoloDetectionOutput", "0=1 1=1 -23304=2,0.5,1.0");
    Mat top = net.run(cell(0, 0, 0, 0, 0, 5));
    assertThat(top.describe()).isEqualTo("(6, 1)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {1, 0.5f, 0.25f, 0, 0.75f, 1}, ROUNDING);
  }

  @Test
  void takesTheSoftmaxOfTheBestClass() {
    OneLayerNet net = OneLayerNet.of("YoloDetectionOutput", "0=2 1=1 -23304=2,0.5,1.0");
    float[] row = OneLayerNet.values(net.run(cell(0, 0, 0, 0, 100, 0, (float) Math.log(3))));
    assertThat(row[0]).isEqualTo(2f);
    assertThat(row[1]).isEqualTo(0.75f, ROUNDING);
  }

  /** Two cells side by side, each with an anchor; widths are shares of two cells. */
  @Test
  void placesBoxesInTheirCells() {
    float[] channels = {0, 0, 0, 0, 0, 0, 0, (float) Math.log(2), 0, 9, 1, 1};
    OneLayerNet net = OneLayerNet.of("YoloDetectionOutput", "0=1 1=1 -23304=2,0.5,1.0");
    assertThat(OneLayerNet.values(net.run(Mat.wrap(channels, 3, 2, 1, 1, 6))))
        .containsExactly(
            new float[] {
              1,
              (float) (1 / (1 + Math.exp(-9))),
              0.625f,
              -0.5f,
              0.875f,
              1.5f, //
              1,
              0.5f,
              0.125f,
              0,
              0.375f,
              1
            },
            ROUNDING);
  }

  @Test
  void gathersAllBottomsAndDropsOverlaps() {
    OneLayerNet net = OneLayerNet.of("YoloDetectionOutput", "0=1 1=1 -23304=2,0.5,1.0");
    Mat both = net.blobs(2, 1).run(cell(0, 0, 0, 0, 0, 0), cell(0, 0, -9, -9, 3, 0));
    assertThat(both.describe()).isEqualTo("(6, 2)");
    Mat one = net.blobs(2, 1).run(cell(0, 0, 0, 0, 0, 0), cell(0, 0, 0, 0, 3, 0));
    assertThat(one.describe()).isEqualTo("(6, 1)");
    assertThat(one.floats()[1]).isEqualTo((float) (1 / (1 + Math.exp(-3))), ROUNDING);
  }

  @Test
  void givesARowOfZerosWhereNothingIsFound() {
    OneLayerNet net = OneLayerNet.of("YoloDetectionOutput", "0=1 1=1 2=0.6 -23304=2,0.5,1.0");
    Mat top = net.run(cell(0, 0, 0, 0, 0, 0));
    assertThat(top.describe()).isEqualTo("(6, 1)");
    assertThat(OneLayerNet.values(top)).containsOnly(0f);
    assertThat(OneLayerNet.values(net.run(cell(0, 0, 0, 0, Float.NaN, 0)))).containsOnly(0f);
  }

  @Test
  void rejectsOtherChannelsAndTooFewAnchors() {
    OneLayerNet net = OneLayerNet.of("YoloDetectionOutput", "0=1 1=1 -23304=2,0.5,1.0");
    assertThatThrownBy(() -> net.run(cell(0, 0, 0, 0, 0)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 1, 5) float32, expected float32 (w, h, c) with 5 + 1"
                + " channels for each of 1 boxes");
    assertThatThrownBy(() -> OneLayerNet.of("YoloDetectionOutput", "1=2 -23304=2,0.5,1.0").net())
        .hasMessage(AT + "biases holds 1 anchors, must hold one for each of 2 boxes");
    assertThatThrownBy(() -> OneLayerNet.of("YoloDetectionOutput", "0=0").net())
        .hasMessage(AT + "num_class is 0, must be at least 1");
  }
}
