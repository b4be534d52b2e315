package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ColumnsToImageTest {

  @Test
  void agreesWithAddingEveryProductThatLiesInside() {
    for (int stride = 1; stride <= 3; stride++) {
      for (int dilation = 1; dilation <= 2; dilation++) {
        for (int cut = 0; cut <= 4; cut++) {
          for (int size = 1; size <= 7; size++) {
            check(stride, dilation, cut, size);
          }
        }
      }
    }
  }

  private static void check(int stride, int dilation, int cut, int size) {
    ConvolutionWindow window =
        new ConvolutionWindow(
            2, 3, dilation, dilation, stride, stride, 0, 0, 0, 0, ConvolutionWindow.Padding.COUNTS);
    int w = 3;
    int h = 2;
    float[] columns = new float[6 * w * h];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = 1 << i % 20;
    }
    float[] expected = new float[size * size];
    Arrays.fill(expected, 0.5f);
    float[] found = expected.clone();
    for (int i = 0; i < columns.length; i++) {
      int x = i % w * stride + i / (w * h) % 2 * dilation - cut;
      int y = i / w % h * stride + i / (w * h * 2) * dilation - cut;
      if (x >= 0 && x < size && y >= 0 && y < size) {
        expected[y * size + x] += columns[i];
      }
    }
    new ColumnsToImage(window, w, h, cut, cut, size, size).add(columns, 0, found, 0);
    assertThat(found)
        .as("stride %d, dilation %d, cut %d, size %d", stride, dilation, cut, size)
        .isEqualTo(expected);
  }
}
