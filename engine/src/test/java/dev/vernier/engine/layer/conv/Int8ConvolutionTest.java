package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Int8ConvolutionTest {
  private static final long SEED = 20260722;

  @ParameterizedTest(name = "{0} inputs, {1} outputs, {2} groups, kernel {3}, stride {4}")
  @CsvSource({
    "1, 1, 1, 1, 1, 1, 0, 0",
    "3, 5, 1, 3, 1, 1, 1, 0",
    "4, 6, 2, 2, 2, 1, 1, -3",
    "7, 7, 7, 3, 2, 2, 2, 5",
    "13, 2, 1, 2, 3, 1, 0, 0"
  })
  void sumsExactlyWhatTheDefinitionSays(
      int inputs,
      int outputs,
      int groups,
      int kernel,
      int stride,
      int dilation,
      int pad,
      int value) {
    Random random = new Random(SEED);
    int w = 8;
    int h = 7;
    byte[] src = extremes(random, inputs * w * h);
    byte[] weights = extremes(random, outputs * (inputs / groups) * kernel * kernel);
    float[] ones = new float[groups];
    Arrays.fill(ones, 1f);
    int[] asInts = new int[weights.length];
    for (int i = 0; i < asInts.length; i++) {
      asInts[i] = weights[i];
    }
    Mat top =
        OneLayerNet.of(
                "ConvolutionDepthWise",
                String.format(
                    Locale.ROOT,
                    "0=%d 1=%d 2=%d 3=%d 4=%d 6=%d 7=%d 8=1 18=%d.0",
                    outputs,
                    kernel,
                    dilation,
                    stride,
                    pad,
                    weights.length,
                    groups,
                    value))
            .int8Weights(asInts)
            .raw(ones)
            .raw(1)
            .run(Mat.wrap(src, 3, w, h, 1, inputs));
    int extent = dilation * (kernel - 1) + 1;
    assertThat(top.w()).isEqualTo((w + 2 * pad - extent) / stride + 1);
    assertThat(top.h()).isEqualTo((h + 2 * pad - extent) / stride + 1);
    int share = inputs / groups;
    for (int i = 0; i < top.size(); i++) {
      int x = i % top.w() * stride - pad;
      int y = i / top.w() % top.h() * stride - pad;
      int p = i / (top.w() * top.h());
      int sum = 0;
      for (int k = 0; k < share * kernel * kernel; k++) {
        int q = p / (outputs / groups) * share + k / (kernel * kernel);
        int column = x + k % kernel * dilation;
        int row = y + k / kernel % kernel * dilation;
        boolean inside = column >= 0 && row >= 0 && column < w && row < h;
        sum +=
            weights[p * share * kernel * kernel + k]
                * (inside ? src[(q * h + row) * w + column] : value);
      }
      assertThat(top.floats()[i]).as("element %d, seed %d", i, SEED).isEqualTo(sum);
    }
  }

  /** Values of −127, 0, 127 and any between. */
  private static byte[] extremes(Random random, int count) {
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          (byte)
              switch (random.nextInt(4)) {
                case 0 -> -127;
                case 1 -> 127;
                case 2 -> 0;
                default -> random.nextInt(255) - 127;
              };
    }
    return values;
  }
}
