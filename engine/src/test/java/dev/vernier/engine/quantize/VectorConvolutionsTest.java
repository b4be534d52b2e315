package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.RandomWeights;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.OneLayerNet;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VectorConvolutionsTest {
  private static final Map<String, Mat> IMAGE = Map.of("in", OneLayerNet.counting(3, 5, 4, 1, 3));

  /** A 1 × 1 convolution of the image, its mean, and one of the mean. */
  private static StoredNet net() {
    String param =
        "7767517\n4 4\nInput in 0 1 in\nConvolution a 1 1 in a 0=4 1=1 5=1 6=12 9=2 -23310=1,0.1\n"
            + "Pooling gap 1 1 a gap 0=1 4=1\n"
            + "Convolution b 1 1 gap b 0=2 1=1 5=1 6=8 9=2 -23310=1,0.1\n";
    return StoredNet.of(
        ParamReader.read(param.getBytes(StandardCharsets.UTF_8), "net.param"),
        new RandomWeights(7),
        LayerRegistry.builtin());
  }

  @Test
  void rewritesTheConvolutionOfAVectorAlone() {
    StoredNet rewritten = VectorConvolutions.asInnerProducts(net(), IMAGE);
    assertThat(VectorConvolutions.differing(net(), rewritten)).containsExactly("b");
    assertThat(rewritten.layers().get(3).spec().params().values())
        .containsEntry(0, 2)
        .containsEntry(1, 1)
        .containsEntry(2, 8)
        .containsEntry(9, 2);
    assertThat(run(rewritten)).containsExactly(run(net()));
  }

  @Test
  void needsTheShapesOfTheInputs() {
    assertThatThrownBy(() -> VectorConvolutions.asInnerProducts(net(), Map.of()))
        .isInstanceOf(NetException.class)
        .hasMessage(
            "net.param: the shape of input \"in\" is not in the file and was not given"
                + " (--shape)");
  }

  private static float[] run(StoredNet net) {
    Extractor extractor = Net.of(net, LayerRegistry.builtin()).extractor();
    extractor.input("in", IMAGE.get("in"));
    return extractor.extract("b").copy().floats();
  }
}
