package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A convolution and the activation behind it run as one, and nobody can tell but by the time. */
class FusionTest {
  private static final String CONVOLUTION =
      "Convolution conv 1 1 data between 0=5 1=3 4=1 5=1 6=135";
  private static final String DEPTHWISE =
      "ConvolutionDepthWise conv 1 1 data between 0=3 1=3 4=1 5=1 6=27 7=3";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReLU act 1 1 between out",
        "ReLU act 1 1 between out 0=0.1",
        "Clip act 1 1 between out 0=-0.2 1=0.3",
        "Sigmoid act 1 1 between out",
        "Mish act 1 1 between out",
        "HardSwish act 1 1 between out 0=0.1666 1=0.5",
        "Swish act 1 1 between out"
      })
  void givesWhatTheTwoLayersGive(String activation) throws IOException {
    for (String convolution : List.of(CONVOLUTION, DEPTHWISE)) {
      Net net = net(convolution, activation);
      // 25 columns: whole vectors and what is left of one.
      for (Mat input : List.of(input(25, 7), input(4, 2), input(1, 1))) {
        List<String> ran = new ArrayList<>();
        Extractor fused = observed(net, Option.defaults(), ran);
        fused.input("data", input);
        Mat found = fused.extract("out").copy();
        assertThat(ran).containsExactly("conv");

        ran.clear();
        Extractor apart = observed(net, Option.defaults().withFusing(false), ran);
        apart.input("data", input);
        // Scalar and vector functions, which ends of rows get, differ in the last bit.
        assertThat(found.floats())
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(apart.extract("out").copy().floats());
        assertThat(ran).containsExactly("conv", "act");
      }
    }
  }

  @Test
  void stillGivesTheBlobBetween() throws IOException {
    Net net = net(CONVOLUTION, "ReLU act 1 1 between out");
    Extractor extractor = net.extractor();
    extractor.input("data", input(9, 9));
    Mat out = extractor.extract("out").copy();
    Mat between = extractor.extract("between").copy();
    assertThat(between.floats()).isNotEqualTo(out.floats());
    for (int i = 0; i < out.size(); i++) {
      assertThat(out.floats()[i]).isEqualTo(Math.max(between.floats()[i], 0f));
    }

    List<String> ran = new ArrayList<>();
    Extractor both = observed(net, Option.defaults(), ran);
    both.input("data", input(9, 9));
    List<Mat> found = both.extract(List.of("between", "out"));
    assertThat(ran).containsExactly("conv", "act");
    assertThat(found.get(0).copy().floats()).isEqualTo(between.floats());
    assertThat(found.get(1).copy().floats()).isEqualTo(out.floats());
  }

  @Test
  void startsFromAGivenBlobBetween() throws IOException {
    Extractor extractor = net(CONVOLUTION, "ReLU act 1 1 between out").extractor();
    extractor.input("between", Mat.of(-1, 2));
    assertThat(extractor.extract("out").copy().floats()).containsExactly(0, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // It has an activation of its own.
        "Convolution conv 1 1 data between 0=5 1=3 4=1 5=1 6=135 9=1\nReLU act 1 1 between out",
        // Another layer reads what is between.
        CONVOLUTION + "\nSplit s 1 2 between a b\nReLU act 1 1 a c\nBinaryOp add 2 1 b c out 0=0",
        // The second layer is more than an activation of one element.
        CONVOLUTION + "\nSoftmax soft 1 1 between out 0=0 1=1",
        // Not a convolution.
        "Pooling pool 1 1 data between 0=0 1=2 2=2\nReLU act 1 1 between out"
      })
  void leavesOthersApart(String layers) throws IOException {
    List<String> ran = new ArrayList<>();
    Extractor extractor = observed(net(layers.split("\n", -1)), Option.defaults(), ran);
    extractor.input("data", input(9, 9));
    extractor.extract("out");
    assertThat(ran).hasSize(layers.split("\n", -1).length);
  }

  @Test
  void runsApartOutsideLightMode() throws IOException {
    List<String> ran = new ArrayList<>();
    Net net = net(CONVOLUTION, "ReLU act 1 1 between out");
    Extractor extractor = observed(net, Option.defaults().withLightMode(false), ran);
    extractor.input("data", input(9, 9));
    extractor.extract("out");
    assertThat(ran).containsExactly("conv", "act");
  }

  private static Extractor observed(Net net, Option option, List<String> ran) {
    Extractor extractor = net.extractor(option);
    extractor.observe((layer, bottoms, tops, nanos) -> ran.add(layer.spec().name()));
    return extractor;
  }

  private Net net(String... layers) throws IOException {
    List<String> lines = new ArrayList<>(List.of("7767517", "", "Input input 0 1 data"));
    lines.addAll(List.of(layers));
    int blobs = 1 + (int) lines.stream().filter(line -> !line.isEmpty()).count();
    lines.set(1, (lines.size() - 2) + " " + blobs);
    return Net.withRandomWeights(Files.write(folder.resolve("net.param"), lines), 1);
  }

  private static Mat input(int w, int h) {
    Mat mat = Mat.create(Mat.Type.FLOAT32, w, h, 3);
    Random random = new Random(2);
    for (int i = 0; i < mat.floats().length; i++) {
      mat.floats()[i] = random.nextFloat() * 2 - 1;
    }
    return mat;
  }
}
