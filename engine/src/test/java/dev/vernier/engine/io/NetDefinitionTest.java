package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.layer.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetDefinitionTest {

  @Test
  void asksThatBlobsAreMadeOnceAndBeforeTheyAreRead() {
    LayerSpec input = layer("in", List.of(), List.of("a"));
    LayerSpec use = layer("use", List.of("a"), List.of("b"));
    assertThat(new NetDefinition(List.of(input, use), 2, "net").layout())
        .isEqualTo(TextLayout.NCNN);
    assertThatThrownBy(() -> new NetDefinition(List.of(use, input), 2, "net"))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage("here: layer \"use\" (ReLU): bottom \"a\" is made by no layer before");
    assertThatThrownBy(() -> new NetDefinition(List.of(input, input), 2, "net"))
        .hasMessage("here: layer \"in\" (ReLU): top \"a\" is made already");
    assertThatThrownBy(() -> new NetDefinition(List.of(input, use), 1, "net"))
        .hasMessage("here: layer \"use\" (ReLU): blob count is 1, too few with this layer's tops");
  }

  private static LayerSpec layer(String name, List<String> bottoms, List<String> tops) {
    return new LayerSpec("ReLU", name, bottoms, tops, ParamDict.EMPTY, "here");
  }
}
