package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReshapeTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Reshape): ";

  @ParameterizedTest
  @CsvSource({
    "'0=24', '(24)'",
    "'0=-1', '(24)'",
    "'0=6 1=4', '(6, 4)'",
    "'0=0 1=-1', '(2, 12)'",
    "'0=0 1=0 2=0', '(2, 3, 4)'",
    "'0=4 1=-1 2=2', '(4, 3, 2)'",
    "'0=2 1=2 11=2 2=3', '(2, 2, 2, 3)'",
    "'0=-1 1=1 11=1 2=0', '(6, 1, 1, 4)'",
    "'0=6 1=4 11=9', '(6, 4)'",
    "'6=\"0h,*(0w,0c)\"', '(3, 8)'",
    "'6=\"-1\"', '(24)'",
    "'6=\"0w,1,0h,-1\"', '(2, 1, 3, 4)'"
  })
  void givesTheElementsAnotherShape(String params, String shape) {
    Mat top = OneLayerNet.of("Reshape", params).run(OneLayerNet.counting(3, 2, 3, 1, 4));
    assertThat(top.describe()).isEqualTo(shape);
    assertThat(top.floats()[23]).isEqualTo(23);
  }

  @ParameterizedTest
  @CsvSource({
    "'0=3 1=4 11=2 2=1 12=233 13=0', '(3, 4, 2)'",
    "'0=0 1=0 11=0 2=0 12=0', '(2, 3, 4, 1)'",
    "'0=0 1=0 11=0 2=0 12=-1', '(1, 2, 3, 4)'",
    "'0=1 1=6 2=-1 13=-1', '(6, 4)'",
    "'0=0 1=0 11=0 2=0 12=0 13=0', '(2, 3, 4)'",
    "'6=\"2,3,2,2,1\" 13=0', '(2, 3, 2, 2)'"
  })
  void countsABatchOfOneAsADimension(String params, String shape) {
    Mat top = OneLayerNet.of("Reshape", params).run(OneLayerNet.counting(3, 2, 3, 1, 4));
    assertThat(top.describe()).isEqualTo(shape);
    assertThat(top.floats()[23]).isEqualTo(23);
  }

  @Test
  void rejectsBatchesOfMore() {
    assertThatThrownBy(() -> OneLayerNet.of("Reshape", "0=1 1=3 13=0").run(Mat.of(1, 2, 3)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (3) float32, expected one for which output_batch_axis 0 of"
                + " [3, 1], outermost first, is a batch of 1");
    assertThatThrownBy(() -> OneLayerNet.of("Reshape", "0=3 12=2").run(Mat.of(1, 2, 3)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (3) float32, expected enough dimensions for input_batch_axis"
                + " 2");
  }

  @Test
  void takesSizesOfOtherBottoms() {
    Mat top =
        OneLayerNet.of("Reshape", "6=\"1w,-1\"")
            .blobs(2, 1)
            .run(OneLayerNet.counting(1, 6, 1, 1, 1), Mat.of(1, 2, 3));
    assertThat(top.describe()).isEqualTo("(3, 2)");
  }

  @Test
  void rejectsWrongParameters() {
    rejects("", "w and shape_expr are not given, one of them must be");
    rejects("0=-1 1=-1", "sizes are [-1, -1], only one of them may be -1");
    rejects("0=-2", "sizes are [-2], must be at least -1");
    rejects("0=1 12=5", "input_batch_axis is 5, must be -5 to 4, or 233");
    rejects("0=1 13=-6", "output_batch_axis is -6, must be at least -5");
    rejects("6=\"1,2,3,4,5,6\" 13=0", "shape_expr has 6 terms, must have 1 to 5");
    rejects("6=\"1,2,3,4,5\"", "shape_expr has 5 terms, must have 1 to 4");
    rejects("6=\"1w\"", "shape_expr is \"1w\": 1w names bottom 1 of 1");
  }

  private static void rejects(String params, String problem) {
    assertThatThrownBy(() -> OneLayerNet.of("Reshape", params).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + problem);
  }

  @Test
  void rejectsOtherElementCounts() {
    fails("0=7", "[7]");
    fails("0=5 1=-1", "[5, -1]");
    fails("0=65536 1=65536 11=65536 2=65536", "[65536, 65536, 65536, 65536]");
  }

  private static void fails(String params, String sizes) {
    assertThatThrownBy(() -> OneLayerNet.of("Reshape", params).run(Mat.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "bottom \"in0\" is (3) float32, expected elements for "
                + sizes
                + ", innermost first");
  }
}
