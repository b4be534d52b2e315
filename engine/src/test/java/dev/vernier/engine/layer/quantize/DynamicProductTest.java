package dev.vernier.engine.layer.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Mat;
import dev.vernier.engine.Option;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DynamicProductTest {

  private static final class PlainWorkspace implements Workspace {
    private final Kernels kernels =
        Option.defaults().withKernels(OneLayerNet.provider()).kernels().kernels();
    private final float[][] arrays = new float[Scratch.SLOTS][0];

    @Override
    public Kernels kernels() {
      return kernels;
    }

    @Override
    public Mat create(Mat.Type type, int dims, int w, int h, int d, int c) {
      return Mat.allocate(type, dims, w, h, d, c);
    }

    @Override
    public Mat inPlace(Mat bottom) {
      return floatsLike(bottom);
    }

    @Override
    public float[] scratch(int slot, int length) {
      if (arrays[slot].length < length) {
        arrays[slot] = new float[length];
      }
      return arrays[slot];
    }
  }

  private final PlainWorkspace workspace = new PlainWorkspace();

  @Test
  void quantisesEachRowByItsOwnAbsmax() {
    byte[] weights = {9, 10, 20, -30, 40};
    DynamicProduct product =
        new DynamicProduct(workspace.kernels(), 2, 2, weights, 1, new float[] {1, 5, 2}, 1);
    float[] dst = new float[6];
    product.run(
        new float[] {127, 1, 0.5f, -0.25f, 0, 0}, 3, dst, product.buffers(workspace, 3), workspace);
    // -0.25 under the scale 254 is -63.5, which becomes -64.
    float unit = 1f / 254f;
    assertThat(dst)
        .containsExactly(
            (1270 + 20) * 0.2f,
            (-3810 + 40) * 0.5f,
            (1270 - 1280) * (unit * 0.2f),
            (-3810 - 2560) * (unit * 0.5f),
            0,
            0);
  }

  /** 2,500 products of ±127 pass 2^24: the sum must not lose its last digits. */
  @Test
  void addsUpManyExtremesExactly() {
    int n = 2501;
    byte[] weights = new byte[n];
    Arrays.fill(weights, (byte) 127);
    weights[n - 1] = 1;
    float[] src = new float[n];
    Arrays.fill(src, 127f);
    src[n - 1] = 1f;
    float[] dst = new float[1];
    DynamicProduct product =
        new DynamicProduct(workspace.kernels(), n, 1, weights, 0, new float[] {1}, 0);
    product.run(src, 1, dst, product.buffers(workspace, 1), workspace);
    assertThat(dst[0]).isEqualTo((float) (2500 * 127 * 127 + 1));
  }
}
