package dev.vernier.engine.optimize;

import static dev.vernier.engine.optimize.SmallNets.net;
import static dev.vernier.engine.optimize.SmallNets.optimized;
import static dev.vernier.engine.optimize.SmallNets.random;
import static dev.vernier.engine.optimize.SmallNets.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Mat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that a simpler one replaces, and those that look like them. */
class ReplacingTest {
  private static final Map<String, Mat> IMAGE = Map.of("data", random(9, 7, 6));
  private static final String INPUT = "Input data 0 1 data";
  private static final String CONVOLUTION = "Convolution c 1 1 data a 0=5 1=3 4=1 5=1 6=270";

  private static OptimizedNet image(String... layers) {
    List<String> lines = new ArrayList<>(List.of(INPUT));
    lines.addAll(Arrays.asList(layers));
    return optimized(net(lines.toArray(String[]::new)), IMAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Reduction r 1 1 a out 0=3 1=0 -23303=2,1,2 5=1",
        "Reduction r 1 1 a out 0=3 1=0 -23303=2,-1,-2 5=1",
        "Reduction x 1 1 a b 0=3 1=0 -23303=1,2 5=1; Reduction r 1 1 b out 0=3 1=0 -23303=1,1 5=1",
        "Reduction x 1 1 a b 0=3 1=0 -23303=1,1 5=1; Reduction r 1 1 b out 0=3 1=0 -23303=1,-1 5=1",
      })
  void meansOfImagesArePoolings(String layers) {
    List<String> lines = new ArrayList<>(List.of(CONVOLUTION));
    lines.addAll(List.of(layers.split("; ", -1)));
    OptimizedNet made = image(lines.toArray(String[]::new));
    assertThat(types(made)).containsExactly("Convolution", "Pooling");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Reduction r 1 1 a out 0=3 1=0 -23303=2,0,2 5=1",
        "Reduction r 1 1 a out 0=3 1=0 -23303=1,2 5=1",
        "Reduction r 1 1 a out 0=3 1=1",
        "Reduction r 1 1 a out 0=0 1=0 -23303=2,1,2 5=1",
        "Reduction r 1 1 a out 0=3 1=0 2=2 -23303=2,1,2 5=1",
        "Reduction r 1 1 a out 0=3 1=0 -23303=2,1,2 4=1 5=1",
        "Reduction x 1 1 a b 0=3 1=0 -23303=1,0 5=1\nReduction r 1 1 b out 0=3 1=0 -23303=1,1 5=1",
      })
  void otherReductionsStay(String layers) {
    List<String> lines = new ArrayList<>(List.of(CONVOLUTION));
    lines.addAll(List.of(layers.split("\n", -1)));
    assertThat(image(lines.toArray(String[]::new)).changes()).isEmpty();
  }

  @Test
  void convolutionsOfVectorsAreFullyConnected() {
    OptimizedNet made =
        image(
            "Pooling p 1 1 data a 0=1 4=1",
            "Convolution c 1 1 a b 0=4 1=1 5=1 6=24 9=2 -23310=1,0.1",
            "Convolution d 1 1 b e 0=3 1=1 6=12",
            "Sigmoid s 1 1 e f",
            "Convolution g 1 1 f out 0=2 1=1 6=6");
    assertThat(types(made))
        .containsExactly("Pooling", "InnerProduct", "InnerProduct", "InnerProduct");
    assertThat(made.changes().get("Convolution to InnerProduct")).containsExactly("c", "d", "g");
    // 3 x 3 over an image of one pixel, which the pooling does not make.
    String point = "Convolution c 1 1 data out 0=4 1=1 5=1 6=24";
    assertThat(image(point).changes()).isEmpty();
  }
}
