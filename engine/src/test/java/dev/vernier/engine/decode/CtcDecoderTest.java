package dev.vernier.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CtcDecoderTest {
  private final CtcDecoder decoder = new CtcDecoder(List.of("a", "b", "字"));

  /** An output whose best classes are these, of so many classes. */
  private static Mat output(int classes, int... best) {
    Mat mat = Mat.create(Mat.Type.FLOAT32, classes, best.length);
    for (int step = 0; step < best.length; step++) {
      mat.floats()[step * classes + best[step]] = 0.5f;
    }
    return mat;
  }

  @Test
  void repeatsAreSaidOnceAndBlanksSeparateThem() {
    assertThat(decoder.decode(output(4, 0, 1, 1, 0, 1, 2, 2, 0, 3, 0))).isEqualTo("aab字");
    assertThat(decoder.decode(output(4, 1, 2, 1))).isEqualTo("aba");
    assertThat(decoder.decode(output(4, 0, 0, 0))).isEmpty();
  }

  @Test
  void oneClassMoreThanKeysIsTheSpace() {
    assertThat(decoder.decode(output(5, 1, 4, 4, 2))).isEqualTo("a b");
  }

  @Test
  void theFirstOfEqualScoresCounts() {
    assertThat(decoder.decode(Mat.wrap(new float[] {0, 1, 1, 0}, 2, 4, 1, 1, 1))).isEqualTo("a");
    assertThat(decoder.decode(Mat.of(0f, 0f, 2f, 0f))).isEqualTo("b");
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> decoder.decode(output(7, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 7 classes, 3 keys make 4, or 5 with a space");
    assertThatThrownBy(() -> decoder.decode(Mat.create(Mat.Type.FLOAT32, 4, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected float32 (classes, steps)");
    assertThatThrownBy(() -> new CtcDecoder(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without keys");
  }
}
