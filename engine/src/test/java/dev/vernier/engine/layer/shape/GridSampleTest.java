package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class GridSampleTest {
  private static final String AT = "net.param line 5: layer \"layer\" (GridSample): ";

  /** Samples at one place a pair of coordinates. */
  private static Mat sample(String params, Mat image, float... places) {
    Mat grid = Mat.wrap(places, 3, 2, places.length / 2, 1, 1);
    return OneLayerNet.of("GridSample", params).blobs(2, 1).run(image, grid);
  }

  @Test
  void blendsFourElements() {
    Mat top = sample("2=1", OneLayerNet.counting(3, 2, 2, 1, 1), -1, -1, 0, 0, 1, 0);
    assertThat(top.describe()).isEqualTo("(3, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1.5f, 2);
  }

  @Test
  void takesZerosOutside() {
    Mat top = sample("", OneLayerNet.counting(3, 2, 2, 1, 1), -1, -1, 1, 1);
    assertThat(top.describe()).isEqualTo("(2, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0.75f);
  }

  @Test
  void takesTheBorderOutside() {
    Mat top = sample("1=2", OneLayerNet.counting(3, 2, 2, 1, 1), 1, 1, 5, -5);
    assertThat(top.describe()).isEqualTo("(2, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(3, 1);
  }

  @Test
  void reflects() {
    Mat top = sample("1=3 2=1", OneLayerNet.counting(3, 2, 2, 1, 1), 1.5f, -1, -2, -1);
    assertThat(top.describe()).isEqualTo("(2, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0.75f, 0.5f);
  }

  @Test
  void takesTheNearest() {
    Mat top = sample("0=2 2=1", OneLayerNet.counting(3, 2, 2, 1, 1), 0.2f, -0.2f, -3, 0);
    assertThat(top.describe()).isEqualTo("(2, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, 0);
  }

  @Test
  void blendsSixteenElements() {
    Mat top = sample("0=3 1=2 2=1", OneLayerNet.counting(3, 2, 2, 1, 1), 0, 0, 1, 1);
    assertThat(top.describe()).isEqualTo("(2, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(1.5f, 3);
  }

  @Test
  void samplesVolumesByCoordinatePlanes() {
    Mat grid = Mat.wrap(new float[] {-1, 1, 0, -1, 1, 0, -1, 1, 0}, 4, 3, 1, 1, 3);
    Mat top =
        OneLayerNet.of("GridSample", "2=1 3=1")
            .blobs(2, 1)
            .run(OneLayerNet.counting(4, 2, 2, 2, 1), grid);
    assertThat(top.describe()).isEqualTo("(3, 1, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 7, 3.5f);
  }

  @Test
  void takesThirdCoordinatesOfOnePlane() {
    Mat grid = Mat.wrap(new float[] {-1, -1, 1, -1, -1, 9}, 4, 3, 2, 1, 1);
    Mat top =
        OneLayerNet.of("GridSample", "0=2 2=0")
            .blobs(2, 1)
            .run(Mat.wrap(new float[] {5}, 4, 1, 1, 1, 1), grid);
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0);
  }

  @Test
  void rejectsOtherGrids() {
    assertThatThrownBy(
            () ->
                OneLayerNet.of("GridSample", "3=1")
                    .blobs(2, 1)
                    .run(OneLayerNet.counting(3, 2, 2, 1, 1), OneLayerNet.counting(3, 2, 1, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in1\" is (2, 1, 1) float32, expected 3 dimensions of float32, the"
                + " outermost of 2");
    assertThatThrownBy(
            () ->
                OneLayerNet.of("GridSample", "0=3")
                    .blobs(2, 1)
                    .run(OneLayerNet.counting(4, 1, 1, 1, 1), OneLayerNet.counting(4, 3, 1, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 1, 1, 1) float32, expected three dimensions, because ncnn"
                + " has no bicubic of four");
    assertThatThrownBy(() -> OneLayerNet.of("GridSample", "").blobs(2, 1).run(Mat.of(1), Mat.of(1)))
        .hasMessage(
            AT + "bottom \"in0\" is (1) float32, expected three or four dimensions of float32");
    assertThatThrownBy(() -> OneLayerNet.of("GridSample", "0=4").blobs(2, 1).net())
        .hasMessage(AT + "sample_type is 4, must be at most 3");
  }
}
