package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqueezeTest {

  @ParameterizedTest
  @CsvSource({
    "3, 5, 1, 1, 7, '1=1', '(5, 7)'",
    "3, 5, 2, 1, 7, '1=1', '(5, 2, 7)'",
    "3, 1, 1, 1, 1, '0=1 1=1 2=1', '(1)'",
    "4, 1, 3, 1, 7, '0=1 11=1', '(3, 7)'",
    "4, 1, 3, 1, 7, '-23303=2,1,-1', '(3, 7)'",
    "4, 1, 3, 1, 7, '-23303=1,9', '(1, 3, 1, 7)'",
    "3, 5, 1, 1, 7, '2=1 -23303=1,-2', '(5, 7)'",
    "2, 1, 1, 1, 1, '0=1', '(1)'",
    "1, 1, 1, 1, 1, '0=1', '(1)'",
    "2, 4, 1, 1, 1, '11=1 2=1', '(4, 1)'"
  })
  void dropsWhatIsNamedAndOne(int dims, int w, int h, int d, int c, String params, String shape) {
    assertThat(
            OneLayerNet.of("Squeeze", params)
                .run(OneLayerNet.counting(dims, w, h, d, c))
                .describe())
        .isEqualTo(shape);
  }
}
