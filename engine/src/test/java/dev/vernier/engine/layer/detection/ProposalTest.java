package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProposalTest {
  private static final String AT = "net.param line 6: layer \"layer\" (Proposal): ";
  private static final Mat IMAGE = Mat.of(300, 400, 1);

  private static OneLayerNet net(String params) {
    return OneLayerNet.of("Proposal", params).blobs(3, 2);
  }

  /** Scores of 0.1 for all anchors of one row of elements, and 0.9 for one of them. */
  private static Mat scores(int w, int anchor, int x) {
    Mat mat = Mat.create(Mat.Type.FLOAT32, w, 1, 18);
    Arrays.fill(mat.floats(), 9 * w, 18 * w, 0.1f);
    mat.floats()[(9 + anchor) * w + x] = 0.9f;
    return mat;
  }

  private static Mat shifts(int w) {
    return Mat.create(Mat.Type.FLOAT32, w, 1, 36);
  }

  /**
   * The anchors lie around (8, 8). Of ratio 0.5 the smallest is 23 · 8 wide and 12 · 8 high, of
   * ratio 1 it is 128 x 128, of ratio 2 it is 88 x 176.
   */
  @ParameterizedTest
  @CsvSource({"0, 0, 100, 56", "3, 0, 72, 72", "6, 0, 52, 96", "4, 0, 136, 136", "8, 0, 184, 299"})
  void makesNineAnchors(int anchor, int x, int right, int bottom) {
    List<Mat> tops = net("3=1").runAll(scores(1, anchor, x), shifts(1), IMAGE);
    assertThat(tops.get(0).describe()).isEqualTo("(4, 1, 1)");
    assertThat(OneLayerNet.values(tops.get(0))).containsExactly(0, 0, right, bottom);
    assertThat(OneLayerNet.values(tops.get(1))).containsExactly(0.9f);
  }

  @Test
  void movesAndStretchesAnAnchorOfItsElement() {
    Mat shifts = shifts(2);
    float[] values = shifts.floats();
    values[12 * 2 + 1] = 0.5f;
    values[13 * 2 + 1] = 0.75f;
    values[14 * 2 + 1] = (float) -Math.log(2);
    values[15 * 2 + 1] = (float) -Math.log(4);
    // Centre (8 + 16 + 0.5 · 128, 8 + 0.75 · 128), 64 wide and 32 high.
    assertThat(OneLayerNet.values(net("3=1").run(scores(2, 3, 1), shifts, IMAGE)))
        .containsExactly(new float[] {56, 88, 120, 120}, Offset.offset(1e-4f));
  }

  @Test
  void keepsTheHighestAndDropsOverlaps() {
    List<Mat> tops = net("3=3 4=0.5").runAll(scores(1, 3, 0), shifts(1), IMAGE);
    assertThat(tops.get(0).c()).isEqualTo(3);
    assertThat(tops.get(1).floats()[0]).isEqualTo(0.9f);
    assertThat(tops.get(1).floats()[1]).isEqualTo(0.1f);
    assertThat(net("2=1").run(scores(1, 3, 0), shifts(1), IMAGE).c()).isEqualTo(1);
    assertThat(
            OneLayerNet.of("Proposal", "3=2").blobs(3, 1).runAll(scores(1, 3, 0), shifts(1), IMAGE))
        .hasSize(1);
  }

  @Test
  void refusesAnImageWithoutARegion() {
    assertThatThrownBy(() -> net("").run(scores(1, 3, 0), shifts(1), Mat.of(5, 7, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "expected a region as large as min_size, 16, in an image of 7.0 x 5.0 at scale"
                + " 1.0, there is none");
  }

  @Test
  void rejectsBottomsThatDoNotFit() {
    Mat scores = scores(1, 3, 0);
    assertThatThrownBy(() -> net("").run(shifts(1).reshaped(3, 4, 1, 1, 9), shifts(1), IMAGE))
        .hasMessage(
            AT
                + "bottom \"in0\" is (4, 1, 9) float32, expected float32 (w, h, c) with at least 18"
                + " channels");
    assertThatThrownBy(() -> net("").run(scores, shifts(2), IMAGE))
        .hasMessage(
            AT
                + "bottom \"in1\" is (2, 1, 36) float32, expected as wide and high as (1, 1, 18)"
                + " float32");
    assertThatThrownBy(() -> net("").run(scores, shifts(1), Mat.of(5, 7)))
        .hasMessage(
            AT
                + "bottom \"in2\" is (2) float32, expected float32 that begins with height, width,"
                + " scale");
    assertThatThrownBy(() -> net("3=0").net())
        .hasMessage(AT + "after_nms_topN is 0, must be at least 1");
  }
}
