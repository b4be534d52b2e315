package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class MemoryDataTest {

  private static OneLayerNet constant(String params) {
    return OneLayerNet.of("MemoryData", params).blobs(0, 1);
  }

  @Test
  void givesItsWeightsInEachNumberOfDimensions() {
    assertThat(constant("0=2").raw(1, 2).run().describe()).isEqualTo("(2)");
    assertThat(constant("0=2 1=1").raw(1, 2).run().describe()).isEqualTo("(2, 1)");
    assertThat(constant("0=1 1=1 2=2").raw(1, 2).run().describe()).isEqualTo("(1, 1, 2)");
    Mat four = constant("0=1 1=1 11=2 2=1").raw(1, 2).run();
    assertThat(four.describe()).isEqualTo("(1, 1, 2, 1)");
    assertThat(OneLayerNet.values(four)).containsExactly(1, 2);
  }

  @Test
  void loadTypeZeroReadsATag() {
    OneLayerNet net = constant("0=2 21=0").weights(3, 4);
    assertThat(OneLayerNet.values(net.run())).containsExactly(3, 4);
    assertThat(net.layer().weightBytes()).isEqualTo(8);
  }

  @Test
  void bytesStayBytes() {
    Mat top = constant("0=2 21=0").int8Weights(3, -4).run();
    assertThat(top.copy().bytes()).containsExactly(3, -4);
  }

  @Test
  void withoutSizesItIsOneZero() {
    assertThat(OneLayerNet.values(constant("").run())).containsExactly(0);
  }

  @Test
  void rejectsAShapeThatCannotBe() {
    assertThatThrownBy(() -> constant("0=0 1=3").net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            "net.param line 3: layer \"layer\" (MemoryData): shape 0 x 3 x 1 x 1 has a size below"
                + " 1");
    assertThatThrownBy(() -> constant("0=100000 1=100000").net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            "net.param line 3: layer \"layer\" (MemoryData): shape 100000 x 100000 x 1 x 1 has"
                + " more than 2^31 - 1 elements");
  }
}
