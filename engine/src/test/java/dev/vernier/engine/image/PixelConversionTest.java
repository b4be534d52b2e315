package dev.vernier.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PixelConversionTest {

  /** One pixel of bytes 10, 200, 30, 40 (as many as its format has) through every conversion. */
  @ParameterizedTest
  @CsvSource({
    "RGB,10 200 30",
    "RGB2BGR,30 200 10",
    "RGB2GRAY,123",
    "RGB2RGBA,10 200 30 255",
    "RGB2BGRA,30 200 10 255",
    "BGR,10 200 30",
    "BGR2RGB,30 200 10",
    "BGR2GRAY,127",
    "BGR2RGBA,30 200 10 255",
    "BGR2BGRA,10 200 30 255",
    "GRAY,10",
    "GRAY2RGB,10 10 10",
    "GRAY2BGR,10 10 10",
    "GRAY2RGBA,10 10 10 255",
    "GRAY2BGRA,10 10 10 255",
    "RGBA,10 200 30 40",
    "RGBA2RGB,10 200 30",
    "RGBA2BGR,30 200 10",
    "RGBA2GRAY,123",
    "RGBA2BGRA,30 200 10 40",
    "BGRA,10 200 30 40",
    "BGRA2RGB,30 200 10",
    "BGRA2BGR,10 200 30",
    "BGRA2GRAY,127",
    "BGRA2RGBA,30 200 10 40",
  })
  void convertsOnePixel(String name, String expected) {
    PixelConversion conversion = PixelConversion.parse(name);

    Mat mat = conversion.toMat(new byte[] {10, (byte) 200, 30, 40}, 1, 1);

    assertThat(conversion).hasToString(name);
    assertThat(mat.dims()).isEqualTo(3);
    StringBuilder found = new StringBuilder();
    for (int q = 0; q < mat.c(); q++) {
      found.append(q == 0 ? "" : " ").append((int) mat.floats()[q]);
    }
    assertThat(found).hasToString(expected);
  }

  @Test
  void laysChannelsOutOneAfterTheOther() {
    Mat mat = PixelConversion.parse("BGR2RGB").toMat(new byte[] {1, 2, 3, 4, 5, 6}, 1, 2);

    assertThat(mat.describe()).isEqualTo("(1, 2, 3)");
    assertThat(mat.floats()).containsExactly(3, 6, 2, 5, 1, 4);
  }

  @Test
  void grayOfGrayIsTheSame() {
    for (int value = 0; value < 256; value++) {
      assertThat(PixelConversion.luma(value, value, value)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource(PixelFormat.class)
  void parsesEveryFormat(PixelFormat format) {
    assertThat(PixelFormat.parse(format.name())).isSameAs(format);
    assertThat(format.number()).isEqualTo(format.ordinal() + 1);
  }

  @Test
  void refusesUnknownNames() {
    assertThatThrownBy(() -> PixelConversion.parse("BGR2YUV"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown pixel format \"YUV\", expected one of [RGB, BGR, GRAY, RGBA, BGRA]");
  }

  @Test
  void refusesTooFewBytes() {
    PixelConversion rgb = PixelConversion.parse("RGB");
    assertThatThrownBy(() -> rgb.toMat(new byte[11], 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("11 bytes are too few for 2 x 2 pixels of RGB");
  }
}
