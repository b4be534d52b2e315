package dev.vernier.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResizeTest {

  @Test
  void doublesRowByQuarters() {
    assertThat(resize(new byte[] {0, (byte) 255}, 2, 1, 1, 4, 1))
        .containsExactly(0, 64, (byte) 191, (byte) 255);
  }

  @Test
  void halvesColumnByMeans() {
    // rows count in quarters of a unit: (20 + 40 + 2) / 4 and (60 + 82 + 2) / 4

    assertThat(resize(new byte[] {10, 20, 30, 41}, 1, 4, 1, 1, 2)).containsExactly(15, 36);
  }

  @Test
  void spreadsSinglePixel() {
    assertThat(resize(new byte[] {1, (byte) 200, 77}, 1, 1, 3, 3, 2))
        .containsExactly(1, 200, 77, 1, 200, 77, 1, 200, 77, 1, 200, 77, 1, 200, 77, 1, 200, 77);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void treatsChannelsAlike(int channels) {
    int seed = 20 + channels;
    byte[] plane = new byte[13 * 9];
    new Random(seed).nextBytes(plane);
    byte[] interleaved = new byte[plane.length * channels];
    for (int i = 0; i < interleaved.length; i++) {
      interleaved[i] = plane[i / channels];
    }
    byte[] expected = resize(plane, 13, 9, 1, 17, 5);

    byte[] actual = resize(interleaved, 13, 9, channels, 17, 5);

    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("seed %d, byte %d", seed, i).isEqualTo(expected[i / channels]);
    }
  }

  @Test
  void keepsItsBuffersButNotTheirContents() {
    int seed = 5;
    byte[] pixels = new byte[31 * 17 * 3];
    new Random(seed).nextBytes(pixels);
    Resize reused = new Resize();
    for (int[] size : new int[][] {{40, 30}, {3, 2}, {62, 5}, {5, 34}, {31, 17}}) {
      byte[] target = new byte[size[0] * size[1] * 3];
      reused.bilinear(pixels, 31, 17, 3, target, size[0], size[1]);
      assertThat(target)
          .as("seed %d, to %s", seed, Arrays.toString(size))
          .isEqualTo(resize(pixels, 31, 17, 3, size[0], size[1]));
    }
  }

  @Test
  void refusesShortArraysAndSizes() {
    Resize resize = new Resize();
    assertThatThrownBy(() -> resize.bilinear(new byte[5], 2, 1, 3, new byte[9], 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source holds 5 bytes, its size needs 6");
    assertThatThrownBy(() -> resize.bilinear(new byte[6], 2, 1, 3, new byte[9], 2, 2))
        .hasMessage("target holds 9 bytes, its size needs 12");
    assertThatThrownBy(() -> resize.bilinear(new byte[6], 2, 1, 3, new byte[9], 0, 2))
        .hasMessage("target of 0 x 2 pixels with 3 channels");
    assertThatThrownBy(() -> resize.bilinear(new byte[6], 1, 1, 5, new byte[9], 1, 1))
        .hasMessage("source of 1 x 1 pixels with 5 channels");
  }

  private static byte[] resize(byte[] source, int srcW, int srcH, int channels, int w, int h) {
    byte[] target = new byte[w * h * channels];
    new Resize().bilinear(source, srcW, srcH, channels, target, w, h);
    return target;
  }
}
