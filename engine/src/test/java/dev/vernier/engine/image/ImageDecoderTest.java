package dev.vernier.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.image.ImageDecoder.Channels;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDecoderTest {

  private static final byte[] PALETTE = {10, 20, 30, 40, 50, 60, (byte) 200, (byte) 210, 0};

  @Test
  void readsGrayPngSamplesAsStored() throws IOException {
    int[] ramp = IntStream.range(0, 256).toArray();

    Image image = decode(TestImages.png(256, 1, 8, TestImages.GRAY, null, null, ramp));

    assertThat(image).hasToString("256 x 1 GRAY");
    for (int i = 0; i < 256; i++) {
      assertThat(image.pixels()[i] & 0xff).isEqualTo(i);
    }
  }

  @Test
  void stretchesGrayPngOfFewBits() throws IOException {
    assertPixels(
        decode(TestImages.png(4, 1, 1, TestImages.GRAY, null, null, 0b10110000)),
        1,
        255,
        0,
        255,
        255);
    assertPixels(
        decode(TestImages.png(4, 1, 2, TestImages.GRAY, null, null, 0b00011011)),
        1,
        0,
        85,
        170,
        255);
    assertPixels(decode(TestImages.png(2, 1, 4, TestImages.GRAY, null, null, 0x1e)), 1, 17, 238);
  }

  @Test
  void keepsTheUpperByteOfSixteenBits() throws IOException {
    assertPixels(
        decode(TestImages.png(2, 1, 16, TestImages.GRAY, null, null, 0x12, 0xff, 0x80, 0x00)),
        1,
        0x12,
        0x80);
    assertPixels(
        decode(TestImages.png(1, 1, 16, TestImages.RGB, null, null, 1, 255, 2, 254, 255, 255)),
        3,
        1,
        2,
        255);
  }

  @Test
  void readsColourPngInRedGreenBlueOrder() throws IOException {
    assertPixels(
        decode(TestImages.png(1, 2, 8, TestImages.RGB, null, null, 1, 2, 3, 4, 5, 250)),
        3,
        1,
        2,
        3,
        4,
        5,
        250);
  }

  @Test
  void looksUpThePalette() throws IOException {
    assertPixels(
        decode(TestImages.png(2, 1, 8, TestImages.PALETTE, PALETTE, null, 2, 0)),
        3,
        200,
        210,
        0,
        10,
        20,
        30);
    assertPixels(
        decode(TestImages.png(4, 1, 2, TestImages.PALETTE, PALETTE, null, 0b01001000)),
        3,
        40,
        50,
        60,
        10,
        20,
        30,
        200,
        210,
        0,
        10,
        20,
        30);
    assertPixels(
        decode(TestImages.png(2, 1, 1, TestImages.PALETTE, PALETTE, null, 0b01000000)),
        3,
        10,
        20,
        30,
        40,
        50,
        60);
  }

  @ParameterizedTest
  @CsvSource({
    "UNCHANGED,10 20 30 40",
    "OPAQUE,10 20 30",
    "COLOR,10 20 30",
    "GRAY,18",
  })
  void dropsAlphaUnlessAskedToKeepIt(Channels channels, String expected) throws IOException {
    byte[] png = TestImages.png(1, 1, 8, TestImages.RGBA, null, null, 10, 20, 30, 40);

    assertThat(pixels(decode(channels, png))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "UNCHANGED,70 70 70 40",
    "OPAQUE,70 70 70",
    "COLOR,70 70 70",
    "GRAY,70",
  })
  void readsGrayWithAlpha(Channels channels, String expected) throws IOException {
    byte[] png = TestImages.png(1, 1, 8, TestImages.GRAY_ALPHA, null, null, 70, 40);

    assertThat(pixels(decode(channels, png))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"UNCHANGED,9", "OPAQUE,9", "COLOR,9 9 9", "GRAY,9"})
  void spreadsGrayOnlyWhereColourIsAsked(Channels channels, String expected) throws IOException {
    byte[] png = TestImages.png(1, 1, 8, TestImages.GRAY, null, null, 9);

    assertThat(pixels(decode(channels, png))).isEqualTo(expected);
  }

  @Test
  void keepsTheTransparencyOfPaletteOnlyWhenUnchanged() throws IOException {
    byte[] png = TestImages.png(2, 1, 8, TestImages.PALETTE, PALETTE, new byte[] {7}, 0, 1);

    assertThat(pixels(decode(Channels.UNCHANGED, png))).isEqualTo("10 20 30 7 40 50 60 255");
    assertThat(pixels(decode(Channels.OPAQUE, png))).isEqualTo("10 20 30 40 50 60");
  }

  @Test
  void readsJpeg() throws IOException {
    byte[] gray = TestImages.written("jpeg", BufferedImage.TYPE_BYTE_GRAY, 9, 5, 77);
    byte[] color = TestImages.written("jpeg", BufferedImage.TYPE_3BYTE_BGR, 9, 5, 200, 100, 50);

    assertUniform(decode(gray), 1, 77);
    assertUniform(decode(color), 3, 200, 100, 50);
    assertUniform(decode(Channels.GRAY, color), 1, PixelConversion.luma(200, 100, 50));
  }

  @Test
  void takesJpegComponentsForWhatTheirMarkersSay() throws IOException {
    // Y 100, Cb 128, Cr 200: red 100 + 1.402 * 72, green 100 - 0.714 * 72, blue 100
    assertUniform(decode(TestImages.rawJpeg(-1, 8, 8, 100, 128, 200)), 3, 201, 49, 100);
    assertUniform(decode(TestImages.rawJpeg(1, 8, 8, 100, 128, 200)), 3, 201, 49, 100);
    assertUniform(decode(TestImages.rawJpeg(0, 8, 8, 100, 128, 200)), 3, 100, 128, 200);
  }

  @Test
  void mixesInksOfFourComponentJpeg() throws IOException {
    assertUniform(decode(TestImages.rawJpeg(0, 8, 8, 255, 100, 20, 128)), 3, 128, 50, 10);
    // the complement of (201, 49, 100), times 128 / 255
    assertUniform(decode(TestImages.rawJpeg(2, 8, 8, 100, 128, 200, 128)), 3, 27, 103, 78);
  }

  @Test
  void ignoresJpegProfilesAndComments() throws IOException {
    byte[] jpeg = TestImages.written("jpeg", BufferedImage.TYPE_3BYTE_BGR, 9, 5, 200, 100, 50);
    byte[] odd = TestImages.withSegment(jpeg, "\u00ff\u00e2\0\u0012ICC_PROFILE\0\1\1xx");
    odd = TestImages.withSegment(odd, "\u00ff\u00e1\0\nExif\0\0zz");

    assertThat(decode(odd).pixels()).isEqualTo(decode(jpeg).pixels());
  }

  @Test
  void readsBmpGifAndWebp() throws IOException {
    assertUniform(
        decode(TestImages.written("bmp", BufferedImage.TYPE_3BYTE_BGR, 5, 3, 200, 100, 50)),
        3,
        200,
        100,
        50);
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xc86432);
    picture.setRGB(1, 0, 0x0a141e);
    assertPixels(decode(TestImages.written("gif", picture)), 3, 200, 100, 50, 10, 20, 30);
    assertPixels(
        decode(TestImages.webp(0b0110)), 3, 30, 10, 40, 30, 200, 40, 30, 200, 40, 30, 10, 40);
  }

  @Test
  void ignoresTheProfileOfWebp() throws IOException {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] webp = TestImages.withProfile(TestImages.webp(0b0110), linear);

    assertThat(decode(webp).pixels()).isEqualTo(decode(TestImages.webp(0b0110)).pixels());
  }

  @Test
  void decodesFromManyThreads(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.png");
    Files.write(file, TestImages.png(1, 2, 8, TestImages.RGB, null, null, 1, 2, 3, 4, 5, 6));
    ImageDecoder decoder = new ImageDecoder();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Callable<String> task = () -> pixels(decoder.decode(file));
      for (Future<String> found :
          pool.invokeAll(IntStream.range(0, 64).mapToObj(i -> task).toList())) {
        assertThat(found.get()).isEqualTo("1 2 3 4 5 6");
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void refusesNonPositiveLimit() {
    assertThatThrownBy(() -> new ImageDecoder(Channels.COLOR, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPixels is 0, must be at least 1");
  }

  static Image decode(byte[] bytes) throws IOException {
    return new ImageDecoder().decode(bytes, "test");
  }

  private static Image decode(Channels channels, byte[] bytes) throws IOException {
    return new ImageDecoder(channels, 1000).decode(bytes, "test");
  }

  private static String pixels(Image image) {
    StringBuilder text = new StringBuilder();
    for (byte value : image.pixels()) {
      text.append(text.isEmpty() ? "" : " ").append(value & 0xff);
    }
    return text.toString();
  }

  private static void assertPixels(Image image, int channels, int... values) {
    assertThat(image.channels()).isEqualTo(channels);
    assertThat(IntStream.range(0, image.pixels().length).map(i -> image.pixels()[i] & 0xff))
        .containsExactly(IntStream.of(values).boxed().toArray(Integer[]::new));
  }

  private static void assertUniform(Image image, int channels, int... color) {
    assertThat(image.channels()).isEqualTo(channels);
    for (int i = 0; i < image.pixels().length; i++) {
      assertThat(image.pixels()[i] & 0xff)
          .as("byte %d of %s", i, image)
          .isCloseTo(color[i % channels], within(2));
    }
  }
}
