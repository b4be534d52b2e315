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

/** What stands behind weights and goes into them, and what does not. */
class FoldingTest {
  private static final Map<String, Mat> IMAGE = Map.of("data", random(9, 7, 6));
  private static final Map<String, Mat> ROWS = Map.of("data", random(9, 6));
  private static final String INPUT = "Input data 0 1 data";
  private static final String CONVOLUTION = "Convolution c 1 1 data a 0=5 1=3 4=1 5=1 6=270";

  /** Layers of weights with 6 inputs and 6 outputs, with and without a bias. */
  private static final List<String> IMAGE_LAYERS =
      List.of(
          "Convolution c 1 1 data a 0=6 1=3 4=1 6=324",
          "Convolution c 1 1 data a 0=6 1=1 5=1 6=36",
          "ConvolutionDepthWise c 1 1 data a 0=6 1=3 5=1 6=54 7=6",
          "ConvolutionDepthWise c 1 1 data a 0=6 1=3 6=108 7=3",
          "Deconvolution c 1 1 data a 0=6 1=3 2=2 5=1 6=324",
          "Deconvolution c 1 1 data a 0=6 1=3 2=2 4=1 6=324",
          "DeconvolutionDepthWise c 1 1 data a 0=6 1=3 5=1 6=54 7=6",
          "DeconvolutionDepthWise c 1 1 data a 0=6 1=2 2=2 6=48 7=3");

  private static OptimizedNet image(String... layers) {
    List<String> lines = new ArrayList<>(List.of(INPUT));
    lines.addAll(Arrays.asList(layers));
    return optimized(net(lines.toArray(String[]::new)), IMAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BatchNorm b 1 1 a out 0=6 1=0.001 | BatchNorm into weights",
        "Scale b 1 1 a out 0=6 | Scale into weights",
        "Scale b 1 1 a out 0=6 1=1 | Scale into weights",
        "Dropout b 1 1 a out 0=0.5 | Dropout into weights",
        "BinaryOp b 1 1 a out 0=2 1=1 2=-3.5 | BinaryOp into weights",
        "BinaryOp b 1 1 a out 0=7 1=1 2=2 | BinaryOp into weights",
        "ReLU b 1 1 a out | activation into layer",
        "ReLU b 1 1 a out 0=0.1 | activation into layer",
        "Clip b 1 1 a out 0=-0.2 1=0.3 | activation into layer",
        "Sigmoid b 1 1 a out | activation into layer",
        "Mish b 1 1 a out | activation into layer",
        "HardSwish b 1 1 a out 0=0.1667 1=0.5 | activation into layer",
      })
  void foldsWhatStandsBehindWeights(String layer, String pass) {
    List<String> all = new ArrayList<>(IMAGE_LAYERS);
    all.add("InnerProduct c 1 1 data a 0=6 1=1 2=2268");
    all.add("InnerProduct c 1 1 data a 0=6 2=2268");
    for (String weights : all) {
      // Of an image a fully connected layer makes a vector: its input has to be known as one.
      String input = weights.startsWith("Inner") ? INPUT + " 0=9 1=7 2=6" : INPUT;
      OptimizedNet made = optimized(net(input, weights, layer), IMAGE);
      assertThat(made.changes()).containsExactly(Map.entry(pass, List.of("b")));
      assertThat(made.net().layers()).hasSize(2);
      assertThat(made.net().layers().get(1).spec().name()).isEqualTo("c");
      assertThat(made.net().blobCount()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BatchNorm b 1 1 a out 0=4 1=0.001",
        "ReLU b 1 1 a out 0=0.1",
        "BinaryOp b 1 1 a out 0=1 1=1 2=0.5"
      })
  void foldsIntoConvolutionsOfRows(String layer) {
    for (String weights :
        List.of(
            "Convolution1D c 1 1 data a 0=4 1=3 5=1 6=72",
            "ConvolutionDepthWise1D c 1 1 data a 0=4 1=3 6=36 7=2",
            "Deconvolution1D c 1 1 data a 0=4 1=3 6=72")) {
      assertThat(optimized(net(INPUT, weights, layer), ROWS).net().layers()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BatchNorm b 1 1 a out 0=4 1=0.001", "Clip b 1 1 a out 0=-0.2 1=0.3"})
  void foldsIntoConvolutionsOfSpaceAndMovedSamples(String layer) {
    Map<String, Mat> space = Map.of("data", random(5, 4, 3, 6));
    for (String weights :
        List.of(
            "Convolution3D c 1 1 data a 0=4 1=2 5=1 6=192",
            "ConvolutionDepthWise3D c 1 1 data a 0=4 1=2 6=96 7=2",
            "Deconvolution3D c 1 1 data a 0=4 1=2 6=192",
            "DeconvolutionDepthWise3D c 1 1 data a 0=4 1=2 5=1 6=96 7=2")) {
      assertThat(optimized(net(INPUT, weights, layer), space).net().layers()).hasSize(2);
    }
    String offsets = "Convolution o 1 1 data offset 0=18 1=3 6=972";
    String moved = "DeformableConv2D c 2 1 data offset a 0=4 1=3 6=216";
    assertThat(types(image(offsets, moved, layer)))
        .containsExactly("Convolution", "DeformableConv2D");
  }

  @Test
  void foldsAWholeTailInOneGo() {
    OptimizedNet made =
        image(
            CONVOLUTION,
            "BatchNorm n 1 1 a b 0=5 1=0.001",
            "Scale s 1 1 b d 0=5 1=1",
            "Dropout drop 1 1 d e",
            "BinaryOp mul 1 1 e f 0=2 1=1 2=3",
            "PReLU r 1 1 f out 0=1");
    assertThat(types(made)).containsExactly("Convolution");
    assertThat(made.changes().keySet())
        .containsExactly(
            "Scale into BatchNorm",
            "BatchNorm into weights",
            "BinaryOp into weights",
            "drop Dropout",
            "PReLU to ReLU",
            "activation into layer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The activation stands between.
        "Convolution c 1 1 data a 0=5 1=1 6=30 9=1\nBatchNorm b 1 1 a out 0=5",
        "Convolution c 1 1 data a 0=5 1=1 6=30 9=1\nReLU b 1 1 a out",
        // Two read the blob between, through a Split or not.
        "Convolution c 1 1 data a 0=5 1=1 6=30\nSplit s 1 2 a b d\nReLU r 1 1 b out\n"
            + "Sigmoid g 1 1 d out2",
        "Convolution c 1 1 data a 0=5 1=1 6=30\nReLU r 1 1 a out\nSigmoid g 1 1 a out2",
        // No number stands for the activation; the slopes differ; the softmax is none.
        "Convolution c 1 1 data a 0=5 1=1 6=30\nSwish b 1 1 a out",
        "Convolution c 1 1 data a 0=5 1=1 6=30\nPReLU b 1 1 a out 0=5",
        "Convolution c 1 1 data a 0=5 1=1 6=30\nSoftmax b 1 1 a out 1=1",
        // A power is no product.
        "Convolution c 1 1 data a 0=5 1=1 6=30\nBinaryOp b 1 1 a out 0=6 1=1 2=2",
        // Nothing to fold into.
        "Pooling p 1 1 data a 0=0 1=2 2=2\nBatchNorm b 1 1 a out 0=6",
      })
  void leavesOthersApart(String layers) {
    String[] lines = layers.split("\n", -1);
    OptimizedNet made = image(lines);
    assertThat(made.changes()).isEmpty();
    assertThat(made.net().layers()).hasSize(lines.length + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // A vector, a number a channel of an image, one number; on either side.
        "0=5 | BinaryOp b 2 1 a k out 0=2",
        "0=5 | BinaryOp b 2 1 k a out 0=2",
        "0=5 | BinaryOp b 2 1 a k out 0=0",
        "0=5 | BinaryOp b 2 1 a k out 0=1",
        "0=5 | BinaryOp b 2 1 k a out 0=1",
        "0=5 | BinaryOp b 2 1 a k out 0=3",
        "0=5 | BinaryOp b 2 1 a k out 0=7",
        "0=1 1=1 2=5 | BinaryOp b 2 1 a k out 0=0",
        "0=1 1=1 2=5 | BinaryOp b 2 1 k a out 0=2",
        "0=1 1=1 2=1 | BinaryOp b 2 1 a k out 0=2",
        "0=1 | BinaryOp b 2 1 a k out 0=0",
      })
  void foldsConstants(String shape, String layer) {
    OptimizedNet made = image(CONVOLUTION, "MemoryData k 0 1 k " + shape, layer);
    assertThat(types(made)).containsExactly("Convolution");
    assertThat(made.changes()).containsExactly(Map.entry("BinaryOp into weights", List.of("b")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Along another axis: of the 9 x 7 image's columns, its rows, its elements.
        "0=9 | BinaryOp b 2 1 a k out 0=2",
        "0=1 1=7 2=1 | BinaryOp b 2 1 a k out 0=0",
        "0=9 1=7 2=5 | BinaryOp b 2 1 a k out 0=0",
        "0=7 1=5 | BinaryOp b 2 1 a k out 0=0",
        // The top gets a dimension more.
        "0=1 1=1 11=1 2=5 | BinaryOp b 2 1 a k out 0=2",
        // No product and no sum; divided by the blob.
        "0=5 | BinaryOp b 2 1 a k out 0=4",
        "0=5 | BinaryOp b 2 1 k a out 0=3",
      })
  void leavesOtherConstants(String shape, String layer) {
    OptimizedNet made = image(CONVOLUTION, "MemoryData k 0 1 k " + shape, layer);
    assertThat(made.changes()).isEmpty();
  }

  @Test
  void leavesAConstantThatOthersRead() {
    OptimizedNet made =
        image(
            CONVOLUTION,
            "MemoryData k 0 1 k 0=5",
            "Split ks 1 2 k k1 k2",
            "BinaryOp b 2 1 a k1 d 0=2",
            "Power p 1 1 d e 0=2",
            "BinaryOp f 2 1 e k2 out 0=0");
    assertThat(types(made)).containsExactly("Convolution", "MemoryData", "Power", "BinaryOp");
    assertThat(made.changes().keySet()).containsExactly("BinaryOp into weights", "drop Split");
  }

  /** The rows of (6, 5) are 5 inputs; a batch norm of 5 is one of rows, and so is a vector. */
  @Test
  void leavesFullyConnectedLayersOfRows() {
    for (String layer :
        List.of("BatchNorm b 1 1 a out 0=5", "Scale b 1 1 a out 0=5", "BinaryOp b 2 1 a k out")) {
      List<String> lines = new ArrayList<>(List.of(INPUT));
      lines.add("InnerProduct c 1 1 data a 0=5 1=1 2=30");
      lines.add("MemoryData k 0 1 k 0=5");
      lines.add(layer);
      OptimizedNet made =
          optimized(net(lines.toArray(String[]::new)), Map.of("data", random(6, 5)));
      assertThat(made.net().layers().stream().map(found -> found.spec().name())).contains("b");
    }
    OptimizedNet made =
        optimized(
            net(INPUT, "InnerProduct c 1 1 data a 0=5 1=1 2=30", "Dropout d 1 1 a out 0=0.5"),
            Map.of("data", random(6, 5)));
    assertThat(types(made)).containsExactly("InnerProduct");
  }

  @Test
  void weightsAsBottomsTakeActivationsOnly() {
    String[] lines = {
      INPUT,
      "MemoryData k 0 1 k 0=1 1=1 11=6 2=5",
      "Convolution c 2 1 data k a 0=5 1=1 6=30 19=1",
      "BatchNorm b 1 1 a e 0=5",
      "ReLU r 1 1 e out"
    };
    assertThat(optimized(net(lines), IMAGE).changes()).isEmpty();
    lines[3] = "ReLU b 1 1 a e";
    assertThat(types(optimized(net(lines), IMAGE)))
        .containsExactly("MemoryData", "Convolution", "ReLU");
  }
}
