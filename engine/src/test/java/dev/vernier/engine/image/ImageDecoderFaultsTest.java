package dev.vernier.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.image.ImageDecoder.Channels;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageDecoderFaultsTest {

  static Stream<Arguments> files() throws IOException {
    BufferedImage noise = new BufferedImage(24, 17, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(1);
    for (int i = 0; i < 24 * 17; i++) {
      noise.setRGB(i % 24, i / 24, random.nextInt());
    }
    return Stream.of(
        Arguments.of("png", TestImages.written("png", noise)),
        Arguments.of("jpeg", TestImages.written("jpeg", noise)),
        Arguments.of("cmyk", TestImages.rawJpeg(2, 9, 8, 1, 2, 3, 4)),
        Arguments.of("bmp", TestImages.written("bmp", noise)),
        Arguments.of("gif", TestImages.written("gif", noise)),
        Arguments.of("webp", TestImages.webp(5)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void refusesEveryTruncation(String name, byte[] bytes) throws IOException {
    ImageDecoderTest.decode(bytes);
    int whole = name.equals("gif") ? bytes.length - 1 : bytes.length; // without the GIF's trailer
    for (int length = 0; length < whole; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ImageDecoderTest.decode(cut))
          .as("%s cut to %d bytes", name, length)
          .isInstanceOf(ImageFormatException.class)
          .hasMessageStartingWith("test: ");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void decodesOrRefusesDamagedBytes(String name, byte[] bytes) {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      byte[] damaged = bytes.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        Image image = new ImageDecoder(Channels.UNCHANGED, 1_000_000).decode(damaged, "test");
        assertThat((long) image.w() * image.h()).isBetween(1L, 1_000_000L);
      } catch (ImageFormatException e) {
        assertThat(e).hasMessageStartingWith("test: ");
      } catch (RuntimeException e) {
        throw new AssertionError(name + ", seed " + seed, e);
      }
    }
  }

  @Test
  void saysWhatUnknownBytesAre() {
    assertFault(new byte[0], "empty, expected a JPEG, PNG, BMP, GIF or WebP image");
    assertFault(
        TestImages.latin("%PDF-1.7 and more"),
        "not a JPEG, PNG, BMP, GIF or WebP image: starts with 25 50 44 46 2d 31 2e 37");
  }

  @Test
  void refusesHugeSizesByTheirHeader() throws IOException {
    byte[] data = TestImages.deflated(new byte[100]);
    byte[] png = TestImages.pngWithData(60_000, 60_000, 8, TestImages.RGB, data);
    assertFault(png, "PNG of 60000 x 60000 pixels, expected 1 to 100000000 pixels");

    byte[] lie = TestImages.pngWithData(10_000, 10_000, 8, TestImages.GRAY, data);
    assertFault(
        lie, "PNG claims 10000 x 10000 pixels, more than its " + lie.length + " bytes can hold");

    byte[] gif = TestImages.written("gif", BufferedImage.TYPE_BYTE_GRAY, 2, 2, 5);
    ByteBuffer image = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
    int descriptor = new String(gif, StandardCharsets.ISO_8859_1).indexOf(",\0\0\0\0\2\0\2\0");
    image.putShort(descriptor + 5, (short) 65_535).putShort(descriptor + 7, (short) 65_535);
    assertFault(gif, "GIF of 65535 x 65535 pixels, expected 1 to 100000000 pixels");

    byte[] bmp = TestImages.written("bmp", BufferedImage.TYPE_3BYTE_BGR, 2, 2, 5, 6, 7);
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 5000).putInt(22, 5000);
    assertFault(
        bmp,
        "truncated BMP of 5000 x 5000 pixels with 24 bits: needs at least 75000054 bytes, found "
            + bmp.length);
  }

  @Test
  @Timeout(10)
  void refusesWebpWhosePixelsAreMissing() {
    byte[] webp = TestImages.webp(10_000, 10_000, 5);

    assertFault(webp, "damaged WEBP: its " + webp.length + " bytes end before its pixels do");
  }

  @Test
  void obeysTheGivenLimit() throws IOException {
    byte[] png = TestImages.png(3, 2, 8, TestImages.GRAY, null, null, 1, 2, 3, 4, 5, 6);

    assertThat(new ImageDecoder(Channels.GRAY, 6).decode(png, "a").pixels()).hasSize(6);
    assertThatThrownBy(() -> new ImageDecoder(Channels.GRAY, 5).decode(png, "a.png"))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("a.png: PNG of 3 x 2 pixels, expected 1 to 5 pixels");
  }

  @Test
  void refusesPngWithTooFewRows() {
    byte[] short1 = TestImages.deflated(new byte[30]);
    byte[] png = TestImages.pngWithData(8, 8, 8, TestImages.GRAY, short1);

    assertThatThrownBy(() -> ImageDecoderTest.decode(png))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageStartingWith("test: damaged PNG: ");
  }

  @Test
  void namesTheChunkWhoseChecksumIsWrong() {
    byte[] png = TestImages.png(1, 1, 8, TestImages.GRAY, null, null, 9);
    png[20] = (byte) (png[20] ^ 1);

    assertThatThrownBy(() -> ImageDecoderTest.decode(png))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageStartingWith("test: damaged PNG: checksum of chunk IHDR at byte 8 is ");
  }

  @Test
  void refusesPaletteIndexBeyondThePalette() throws IOException {
    byte[] shades = new byte[17];
    BufferedImage image =
        new BufferedImage(
            4,
            1,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 17, shades, shades, shades));
    byte[] bmp = TestImages.written("bmp", image);
    bmp[bmp.length - 2] = (byte) 200;

    assertFault(bmp, "damaged BMP: palette index 200 at (2, 0), the palette has 17");
  }

  @Test
  void refusesJpegWhoseScanIsCutBeforeItsEnd() throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(2);
    for (int i = 0; i < 64 * 64; i++) {
      noise.getRaster().setSample(i % 64, i / 64, 0, random.nextInt(256));
    }
    byte[] jpeg = TestImages.written("jpeg", noise);
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;

    assertThatThrownBy(() -> ImageDecoderTest.decode(cut))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("test: damaged JPEG: Corrupt JPEG data: premature end of data segment");
  }

  private static void assertFault(byte[] bytes, String fault) {
    assertThatThrownBy(() -> ImageDecoderTest.decode(bytes))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("test: " + fault);
  }
}
