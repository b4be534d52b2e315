package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class InputTest {

  @Test
  void hintsItsShape() {
    Input input = (Input) OneLayerNet.of("Input", "0=5 1=4 11=3 2=2").blobs(0, 1).layer();
    assertThat(input.w()).isEqualTo(5);
    assertThat(input.h()).isEqualTo(4);
    assertThat(input.d()).isEqualTo(3);
    assertThat(input.c()).isEqualTo(2);
  }

  @Test
  void hasNothingToCompute() {
    Input input = (Input) OneLayerNet.of("Input", "").blobs(0, 1).layer();
    assertThatThrownBy(() -> input.forward(new Mat[0], new Mat[1], null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "net.param line 3: layer \"layer\" (Input): blob \"out0\" is an input, not computed");
  }

  @Test
  void handsOnABottom() {
    OneLayerNet net = OneLayerNet.of("Input", "0=2");
    assertThat(net.net().inputs()).extracting(Blob::name).containsExactly("in0");
    assertThat(OneLayerNet.values(net.run(Mat.of(1, 2)))).containsExactly(1, 2);
  }

  @Test
  void rejectsNegativeSizes() {
    assertThatThrownBy(() -> OneLayerNet.of("Input", "0=-1").blobs(0, 1).net())
        .hasMessage("net.param line 3: layer \"layer\" (Input): w is -1, must be at least 0");
  }
}
