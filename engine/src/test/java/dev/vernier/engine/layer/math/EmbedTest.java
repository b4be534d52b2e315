package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class EmbedTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Embed): ";

  private static Mat words(int... words) {
    return Mat.wrap(words, 1, words.length, 1, 1, 1);
  }

  @Test
  void looksUpARowForEachWord() {
    Mat top = OneLayerNet.of("Embed", "0=2 1=3 3=6").weights(1, 2, 3, 4, 5, 6).run(words(2, 0, 2));
    assertThat(top.describe()).isEqualTo("(2, 3)");
    assertThat(OneLayerNet.values(top)).containsExactly(5, 6, 1, 2, 5, 6);
  }

  @Test
  void takesWordsOutsideAsTheFirstOrTheLast() {
    OneLayerNet net = OneLayerNet.of("Embed", "0=1 1=3 2=1 3=3").weights(1, 2, 3).raw(10);
    assertThat(OneLayerNet.values(net.run(words(-5, 3, Integer.MAX_VALUE, Integer.MIN_VALUE))))
        .containsExactly(11, 13, 13, 11);
  }

  @Test
  void readsTheBitsOfFloatsAsWords() {
    OneLayerNet net = OneLayerNet.of("Embed", "0=1 1=3 3=3").weights(1, 2, 3);
    assertThat(OneLayerNet.values(net.run(Mat.of(Float.intBitsToFloat(2), 0f))))
        .containsExactly(3, 1);
  }

  @Test
  void scalesQuantisedRowsBack() {
    OneLayerNet net =
        OneLayerNet.of("Embed", "0=2 1=2 2=1 3=4 18=2")
            .int8Weights(10, -20, 30, 127)
            .raw(1, 2)
            .raw(10);
    assertThat(OneLayerNet.values(net.run(words(0, 1)))).containsExactly(2, 0, 4, 14.7f);
    assertThat(net.layer().weightBytes()).isEqualTo(4 + 8);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    OneLayerNet net = OneLayerNet.of("Embed", "0=1 1=3 3=3").weights(1, 2, 3);
    assertThatThrownBy(() -> net.run(Mat.create(Mat.Type.INT32, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(AT + "bottom \"in0\" is (2, 2) int32, expected one dimension of int32");
    assertThatThrownBy(() -> OneLayerNet.of("Embed", "0=2 1=3 3=5").net())
        .hasMessage(AT + "weight_data_size is 5, must be num_output x input_dim, 6");
    assertThatThrownBy(() -> OneLayerNet.of("Embed", "0=1 1=3 3=3 18=2").weights(1, 2, 3).net())
        .hasMessage(
            AT
                + "int8_scale_term is 2 but the weights are stored as FLOAT32, must be set for INT8"
                + " and for nothing else");
  }
}
