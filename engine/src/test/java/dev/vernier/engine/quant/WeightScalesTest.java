package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WeightScalesTest {
  private static final float[] WEIGHTS = {1f, -2f, 0.5f, 0.25f, -0.1f, 0f};

  @Test
  void eightBitsReach127() {
    WeightScales scales = WeightScales.of(WEIGHTS, 2, WeightScales.BITS, CalibrationMethod.KL);
    assertThat(scales.scales()).containsExactly(127f / 2, 127f / 0.25f);
    assertThat(scales.zeroChannels()).isEmpty();
  }

  @Test
  void sixBitsReach31() {
    assertThat(WeightScales.of(WEIGHTS, 3, 6, CalibrationMethod.MINMAX).scales())
        .containsExactly(31f / 2, 31f / 0.5f, 31f / 0.1f);
  }

  @Test
  void aciqClipsWeightsByTheirNumberAndBits() {
    double deviation =
        2 * 2 * 0.175 * (1 + Math.sqrt(Math.PI * Math.log(4))) / Math.sqrt(2 * Math.log(3));
    assertThat(WeightScales.of(WEIGHTS, 2, 8, CalibrationMethod.ACIQ).scales()[0])
        .isCloseTo((float) (127 / (3.92403714 * deviation)), within(1e-4f));
    assertThat(WeightScales.of(WEIGHTS, 2, 6, CalibrationMethod.ACIQ).scales()[0])
        .isCloseTo((float) (31 / (3.28691474 * deviation)), within(1e-4f));
  }

  @Test
  void aChannelOfZerosHasScaleOneAndIsReported() {
    float[] weights = {0f, 0f, 1f, 2f, 0f, -0f, 1e-44f, 0f};
    for (CalibrationMethod method : CalibrationMethod.values()) {
      WeightScales scales = WeightScales.of(weights, 4, 8, method);
      assertThat(scales.zeroChannels()).as(method.label()).containsExactly(0, 2, 3);
      assertThat(scales.scales()).as(method.label()).contains(1f, atIndex(0));
      assertThat(scales.scales()[1]).as(method.label()).isGreaterThan(1f).isFinite();
    }
  }

  @Test
  void emptyChannelsHaveScaleOne() {
    WeightScales scales = WeightScales.of(new float[0], 2, 8, CalibrationMethod.KL);
    assertThat(scales.scales()).containsExactly(1f, 1f);
    assertThat(scales.zeroChannels()).containsExactly(0, 1);
  }

  @Test
  void onlyA3x3ConvolutionOfStrideAndDilation1HasSixBits() {
    assertThat(WeightScales.convolutionBits(3, 3, 1, 1, 1, 1)).isEqualTo(6);
    assertThat(WeightScales.convolutionBits(1, 3, 1, 1, 1, 1)).isEqualTo(8);
    assertThat(WeightScales.convolutionBits(3, 5, 1, 1, 1, 1)).isEqualTo(8);
    assertThat(WeightScales.convolutionBits(3, 3, 2, 1, 1, 1)).isEqualTo(8);
    assertThat(WeightScales.convolutionBits(3, 3, 1, 2, 1, 1)).isEqualTo(8);
    assertThat(WeightScales.convolutionBits(3, 3, 1, 1, 2, 1)).isEqualTo(8);
    assertThat(WeightScales.convolutionBits(3, 3, 1, 1, 1, 2)).isEqualTo(8);
  }

  @Test
  void badWeightsAreNamed() {
    assertThatThrownBy(() -> WeightScales.of(WEIGHTS, 4, 8, CalibrationMethod.KL))
        .hasMessage("6 weights do not fall into 4 channels of equal size");
    assertThatThrownBy(() -> WeightScales.of(WEIGHTS, 0, 8, CalibrationMethod.KL))
        .hasMessage("6 weights do not fall into 0 channels of equal size");
    assertThatThrownBy(() -> WeightScales.of(WEIGHTS, 2, 7, CalibrationMethod.KL))
        .hasMessage("weights of 7 bits, must be 8 or 6");
    float[] bad = {1f, 2f, 3f, Float.NaN};
    assertThatThrownBy(() -> WeightScales.of(bad, 2, 8, CalibrationMethod.KL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight 1 of channel 1 is NaN, must be finite");
  }
}
