package dev.vernier.engine.layer.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InverseSpectrogramTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);
  private static final String AT = "net.param line 4: layer \"layer\" (InverseSpectrogram): ";

  private static OneLayerNet net(String params) {
    return OneLayerNet.of("InverseSpectrogram", params);
  }

  /** i at the first of four frequencies: i/4 turned by a quarter from sample to sample. */
  @ParameterizedTest
  @CsvSource({
    "0, 0 0.25 -0.25 0 0 -0.25 0.25 0",
    "1, 0 -0.25 0 0.25",
    "2, 0.25 0 -0.25 0",
  })
  void takesAllFrequencies(int returns, String samples) {
    Mat spectrum = Mat.wrap(new float[] {0, 0, 0, 1, 0, 0, 0, 0}, 3, 2, 1, 1, 4);
    Mat top = net("0=4 5=0 1=" + returns).run(spectrum);
    assertThat(top.dims()).isEqualTo(returns == 0 ? 2 : 1);
    assertThat(OneLayerNet.values(top)).containsExactly(floats(samples), ROUNDING);
  }

  /** Half of two frequencies is both: (1 + 3 ± …) / 2 of each part. */
  @ParameterizedTest
  @CsvSource({"0, 2 3 -1 -1", "1, 2 -1", "2, 3 -1"})
  void takesHalfTheFrequencies(int returns, String samples) {
    Mat spectrum = Mat.wrap(new float[] {1, 2, 3, 4}, 3, 2, 1, 1, 2);
    assertThat(OneLayerNet.values(net("0=2 2=1 5=0 1=" + returns).run(spectrum)))
        .containsExactly(floats(samples), ROUNDING);
  }

  /** Of an odd number only the lowest frequency has no mirror image. */
  @Test
  void mirrorsAllButTheLowestOfAnOddNumber() {
    Mat spectrum = Mat.wrap(new float[] {3, 6, 1.5f, 7}, 3, 2, 1, 1, 2);
    float[] top = OneLayerNet.values(net("0=3 2=1 5=0").run(spectrum));
    assertThat(top[0]).isEqualTo(2f, ROUNDING);
    for (int i = 1; i < 6; i += 2) {
      assertThat(top[i]).as("element %d", i).isEqualTo(2f, ROUNDING);
    }
  }

  private static float[] floats(String text) {
    String[] words = text.split(" ");
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "0=1 2=1",
    "0=8 2=3",
    "0=9 2=3 4=2",
    "0=16 2=4 4=1",
    "0=16 2=4 4=1 7=2",
    "0=16 3=11 2=4 4=2 7=1",
    "0=10 2=5 5=0",
    "0=512 2=100 4=2",
  })
  void bringsASignalBack(String params) {
    int seed = 5;
    Random random = new Random(seed);
    float[] signal = new float[1200];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) random.nextGaussian();
    }
    for (int onesided = 0; onesided <= 1; onesided++) {
      String forward = params + " 8=" + onesided;
      Mat spectrum = OneLayerNet.of("Spectrogram", forward).run(Mat.of(signal)).copy();
      float[] real = OneLayerNet.values(net(params + " 1=1").run(spectrum));
      float[] imaginary = OneLayerNet.values(net(params + " 1=2").run(spectrum));
      assertThat(real.length).as("%s", forward).isBetween(1000, 1200);
      for (int i = 0; i < real.length; i++) {
        assertThat(real[i])
            .as("%s, seed %d, sample %d", forward, seed, i)
            .isEqualTo(signal[i], Offset.offset(1e-4f));
        assertThat(imaginary[i])
            .as("%s, seed %d, imaginary part of sample %d", forward, seed, i)
            .isEqualTo(0f, Offset.offset(1e-4f));
      }
    }
  }

  @Test
  void rejectsWhatIsNoSpectrum() {
    assertThatThrownBy(() -> net("0=8").run(OneLayerNet.counting(3, 2, 3, 1, 6)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 3, 6) float32, expected float32 (2, frames, frequencies)"
                + " with 5 or 8 frequencies");
    assertThatThrownBy(() -> net("0=8").run(OneLayerNet.counting(3, 2, 1, 1, 5)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 1, 5) float32, expected frames that make a signal, not"
                + " one of 0 samples");
    assertThatThrownBy(() -> net("0=8 1=3").net())
        .hasMessage(AT + "returns is 3, must be at most 2");
  }

  @Test
  void countsItsMultiplyAdds() {
    Mat[] bottoms = {OneLayerNet.counting(3, 2, 7, 1, 5)};
    assertThat(net("0=8").layer().multiplyAdds(bottoms, new Mat[1])).isEqualTo(4 * 8 * 7 * 5);
  }
}
