package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void multipliesAndShiftsEachRow() {
    Mat bottom = Mat.wrap(new float[] {1, 2, 3, 4}, 2, 2, 2, 1, 1);
    Mat top = OneLayerNet.of("Scale", "0=2 1=1").raw(2f, 3f, 10f, 20f).run(bottom);
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {12, 14, 29, 32}, Offset.offset(0f));
  }

  @Test
  void takesFactorsFromTheSecondBottom() {
    Mat top = OneLayerNet.of("Scale", "0=-233").blobs(2, 1).run(Mat.of(1, 2), Mat.of(3, 4));
    assertThat(OneLayerNet.values(top)).containsExactly(new float[] {3, 8}, Offset.offset(0f));
  }

  @Test
  void rejectsAnotherNumberOfFactors() {
    assertThatThrownBy(
            () -> OneLayerNet.of("Scale", "0=-233").blobs(2, 1).run(Mat.of(1, 2), Mat.of(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"in1\" is (1) float32, expected float32 of 2 elements");
  }

  @Test
  void repeatsTheFactorsInASecondTop() {
    List<Mat> tops =
        OneLayerNet.of("Scale", "0=-233").blobs(2, 2).runAll(Mat.of(1, 2), Mat.of(3, 4));
    assertThat(OneLayerNet.values(tops.get(0)))
        .containsExactly(new float[] {3, 8}, Offset.offset(0f));
    assertThat(OneLayerNet.values(tops.get(1)))
        .containsExactly(new float[] {3, 4}, Offset.offset(0f));
  }

  @Test
  void rejectsAnotherNumberOfChannels() {
    OneLayerNet net = OneLayerNet.of("Scale", "0=2").raw(1f, 2f);
    assertThatThrownBy(() -> net.run(Mat.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"in0\" is (3) float32, expected float32 of 2 channels");
  }

  @Test
  void rejectsParametersThatNcnnCannotRun() {
    assertThatThrownBy(() -> OneLayerNet.of("Scale", "0=0").net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessageContaining("scale_data_size is 0, must be at least 1 or -233");
    assertThatThrownBy(() -> OneLayerNet.of("Scale", "0=-233 1=1").blobs(2, 1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessageContaining("bias_term is set, must be 0 with scale_data_size -233");
  }
}
