package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Net;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class StaticWeightLinesTest {

  private static String lines(Net net) {
    CalibrationTable.Builder table = CalibrationTable.builder();
    StaticWeightLines.add(net, table);
    return table.build().toString();
  }

  @Test
  void scalesEveryRowOfARecurrentLayerByItsAbsmax() {
    Net net =
        OneLayerNet.of("RNN", "0=2 1=4")
            .weights(1, -2, 0, 0)
            .weights(0, 0)
            .weights(4, 1, 1, 8)
            .net();
    assertThat(lines(net))
        .isEqualTo("layer_param_0 63.500000 1.000000 \nlayer_param_1 31.750000 15.875000 \n");
  }

  @Test
  void scalesAnEmbeddingAsAWhole() {
    assertThat(lines(OneLayerNet.of("Embed", "0=2 1=2 3=4").weights(1, -2, 0, 4).net()))
        .isEqualTo("layer_param_0 31.750000 \n");
  }

  @Test
  void leavesOutWhatIsInt8AlreadyAndWhatNeedsSamples() {
    assertThat(lines(OneLayerNet.of("Embed", "0=1 1=2 3=2 18=2").int8Weights(1, 2).raw(3).net()))
        .isEmpty();
    assertThat(lines(OneLayerNet.of("InnerProduct", "0=1 2=2").weights(1, 2).net())).isEmpty();
  }

  @Test
  void namesALayerWhoseWeightsAreNotFinite() {
    Net net = OneLayerNet.of("Embed", "0=1 1=2 3=2").weights(1, Float.NaN).net();
    assertThatThrownBy(() -> lines(net))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("net.param line 4: layer \"layer\" (Embed): weight 1 of channel 0");
  }
}
