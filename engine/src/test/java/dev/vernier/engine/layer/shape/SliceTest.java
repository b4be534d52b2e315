package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Slice): ";

  private static void cuts(String params, Mat bottom, int tops, String shapes, float... values) {
    List<Mat> pieces = OneLayerNet.of("Slice", params).blobs(1, tops).runAll(bottom);
    assertThat(pieces).extracting(Mat::describe).hasToString(shapes);
    float[] all = new float[values.length];
    int at = 0;
    for (Mat piece : pieces) {
      System.arraycopy(piece.floats(), 0, all, at, piece.size());
      at += piece.size();
    }
    assertThat(at).isEqualTo(values.length);
    assertThat(all).containsExactly(values);
  }

  @Test
  void cutsBySizes() {
    cuts("-23300=2,1,2", Mat.of(1, 2, 3), 2, "[(1), (2)]", 1, 2, 3);
  }

  @Test
  void sharesEvenlyWhatIsLeft() {
    cuts("-23300=3,1,-233,-233", Mat.of(1, 2, 3, 4, 5), 3, "[(1), (2), (2)]", 1, 2, 3, 4, 5);
  }

  @Test
  void cutsByIndices() {
    cuts(
        "1=1 -23302=1,-1",
        OneLayerNet.counting(2, 3, 2, 1, 1),
        2,
        "[(2, 2), (1, 2)]",
        0,
        1,
        3,
        4,
        2,
        5);
  }

  @Test
  void cutsEveryAxisOfFour() {
    Mat four = OneLayerNet.counting(4, 2, 2, 2, 2);
    cuts(
        "1=0 -23300=2,1,1",
        four,
        2,
        "[(2, 2, 2, 1), (2, 2, 2, 1)]",
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        14,
        15);
    cuts(
        "1=1 -23300=2,1,1",
        four,
        2,
        "[(2, 2, 1, 2), (2, 2, 1, 2)]",
        0,
        1,
        2,
        3,
        8,
        9,
        10,
        11,
        4,
        5,
        6,
        7,
        12,
        13,
        14,
        15);
    cuts(
        "1=-2 -23300=2,1,1",
        four,
        2,
        "[(2, 1, 2, 2), (2, 1, 2, 2)]",
        0,
        1,
        4,
        5,
        8,
        9,
        12,
        13,
        2,
        3,
        6,
        7,
        10,
        11,
        14,
        15);
    cuts(
        "1=-1 -23300=2,1,1",
        four,
        2,
        "[(1, 2, 2, 2), (1, 2, 2, 2)]",
        0,
        2,
        4,
        6,
        8,
        10,
        12,
        14,
        1,
        3,
        5,
        7,
        9,
        11,
        13,
        15);
  }

  @Test
  void cutsWholeNumbers() {
    assertThat(
            OneLayerNet.of("Slice", "-23300=2,1,1")
                .blobs(1, 2)
                .runAll(Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1))
                .get(1)
                .copy()
                .bytes())
        .containsExactly(2);
  }

  @Test
  void rejectsPiecesThatAreNotThere() {
    assertThatThrownBy(() -> OneLayerNet.of("Slice", "-23300=1,4").run(Mat.of(1, 2, 3)))
        .hasMessage(AT + "bottom \"in0\" is (3) float32, expected one whose axis 0 holds 4 from 0");
    assertThatThrownBy(
            () -> OneLayerNet.of("Slice", "-23302=1,-4").blobs(1, 2).runAll(Mat.of(1, 2, 3)))
        .hasMessage(
            AT + "bottom \"in0\" is (3) float32, expected one whose axis 0 holds -1 from 0");
    assertThatThrownBy(
            () ->
                OneLayerNet.of("Slice", "1=2 -23300=1,1").run(OneLayerNet.counting(2, 1, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (1, 1) float32, expected enough dimensions for axis 2");
    assertThatThrownBy(() -> OneLayerNet.of("Slice", "-23300=1,0").net())
        .hasMessage(AT + "slices holds 0, must hold sizes or -233");
    assertThatThrownBy(() -> OneLayerNet.of("Slice", "-23300=1,1").blobs(1, 2).net())
        .hasMessage(AT + "slices has 1 values, must have at least 2");
    assertThatThrownBy(() -> OneLayerNet.of("Slice", "-23302=1,1").blobs(1, 3).net())
        .hasMessage(AT + "indices has 1 values, must have at least 2");
  }
}
