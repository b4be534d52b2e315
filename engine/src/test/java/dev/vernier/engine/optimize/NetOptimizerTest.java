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

/** Every pass on a net of a few layers, and on nets to which it must not apply. */
class NetOptimizerTest {
  private static final Map<String, Mat> IMAGE = Map.of("data", random(9, 7, 6));
  private static final Map<String, Mat> ROWS = Map.of("data", random(9, 6));
  private static final String INPUT = "Input data 0 1 data";
  private static final String CONVOLUTION = "Convolution c 1 1 data a 0=5 1=3 4=1 5=1 6=270";

  /** Layers of weights with 6 inputs and 4 or 6 outputs, with and without a bias. */
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
}
