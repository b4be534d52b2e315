package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ROIAlignTest {
  private static final String AT = "net.param line 5: layer \"layer\" (ROIAlign): ";

  private static OneLayerNet net(String params) {
    return OneLayerNet.of("ROIAlign", params).blobs(2, 1);
  }

  /** The blob is 0, 1 above 2, 3: its value at (x, y) is x + 2y up to (1, 1), and 3 beyond. */
  @ParameterizedTest
  @CsvSource({
    // One sample in the middle of the region.
    "1, 0, 0, 1, 1.5",
    "1, 0, 0, 2, 3.0",
    // Moved by half an element; version 0 then cuts the bin at 0 but not its step.
    "1, 1, 0, 2, 3.0",
    "1, 1, 1, 2, 1.5",
    // Two samples a side, at 0.5 and 1.5: 0.75 on average.
    "0, 0, 0, 2, 2.25",
    "0, 0, 1, 2, 2.25",
    "-3, 0, 1, 2, 2.25",
    "2, 0, 1, 2, 2.25",
    // At 1 and 3: the second lies more than an element outside and counts as 0.
    "2, 0, 1, 4, 0.75",
    // Without aligned, a region is an element wide at least; with it, nothing remains.
    "1, 0, 0, 0, 1.5",
    "1, 1, 0, 0, 0.0",
  })
  void samplesTheRegion(int ratio, int aligned, int version, float side, float expected) {
    Mat bottom = OneLayerNet.counting(3, 2, 2, 1, 1);
    OneLayerNet net = net("0=1 1=1 3=" + ratio + " 4=" + aligned + " 5=" + version);
    assertThat(OneLayerNet.values(net.run(bottom, Mat.of(0, 0, side, side))))
        .containsExactly(expected);
  }

  @Test
  void scalesTheRegionAndPoolsEachChannel() {
    Mat bottom = OneLayerNet.counting(3, 4, 1, 1, 2);
    Mat top = net("0=2 1=1 2=0.5 3=1").run(bottom, Mat.of(0, 0, 8, 0));
    assertThat(top.describe()).isEqualTo("(2, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, 3, 5, 7);
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void givesZeroOutsideTheBlob(int version) {
    Mat bottom = OneLayerNet.counting(3, 2, 2, 1, 1);
    for (float far : new float[] {50f, 3e9f, -3e9f, Float.NaN}) {
      Mat top = net("0=1 1=1 5=" + version).run(bottom, Mat.of(far, far, far, far));
      assertThat(OneLayerNet.values(top)).as("region at %s", far).containsExactly(0);
    }
  }

  @Test
  void rejectsMoreSamplesThanItsBound() {
    Mat bottom = OneLayerNet.counting(3, 2, 2, 1, 1);
    assertThatThrownBy(() -> net("0=1 1=1 5=1").run(bottom, Mat.of(0, 0, 1e9f, 1)))
        .hasMessage(
            AT
                + "bottom \"in1\" is (4) float32, expected a region of at most 4096 elements a"
                + " side");
    assertThatThrownBy(() -> net("0=2 1=1 3=600000").net())
        .hasMessage(AT + "sampling_ratio is 600000, must be at most 2048 with 2 bins a side");
    assertThatThrownBy(() -> net("0=1 1=1 5=2").net())
        .hasMessage(AT + "version is 2, must be at most 1");
  }
}
