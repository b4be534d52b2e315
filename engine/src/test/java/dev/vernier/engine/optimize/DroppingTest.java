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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers and constants that go, and those that must not. */
class DroppingTest {
  private static final Map<String, Mat> IMAGE = Map.of("data", random(9, 7, 6));
  private static final Map<String, Mat> ROWS = Map.of("data", random(9, 6));
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
        "BinaryOp b 2 1 data k out 0=1 | 1",
        "BinaryOp b 2 1 k data out 0=1 | 7",
        "BinaryOp b 2 1 k data out 0=2 | 2",
        "BinaryOp b 2 1 k data out 0=4 | 4",
        "BinaryOp b 2 1 k data out 0=3 | 8",
        "BinaryOp b 2 1 k data out 0=6 | 9",
        "BinaryOp b 2 1 k data out 0=10 | 11",
      })
  void writesSingleNumbersIntoBinaryOps(String layer, int operation) {
    OptimizedNet made = image("MemoryData k 0 1 k 0=1", layer);
    assertThat(types(made)).containsExactly("BinaryOp");
    assertThat(made.net().layers().get(1).spec().params().get(0)).isEqualTo(operation);
    assertThat(made.net().blobCount()).isEqualTo(2);
  }

  @Test
  void writesOneNumberIntoAllItsReaders() {
    OptimizedNet made =
        image(
            "MemoryData k 0 1 k 0=1",
            "Split s 1 2 k k1 k2",
            "BinaryOp b 2 1 data k1 c 0=0",
            "BinaryOp d 2 1 k2 c out 0=1");
    assertThat(types(made)).containsExactly("BinaryOp", "BinaryOp");
    OptimizedNet kept =
        optimized(
            net(INPUT, "MemoryData k 0 1 k 0=1", "BinaryOp b 2 1 data k out 0=0"), IMAGE, "k");
    assertThat(types(kept)).containsExactly("MemoryData", "BinaryOp");
    // (1, 1, 1, 1) would give the image a fourth dimension.
    String shape = "MemoryData k 0 1 k 0=1 1=1 11=1 2=1";
    assertThat(image(shape, "BinaryOp b 2 1 data k out").changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Dropout x 1 1 a b | drop Dropout",
        "Noop x 1 1 a b | drop Noop",
        "Split x 1 1 a b | drop Split",
        "Pooling x 1 1 a b 1=1 | drop Pooling 1x1",
        "Pooling x 1 1 a b 0=1 1=1 5=2 | drop Pooling 1x1",
      })
  void dropsWhatDoesNothing(String layer, String pass) {
    String before = "Pooling p 1 1 data a 0=1 1=2";
    OptimizedNet made = image(before, layer, "Power q 1 1 b out 0=2");
    assertThat(types(made)).containsExactly("Pooling", "Power");
    assertThat(made.changes()).containsExactly(Map.entry(pass, List.of("x")));
    // The last layer's name is the output's, the first one's the input's; both at once must stay.
    String last = layer.replace(" a b", " a out");
    assertThat(types(image(before, last))).containsExactly("Pooling");
    String first = layer.replace(" a b", " data b");
    String shaped = INPUT + " 0=9 1=7 2=6";
    assertThat(optimized(net(shaped, first, "Power q 1 1 b out 0=2"), IMAGE).net().layers())
        .hasSize(2);
    assertThat(optimized(net(shaped, layer.replace(" a b", " data out")), IMAGE).changes())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dropout x 1 1 a out 0=0.5",
        "Split x 1 2 a out out2",
        "Pooling x 1 1 a out 1=1 2=2",
        "Pooling x 1 1 a out 1=1 3=1",
        "Pooling x 1 1 a out 1=1 11=2",
        "Flatten x 1 1 a out",
        "Reshape x 1 1 a out 0=-1",
      })
  void keepsWhatDoesSomething(String layer) {
    assertThat(image("Pooling p 1 1 data a 0=1 1=2", layer).changes()).isEmpty();
  }

  @Test
  void dropsNoPoolingThatMakesAnImageOfRows() {
    String pooling = "Pooling x 1 1 a out 1=1";
    String before = "Power p 1 1 data a 0=2";
    assertThat(optimized(net(INPUT, before, pooling), ROWS).changes()).isEmpty();
    assertThat(optimized(net(INPUT + " 0=9 1=6", before, pooling), ROWS).changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pooling p 1 1 data a 0=1 4=1 | Flatten x 1 1 a b | drop Flatten",
        "InnerProduct p 1 1 data a 0=6 2=2268 | Flatten x 1 1 a b | drop Flatten",
        "Pooling p 1 1 data a 0=1 4=1 | Reshape x 1 1 a b 0=-1 | drop Reshape",
        "Pooling p 1 1 data a 0=1 4=1 | Reshape x 1 1 a b 0=6 | drop Reshape",
      })
  void dropsFlatteningOfVectors(String first, String layer, String pass) {
    String input = INPUT + " 0=9 1=7 2=6";
    OptimizedNet made = optimized(net(input, first, layer, "Power q 1 1 b out 0=2"), IMAGE);
    assertThat(made.net().layers()).hasSize(3);
    assertThat(made.changes()).containsExactly(Map.entry(pass, List.of("x")));
  }

  @Test
  void keepsReshapesOfVectorsToImages() {
    String pooling = "Pooling p 1 1 data a 0=1 4=1";
    assertThat(image(pooling, "Reshape x 1 1 a out 0=1 1=1 2=-1").changes()).isEmpty();
    assertThat(image(pooling, "Reshape x 1 1 a out 0=2 1=3").changes()).isEmpty();
  }

  /** Squeeze and excitation: the vector runs along the channels with or without a Reshape. */
  @Test
  void dropsReshapesThatOnlyRunAlongChannels() {
    String[] layers = {
      CONVOLUTION,
      "Split s 1 2 a b d",
      "Pooling p 1 1 b e 0=1 4=1",
      "InnerProduct f 1 1 e g 0=5 1=1 2=25 9=4",
      "Reshape x 1 1 g h 0=1 1=1 2=-1",
      "BinaryOp m 2 1 d h out 0=2"
    };
    OptimizedNet made = image(layers);
    assertThat(made.changes())
        .containsExactly(Map.entry("drop Reshape before BinaryOp", List.of("x")));
    layers[5] = "BinaryOp m 2 1 h d out 0=1";
    assertThat(image(layers).changes()).hasSize(1);
    // The blob has another shape without the Reshape.
    String[] lines = Stream.concat(Stream.of(INPUT), Stream.of(layers)).toArray(String[]::new);
    assertThat(optimized(net(lines), IMAGE, "h").changes()).isEmpty();
    // An image of one channel: the vector would run along its columns.
    layers[0] = "Convolution c 1 1 data a 0=1 1=3 4=1 5=1 6=54";
    layers[3] = "InnerProduct f 1 1 e g 0=5 1=1 2=5 9=4";
    assertThat(image(layers).changes()).isEmpty();
    // Nobody tells how many channels the image has.
    layers[0] = "Padding c 1 1 data a 0=1 1=1 2=1 3=1";
    layers[3] = "InnerProduct f 1 1 e g 0=6 1=1 2=36 9=4";
    assertThat(image(layers).changes()).isEmpty();
  }

  /** Whatever nobody reads is an output. */
  @Test
  void keepsConstantsThatNobodyReadAtFirst() {
    assertThat(image("MemoryData k 0 1 k 0=5", "Power p 1 1 data out 0=2").changes()).isEmpty();
    OptimizedNet made =
        image("MemoryData k 0 1 k 0=1", "Split s 1 2 k a b", "BinaryOp p 2 1 data a out 0=2");
    assertThat(types(made)).containsExactly("MemoryData", "BinaryOp");
    assertThat(image("MemoryData k 0 1 k 0=1", "Flatten f 1 1 k out").net().layers()).hasSize(2);
  }
}
