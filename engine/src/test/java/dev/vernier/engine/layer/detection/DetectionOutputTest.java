package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionOutputTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);
  private static final String AT = "net.param line 6: layer \"layer\" (DetectionOutput): ";
  private static final float DOUBLED = (float) Math.log(2);

  /** Three priors of which the first two are the same, and their variances. */
  private static final Mat PRIORS =
      Mat.wrap(
          new float[] {
            0, 0, 1, 1, 0, 0, 1, 1, 4, 4, 6, 8, //
            0.5f, 0.25f, 1, 2, 1, 1, 1, 1, 0.5f, 0.25f, 1, 0.5f
          },
          2,
          12,
          2,
          1,
          1);

  private static OneLayerNet net(String params) {
    return OneLayerNet.of("DetectionOutput", params).blobs(3, 1);
  }

  @Test
  void movesAndStretchesPriorsByTheirVariances() {
    Mat location = Mat.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, DOUBLED, 2 * DOUBLED);
    Mat confidence = Mat.of(1, 0, 1, 0, 0.1f, 0.9f);
    // Centre (5, 6) + (0.5 · 1 · 2, 0.25 · 2 · 4); both sides doubled.
    assertThat(OneLayerNet.values(net("0=2").run(location, confidence, PRIORS)))
        .containsExactly(new float[] {1, 0.9f, 4, 4, 8, 12}, ROUNDING);
  }

  @Test
  void readsMxnetsFormWithTheLayersVariances() {
    Mat location = Mat.of(1, 2, DOUBLED, 2 * DOUBLED);
    Mat confidence = Mat.wrap(new float[] {0.1f, 0.2f, 0.7f}, 2, 1, 3, 1, 1);
    Mat priors = Mat.wrap(new float[] {4, 4, 6, 8}, 2, 4, 1, 1, 1);
    String params = "0=-233 5=0.5 6=0.25 7=1.0 8=0.5";
    assertThat(OneLayerNet.values(net(params).run(location, confidence, priors)))
        .containsExactly(new float[] {2, 0.7f, 4, 4, 8, 12}, ROUNDING);
  }

  /** Boxes of one place stand beside each other where their classes differ. */
  @ParameterizedTest
  @CsvSource({
    "0=3 4=0.2, 1 2 1",
    "0=3 4=0.2 3=2, 1 2",
    "0=3 4=0.2 2=1, 1 2",
    "0=3 4=0.2 1=1.0, 1 2 1 2",
    "0=3 4=0.45, 1 2",
  })
  void suppressesOverlapsOfOneClass(String params, String labels) {
    Mat location = Mat.create(Mat.Type.FLOAT32, 12);
    Mat confidence = Mat.of(0, 0.6f, 0.5f, 0, 0.35f, 0.3f, 0, 0.4f, 0.1f);
    if (params.contains("1=1.0")) {
      confidence = Mat.of(0, 0.6f, 0.5f, 0, 0.35f, 0.3f, 0, 0.1f, 0.1f);
    }
    float[] rows = OneLayerNet.values(net(params).run(location, confidence, PRIORS));
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < rows.length; i += 6) {
      found.append((int) rows[i]).append(' ');
    }
    assertThat(found.toString().trim()).isEqualTo(labels);
  }

  @Test
  void givesARowOfZerosWhereNothingIsFound() {
    Mat location = Mat.create(Mat.Type.FLOAT32, 12);
    Mat nothing = Mat.of(1, 0, 1, 0, 1, 0);
    Mat top = net("0=2").run(location, nothing, PRIORS);
    assertThat(top.describe()).isEqualTo("(6, 1)");
    assertThat(OneLayerNet.values(top)).containsOnly(0f);
  }

  @Test
  void leavesOutWhatIsBackground() {
    Mat location = Mat.create(Mat.Type.FLOAT32, 12);
    Mat confidence = Mat.of(0.5f, 0.9f, 0.4f, 0.8f, 0, 0);
    assertThat(OneLayerNet.values(net("0=2").run(location, confidence, PRIORS))[1]).isEqualTo(0.8f);
  }

  @Test
  void rejectsBottomsThatDoNotFit() {
    Mat location = Mat.create(Mat.Type.FLOAT32, 12);
    assertThatThrownBy(() -> net("0=2").run(Mat.of(1), Mat.of(1), PRIORS))
        .hasMessage(AT + "bottom \"in0\" is (1) float32, expected 12 locations, four a prior");
    assertThatThrownBy(() -> net("0=2").run(location, Mat.of(1), PRIORS))
        .hasMessage(
            AT
                + "bottom \"in1\" is (1) float32, expected a confidence for each of 3 priors and 2"
                + " classes");
    assertThatThrownBy(() -> net("0=2").run(location, Mat.of(1), Mat.of(1, 2, 3, 4)))
        .hasMessage(
            AT
                + "bottom \"in2\" is (4) float32, expected prior boxes and variances (4 * priors,"
                + " 2)");
    assertThatThrownBy(() -> net("0=-233").run(location, Mat.of(1), PRIORS))
        .hasMessage(AT + "bottom \"in2\" is (12, 2) float32, expected prior boxes (4, priors)");
    assertThatThrownBy(() -> net("").net())
        .hasMessage(AT + "num_class is 0, must be at least 1, or -233");
  }
}
