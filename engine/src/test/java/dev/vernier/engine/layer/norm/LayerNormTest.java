package dev.vernier.engine.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerNormTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet plain(int affineSize) {
    return OneLayerNet.of("LayerNorm", "0=" + affineSize + " 1=0.0 2=0");
  }

  @Test
  void bringsEachRowToMeanZeroAndVarianceOne() {
    Mat rows = Mat.wrap(new float[] {1, 3, 10, 30}, 2, 2, 2, 1, 1);
    assertThat(OneLayerNet.values(plain(2).run(rows)))
        .containsExactly(new float[] {-1, 1, -1, 1}, ROUNDING);
  }

  @Test
  void scalesAndShiftsByGammaAndBeta() {
    OneLayerNet net = OneLayerNet.of("LayerNorm", "0=2 1=0.0").raw(2, 3).raw(10, 20);
    assertThat(OneLayerNet.values(net.run(Mat.of(1, 3))))
        .containsExactly(new float[] {8, 23}, ROUNDING);
    assertThat(net.layer().weightBytes()).isEqualTo(16);
  }

  @Test
  void addsEpsToTheVariance() {
    OneLayerNet net = OneLayerNet.of("LayerNorm", "0=2 1=3.0 2=0");
    assertThat(OneLayerNet.values(net.run(Mat.of(1, 3))))
        .containsExactly(new float[] {-0.5f, 0.5f}, ROUNDING);
  }

  /** The first group of 0, 1, 2 … of length n begins with −(n − 1) / 2 over its deviation. */
  @ParameterizedTest
  @CsvSource({"3, 4, 4", "3, 12, 12", "3, 0, 12", "4, 4, 4", "4, 12, 12", "4, 60, 60"})
  void groupsRowsPlanesOrChannels(int dims, int affineSize, int group) {
    Mat bottom = OneLayerNet.counting(dims, 4, 3, dims == 4 ? 5 : 1, 2);
    float first = (float) (-(group - 1) / 2.0 / Math.sqrt((group * group - 1) / 12.0));
    float[] top = OneLayerNet.values(plain(affineSize).run(bottom));
    for (int i = 0; i < top.length; i += group) {
      assertThat(top[i]).as("element %d", i).isEqualTo(first, ROUNDING);
    }
  }

  @Test
  void rejectsGroupsOfAnotherSize() {
    String at = "net.param line 4: layer \"layer\" (LayerNorm): ";
    OneLayerNet net = OneLayerNet.of("LayerNorm", "0=2").raw(2, 3).raw(10, 20);
    assertThatThrownBy(() -> net.run(Mat.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(at + "bottom \"in0\" is (3) float32, expected float32 in groups of 2 elements");
    assertThatThrownBy(() -> OneLayerNet.of("LayerNorm", "").net())
        .hasMessage(at + "affine_size is 0, must be at least 1");
    assertThatThrownBy(() -> OneLayerNet.of("LayerNorm", "0=2 2=2").net())
        .hasMessage(at + "affine is 2, must be at most 1");
  }
}
