package dev.vernier.engine.layer.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolingTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Pooling): ";
  private static final int MAX = 0;
  private static final int MEAN = 1;

  private static OneLayerNet pooling(int type, String params) {
    return OneLayerNet.of("Pooling", "0=" + type + " " + params);
  }

  private static Mat counting() {
    return OneLayerNet.counting(3, 3, 3, 1, 2);
  }

  @Test
  void reducesWholeChannels() {
    Mat largest = pooling(MAX, "4=1").run(counting());
    assertThat(largest.describe()).isEqualTo("(2)");
    assertThat(OneLayerNet.values(largest)).containsExactly(8, 17);
    assertThat(OneLayerNet.values(pooling(MEAN, "4=1").run(counting()))).containsExactly(4, 13);
  }

  @Test
  void reducesWindows() {
    Mat largest = pooling(MAX, "1=2 5=1").run(counting());
    assertThat(largest.describe()).isEqualTo("(2, 2, 2)");
    assertThat(OneLayerNet.values(largest)).containsExactly(4, 5, 7, 8, 13, 14, 16, 17);
    assertThat(OneLayerNet.values(pooling(MEAN, "1=2 5=1").run(counting())))
        .containsExactly(2, 3, 5, 6, 11, 12, 14, 15);
  }

  @Test
  void takesAVectorOrAPlaneAsOneChannel() {
    Mat vector = pooling(MAX, "1=2 11=1 5=1").run(Mat.of(1, 5, 2));
    assertThat(vector.describe()).isEqualTo("(2, 1, 1)");
    assertThat(OneLayerNet.values(vector)).containsExactly(5, 5);
    Mat plane = pooling(MEAN, "4=1").run(OneLayerNet.counting(2, 2, 2, 1, 1));
    assertThat(OneLayerNet.values(plane)).containsExactly(1.5f);
  }

  /** Windows of 2 with stride 2 on 3 x 3: full, same upper, same lower; the first two outputs. */
  @ParameterizedTest
  @CsvSource({"0, 4, 5", "2, 4, 5", "3, 0, 2"})
  void padsByMode(int mode, float first, float second) {
    Mat top = pooling(MAX, "1=2 2=2 5=" + mode).run(counting());
    assertThat(top.describe()).isEqualTo("(2, 2, 2)");
    assertThat(top.floats()).startsWith(first, second);
  }

  @Test
  void dropsWindowsOverTheEdgeInValidMode() {
    Mat top = pooling(MAX, "1=2 2=2 5=1").run(counting());
    assertThat(top.describe()).isEqualTo("(1, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(4, 13);
  }

  @Test
  void leavesPaddingOutOfAMeanUnlessAsked() {
    Mat ones = Mat.wrap(new float[] {4, 4, 4, 4}, 3, 2, 2, 1, 1);
    assertThat(OneLayerNet.values(pooling(MEAN, "1=2 2=2 3=1 5=1").run(ones)))
        .containsExactly(4, 4, 4, 4);
    assertThat(OneLayerNet.values(pooling(MEAN, "1=2 2=2 3=1 5=1 6=1").run(ones)))
        .containsExactly(1, 1, 1, 1);
  }

  @Test
  void countsSamePaddingAsNcnnDoes() {
    Mat fours = Mat.wrap(new float[] {4, 4, 4}, 3, 3, 1, 1, 1);
    assertThat(OneLayerNet.values(pooling(MEAN, "1=2 11=1 2=2 5=2").run(fours)))
        .containsExactly(4, 2);
  }

  @Test
  void padsEachSideByItself() {
    // 2 columns on the left, 1 row below; windows of 3 x 2.
    Mat top = pooling(MAX, "1=3 11=2 3=2 14=0 13=0 15=1 5=1").run(counting());
    assertThat(top.describe()).isEqualTo("(3, 3, 2)");
    assertThat(top.floats()).startsWith(3, 4, 5, 6, 7, 8, 6, 7, 8);
  }

  @Test
  void dividesChannelsAdaptively() {
    Mat largest = pooling(MAX, "7=1 8=2").run(counting());
    assertThat(largest.describe()).isEqualTo("(2, 2, 2)");
    assertThat(OneLayerNet.values(largest)).containsExactly(4, 5, 7, 8, 13, 14, 16, 17);
    Mat wide = pooling(MEAN, "7=1 8=-233 18=1").run(counting());
    assertThat(wide.describe()).isEqualTo("(3, 1, 2)");
    assertThat(OneLayerNet.values(wide)).containsExactly(3, 4, 5, 12, 13, 14);
    Mat more = pooling(MEAN, "7=1 8=2 18=1").run(Mat.of(1, 2, 6));
    assertThat(OneLayerNet.values(more)).containsExactly(1.5f, 4);
  }

  @Test
  void keepsTheInputWhereTheAdaptiveSizeIsItsOwn() {
    Mat top = pooling(MEAN, "7=1 8=-233").run(counting());
    assertThat(OneLayerNet.values(top)).isEqualTo(counting().floats());
  }

  @Test
  void readsTheFirstPlaneOfFourDimensions() {
    Mat cubes = OneLayerNet.counting(4, 2, 2, 2, 2);
    assertThat(OneLayerNet.values(pooling(MAX, "4=1").run(cubes))).containsExactly(3, 11);
    assertThat(OneLayerNet.values(pooling(MEAN, "1=2 5=1").run(cubes))).containsExactly(1.5f, 9.5f);
    assertThat(OneLayerNet.values(pooling(MAX, "7=1 8=1").run(cubes))).containsExactly(3, 11);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> pooling(MAX, "1=4 5=1").run(counting()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "bottom \"in0\" is (3, 3, 2) float32, expected at least 4 x 4 elements a channel,"
                + " padding included");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'kernel_w is 0, must be at least 1'",
    "'1=2 11=0', 'kernel_h is 0, must be at least 1'",
    "'1=2 2=0', 'stride_w is 0, must be at least 1'",
    "'1=2 3=-1', 'pad_left is -1, must be at least 0'",
    "'1=2 3=65537', 'pad_left is 65537, must be at most 65536'",
    "'1=2 5=4', 'pad_mode is 4, must be at most 3'",
    "'7=1', 'out_w is 0, must be at least 1'",
    "'7=1 8=-233 18=-1', 'out_h is -1, must be at least 1'"
  })
  void rejectsParameters(String params, String problem) {
    assertThatThrownBy(() -> pooling(MAX, params).net()).hasMessage(AT + problem);
  }

  @Test
  void rejectsUnknownTypes() {
    assertThatThrownBy(() -> pooling(2, "1=2").net())
        .hasMessage(AT + "pooling_type is 2, must be at most 1");
  }
}
