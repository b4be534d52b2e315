package dev.vernier.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.KernelProvider;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers seen as products of weights and columns. */
class ColumnProductTest {
  private static final long SEED = 20261123;

  @Test
  void columnsOfAConvolutionAreWhatItsWindowCovers() {
    // Kernel 2 x 1 with dilation 2, stride 2, one column of sevens on each side.
    OneLayerNet net =
        OneLayerNet.of("Convolution", "0=1 1=2 11=1 2=2 3=2 13=1 4=1 14=0 5=0 6=4 18=7")
            .weights(1, 2, 3, 4);
    Mat bottom = Mat.wrap(new float[] {1, 2, 3, 4, 5, 6}, 3, 3, 1, 1, 2);
    ColumnProduct product = product(net);

    assertThat(product.inputs()).isEqualTo(4);
    assertThat(product.positions(bottom)).isEqualTo(2);
    assertThat(product.columns(bottom, new int[] {1, 0}))
        .isDeepEqualTo(new float[][] {{2, 7, 5, 7}, {7, 2, 7, 5}});
    assertThat(product.bias()).containsExactly(0);
  }

  @ParameterizedTest
  @CsvSource({
    "Convolution, 0=4 1=3 4=1 5=1 6=108 9=1, 3, 5, 4, 108, 4",
    "Convolution, 0=2 1=3 11=2 2=2 3=2 4=-233 5=1 6=36, 3, 7, 6, 36, 2",
    "Convolution, '0=2 1=3 4=-234 3=2 5=1 6=54 9=6 -23310=2,0.17,0.5', 3, 6, 6, 54, 2",
    "ConvolutionDepthWise, 0=4 1=3 4=1 5=1 6=36 7=4 9=1, 4, 5, 6, 36, 4",
    "ConvolutionDepthWise, '0=6 1=2 5=1 6=24 7=2 9=2 -23310=1,0.1', 2, 5, 4, 24, 6",
    "InnerProduct, 0=3 1=1 2=72 9=1, 2, 4, 3, 72, 3",
  })
  void weightsTimesColumnsAreTheOutput(
      String type, String params, int c, int w, int h, int weights, int outputs) {
    Random random = new Random(SEED);
    OneLayerNet net =
        OneLayerNet.of(type, params).weights(floats(random, weights)).raw(floats(random, outputs));
    Mat bottom = Mat.wrap(floats(random, c * w * h), 3, w, h, 1, c);
    agrees(net, bottom);
  }

  @Test
  void vectorsAndRowsAreColumns() {
    Random random = new Random(SEED);
    OneLayerNet point =
        OneLayerNet.of("Convolution", "0=3 1=1 5=1 6=12")
            .weights(floats(random, 12))
            .raw(floats(random, 3));
    agrees(point, Mat.of(1, -2, 3, -4));
    OneLayerNet rows =
        OneLayerNet.of("InnerProduct", "0=2 1=1 2=6")
            .weights(floats(random, 6))
            .raw(floats(random, 2));
    Mat bottom = Mat.wrap(floats(random, 12), 2, 3, 4, 1, 1);
    Mat top = rows.run(bottom);
    ColumnProduct product = product(rows);
    assertThat(product.positions(bottom)).isEqualTo(4);
    float[] row = product.columns(bottom, new int[] {2})[0];
    float[] weight = weights(rows);
    float first = row[0] * weight[0] + row[1] * weight[1] + row[2] * weight[2];
    assertThat(top.floats()[4]).isCloseTo(first + product.bias()[0], within(1e-5f));
  }

  @Test
  void otherBottomsAreRefused() {
    OneLayerNet net = OneLayerNet.of("InnerProduct", "0=2 2=6").weights(1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> product(net).positions(Mat.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 3 elements, or rows of 3");
  }

  @Test
  void weightsThatAreABottomHaveNoColumns() {
    OneLayerNet net = OneLayerNet.of("Convolution", "0=1 1=1 5=0 6=0 19=1").blobs(2, 1);
    assertThatThrownBy(() -> product(net))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("its weights are a bottom");
  }

  /** A product with as many outputs a group, position by position, against the layer itself. */
  private static void agrees(OneLayerNet net, Mat bottom) {
    ColumnProduct product = product(net);
    float[] top = net.run(bottom).floats();
    float[] weights = weights(net);
    int positions = product.positions(bottom);
    float[][] columns = product.columns(bottom, IntStream.range(0, positions).toArray());
    int length = product.inputs() / product.groups();
    int share = product.outputs() / product.groups();
    for (int output = 0; output < product.outputs(); output++) {
      for (int position = 0; position < positions; position++) {
        float[] sum = {product.bias()[output]};
        for (int k = 0; k < length; k++) {
          sum[0] += weights[output * length + k] * columns[position][output / share * length + k];
        }
        KernelProvider.SCALAR.kernels().unary().activate(product.activation(), sum, 0, sum, 0, 1);
        assertThat(top[output * positions + position])
            .as("output %d at %d, seed %d", output, position, SEED)
            .isCloseTo(sum[0], within(1e-4f));
      }
    }
  }

  private static ColumnProduct product(OneLayerNet net) {
    return ((Quantizable) net.layer()).columnProduct();
  }

  private static float[] weights(OneLayerNet net) {
    return ((Quantizable) net.layer()).weight().toFloats();
  }

  private static float[] floats(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
