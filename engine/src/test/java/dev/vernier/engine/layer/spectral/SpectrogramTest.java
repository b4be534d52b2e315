package dev.vernier.engine.layer.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrogramTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-4f);
  private static final String AT = "net.param line 4: layer \"layer\" (Spectrogram): ";

  private static OneLayerNet net(String params) {
    return OneLayerNet.of("Spectrogram", params);
  }

  @Test
  void givesComplexNumbersFrequencyByFrequency() {
    // A sine of one turn: −2i at the first frequency, 2i at its mirror image.
    Mat sine = Mat.of(0, 1, 0, -1);
    Mat half = net("0=4 5=0").run(sine);
    assertThat(half.describe()).isEqualTo("(2, 1, 3)");
    assertThat(OneLayerNet.values(half)).containsExactly(new float[] {0, 0, 0, -2, 0, 0}, ROUNDING);
    Mat all = net("0=4 5=0 8=0").run(sine);
    assertThat(all.describe()).isEqualTo("(2, 1, 4)");
    assertThat(OneLayerNet.values(all))
        .containsExactly(new float[] {0, 0, 0, -2, 0, 0, 0, 2}, ROUNDING);
  }

  @Test
  void givesMagnitudesAndPowers() {
    Mat cosine = Mat.of(1, 0, -1, 0);
    Mat magnitudes = net("0=4 1=1 5=0 8=0").run(cosine);
    assertThat(magnitudes.describe()).isEqualTo("(1, 4)");
    assertThat(OneLayerNet.values(magnitudes)).containsExactly(new float[] {0, 2, 0, 2}, ROUNDING);
    assertThat(OneLayerNet.values(net("0=4 1=2 5=0").run(cosine)))
        .containsExactly(new float[] {0, 4, 0}, ROUNDING);
  }

  @Test
  void stepsByAQuarterOfTheFrameByDefault() {
    assertThat(net("0=8 1=1 5=0").run(OneLayerNet.counting(1, 13, 1, 1, 1)).describe())
        .isEqualTo("(3, 5)");
  }

  /** Sums of two neighbouring samples of 1, 2, 4, and of what is added before and after them. */
  @ParameterizedTest
  @CsvSource({"0, 1, 3, 6, 4", "1, 2, 3, 6, 8", "2, 3, 3, 6, 6"})
  void addsSamplesAtBothEnds(int padType, float a, float b, float c, float d) {
    Mat top = net("0=2 1=1 2=1 6=" + padType).run(Mat.of(1, 2, 4));
    assertThat(top.describe()).isEqualTo("(4, 2)");
    assertThat(OneLayerNet.values(top)).startsWith(a, b, c, d);
  }

  /** The lowest frequency of 1, 10, 100, 1000 spells out the window. */
  @ParameterizedTest
  @CsvSource({
    "4=0, 1111",
    "4=1, 605",
    "4=2, 645.48",
    "3=2, 110",
    "3=3, 111",
    // Of three: 0, 0.75, 0.75.
    "3=3 4=1, 82.5",
    "7=1, 555.5",
    "7=2, 555.5",
    // The energy of 0, 0.5, 1, 0.5 is 1.5.
    "4=1 7=2, 493.9804",
  })
  void windowsAndNormalises(String params, float expected) {
    Mat signal = Mat.of(1, 10, 100, 1000);
    assertThat(OneLayerNet.values(net("0=4 1=1 5=0 " + params).run(signal))[0])
        .isEqualTo(expected, Offset.offset(1e-2f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0=0;n_fft is 0, must be at least 1",
        "0=16385;n_fft is 16385, must be at most 16384",
        "0=2;hoplen is 0, must be at least 1",
        "0=4 3=5;winlen is 5, must be at most 4",
        "0=4 3=1 4=1 7=2;normalized is 2, must be 0 or 1 with a window that is 0 throughout",
        "0=4 1=3;power is 3, must be at most 2",
      })
  void refusesWhatMakesNoFrames(String line) {
    String[] parts = line.split(";");
    assertThatThrownBy(() -> net(parts[0]).net()).hasMessage(AT + parts[1]);
  }

  @ParameterizedTest
  @CsvSource({"5=0, 3, 4", "6=0, 0, 1", "6=2, 2, 3"})
  void rejectsASignalThatIsTooShort(String params, int samples, int least) {
    assertThat(net("0=4 1=1 " + params).run(OneLayerNet.counting(1, least, 1, 1, 1)).h())
        .isEqualTo(3);
    if (samples > 0) {
      assertThatThrownBy(
              () -> net("0=4 1=1 " + params).run(OneLayerNet.counting(1, samples, 1, 1, 1)))
          .hasMessage(
              AT
                  + "bottom \"in0\" is ("
                  + samples
                  + ") float32, expected a float32 signal of at least "
                  + least
                  + " samples");
    }
  }

  @Test
  void rejectsMoreThanOneSignal() {
    assertThatThrownBy(() -> net("0=4").run(OneLayerNet.counting(2, 8, 2, 1, 1)))
        .hasMessageContaining("is (8, 2) float32, expected a float32 signal");
  }

  @Test
  void countsItsMultiplyAdds() {
    Mat[] tops = {Mat.create(Mat.Type.FLOAT32, 5, 3)};
    assertThat(net("0=4 1=1").layer().multiplyAdds(new Mat[1], tops)).isEqualTo(2 * 3 * 5 * 4);
  }
}
