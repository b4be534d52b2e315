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
    int[] kernel = {2, 3, 2};
    int[] in = {3, 2, 2};
    ImageAxis[] axes = new ImageAxis[3];
    for (int i = 0; i < axes.length; i++) {
      WindowAxis window = new WindowAxis(kernel[i], dilation, stride, 0, 0);
      axes[i] = new ImageAxis(window, in[i], cut, size);
    }
    float[] columns = new float[2 * 3 * 2 * 3 * 2 * 2];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = 1 << i % 16;
    }
    float[] expected = new float[size * size * size];
    Arrays.fill(expected, 0.5f);
    float[] found = expected.clone();
    for (int i = 0; i < columns.length; i++) {
      // From the innermost: in x, y, z, then kernel x, y, z.
      int x = i % 3 * stride + i / 12 % 2 * dilation - cut;
      int y = i / 3 % 2 * stride + i / 24 % 3 * dilation - cut;
      int z = i / 6 % 2 * stride + i / 72 * dilation - cut;
      if (Math.min(x, Math.min(y, z)) >= 0 && Math.max(x, Math.max(y, z)) < size) {
        expected[(z * size + y) * size + x] += columns[i];
      }
    }
    new ColumnsToImage(axes[0], axes[1], axes[2]).add(columns, 0, found, 0);
    assertThat(found)
        .as("stride %d, dilation %d, cut %d, size %d", stride, dilation, cut, size)
        .isEqualTo(expected);
  }

  @Test
  void addsProductsAsIfTheyWereColumns() {
    WindowAxis window = new WindowAxis(2, 1, 2, 0, 0);
    ImageAxis axis = new ImageAxis(window, 2, 1, 3);
    ColumnsToImage image = new ColumnsToImage(axis, axis, axis);
    float[] weights = {9, 1, 2, 3, 4, 5, 6, 7, 8};
    float[] src = {9, 9, 1, 10, 100, 1000, 2, 20, 200, 2000};
    float[] columns = new float[64];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = weights[1 + i / 8] * src[2 + i % 8];
    }
    float[] expected = new float[27];
    float[] found = new float[28];
    image.add(columns, 0, expected, 0);
    image.addProducts(weights, 1, src, 2, found, 1);
    assertThat(Arrays.copyOfRange(found, 1, 28)).isEqualTo(expected);
    // The kernel's last element of the first input element comes first, the cut before it.
    assertThat(found[1]).isEqualTo(8);
  }
}
