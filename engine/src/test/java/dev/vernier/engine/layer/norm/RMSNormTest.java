package dev.vernier.engine.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RMSNormTest {
  private static final String AT = "net.param line 4: layer \"layer\" (RMSNorm): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("RMSNorm", params);
  }

  @Test
  void dividesEachRowByItsRootMeanSquare() {
    Mat rows = Mat.wrap(new float[] {1, 7, -10, 70}, 2, 2, 2, 1, 1);
    OneLayerNet net = layer("0=2 1=0.0").raw(1, 2);
    assertThat(OneLayerNet.values(net.run(rows)))
        .containsExactly(new float[] {0.2f, 2.8f, -0.2f, 2.8f}, ROUNDING);
    assertThat(net.layer().weightBytes()).isEqualTo(8);
  }

  @Test
  void addsEpsToTheMeanSquare() {
    assertThat(OneLayerNet.values(layer("0=1 1=3.0 2=0").run(Mat.of(1))))
        .containsExactly(new float[] {0.5f}, ROUNDING);
  }

  @Test
  void groupsRowsPlanesOrChannels() {
    for (int group : new int[] {2, 6, 12}) {
      Mat ones = OneLayerNet.counting(4, 2, 3, 2, 2);
      float[] in = ones.floats().clone();
      float[] top = OneLayerNet.values(layer("0=" + group + " 1=0.0 2=0").run(ones));
      double squares = 0;
      for (int i = 0; i < group; i++) {
        squares += in[i] * in[i];
      }
      assertThat(top[1])
          .as("groups of %d", group)
          .isEqualTo((float) (1 / Math.sqrt(squares / group)), ROUNDING);
    }
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> layer("").net())
        .hasMessage(AT + "affine_size is 0, must be at least 1");
    assertThatThrownBy(() -> layer("0=2").raw(1, 1).run(Mat.of(1, 2, 3)))
        .hasMessage(AT + "bottom \"in0\" is (3) float32, expected float32 in groups of 2 elements");
  }
}
