package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link CalibrationMethod} and the methods that need no histogram. */
class CalibrationMethodTest {

  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void labelsParseBack(CalibrationMethod method) {
    assertThat(CalibrationMethod.parse(method.label())).isEqualTo(method);
    assertThat(method.label()).isLowerCase();
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> CalibrationMethod.parse("EQ"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown calibration method \"EQ\", must be one of kl, aciq, minmax,"
                + " percentile, mse, eq, auto");
  }

  @Test
  void minMaxClipsNothing() {
    Threshold threshold = search(CalibrationMethod.MINMAX, -4f, 3f);
    assertThat(threshold.threshold()).isEqualTo(4f);
    assertThat(threshold.scale()).isEqualTo(127f / 4);
    assertThat(threshold.bin()).isEqualTo(Threshold.NO_BIN);
    assertThat(threshold.divergence()).isNaN();
  }

  @Test
  void aciqClipsByTheRangeExpectedOfAGaussian() {
    float[] data = new float[10_000];
    data[17] = -2f;
    double deviation =
        2 * 2 * 0.175 * (1 + Math.sqrt(Math.PI * Math.log(4))) / Math.sqrt(2 * Math.log(10_000));
    Threshold threshold = search(CalibrationMethod.ACIQ, data);
    assertThat(threshold.threshold()).isCloseTo((float) (3.92403714 * deviation), within(1e-6f));
  }

  @Test
  void aciqAgreesWithNcnnOnARealBlob() {
    // The input of the first layer of the fmnist net: 28 × 28 pixels, absmax (255 − 127.5) ·
    // 0.007843137; ncnn2table's scale is in fmnist.aciq.table.
    float[] data = new float[28 * 28];
    data[0] = (255 - 127.5f) * 0.007843137f;
    assertThat(search(CalibrationMethod.ACIQ, data).scale()).isCloseTo(109.364189f, within(1e-4f));
  }

  @Test
  void aciqOfOneElementIsItsMagnitude() {
    assertThat(search(CalibrationMethod.ACIQ, -5f).threshold()).isEqualTo(5f);
  }

  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void aSilentBlobHasScaleOneWithEveryMethod(CalibrationMethod method) {
    AbsMax absMax = new AbsMax();
    absMax.add(new float[9], 0, 9);
    Threshold threshold = method.search().search(BlobStatistics.of(absMax, new Histogram(0f)));
    assertThat(threshold.degenerate()).isTrue();
    assertThat(threshold.scale()).isEqualTo(1f);
  }

  private static Threshold search(CalibrationMethod method, float... data) {
    AbsMax absMax = new AbsMax();
    absMax.add(data, 0, data.length);
    assertThat(method.search().needsHistogram()).isFalse();
    return method.search().search(BlobStatistics.of(absMax));
  }
}
