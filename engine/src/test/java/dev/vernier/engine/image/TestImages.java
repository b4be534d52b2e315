package dev.vernier.engine.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small image files of every type, written byte by byte where no writer gives the wanted one. */
final class TestImages {

  static final int GRAY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GRAY_ALPHA = 4;
  static final int RGBA = 6;

  private TestImages() {}

  /** A PNG of the given scanlines, unfiltered; every row is {@code rows.length / h} bytes. */
  static byte[] png(int w, int h, int depth, int type, byte[] palette, byte[] trns, int... rows) {
    ByteArrayOutputStream out = pngHead(w, h, depth, type);
    if (palette != null) {
      chunk(out, "PLTE", palette);
    }
    if (trns != null) {
      chunk(out, "tRNS", trns);
    }
    chunk(out, "tEXt", latin("Comment\0anything"));
    chunk(out, "IDAT", deflated(scanlines(h, rows)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** A PNG whose pixel data is the given bytes, compressed or not. */
  static byte[] pngWithData(int w, int h, int depth, int type, byte[] data) {
    ByteArrayOutputStream out = pngHead(w, h, depth, type);
    chunk(out, "IDAT", data);
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static ByteArrayOutputStream pngHead(int w, int h, int depth, int type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(latin("\u0089PNG\r\n\u001a\n"));
    ByteBuffer header = ByteBuffer.allocate(13).putInt(w).putInt(h);
    chunk(out, "IHDR", header.put((byte) depth).put((byte) type).array());
    return out;
  }

  private static byte[] scanlines(int h, int... rows) {
    int row = rows.length / h;
    byte[] bytes = new byte[rows.length + h];
    for (int i = 0; i < rows.length; i++) {
      bytes[i / row * (row + 1) + 1 + i % row] = (byte) rows[i];
    }
    return bytes;
  }

  static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[bytes.length + 64];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(latin(type));
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(latin(type));
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** An image of one colour, as the runtime's writer writes it. */
  static byte[] written(String type, int imageType, int w, int h, int... color) throws IOException {
    BufferedImage image = new BufferedImage(w, h, imageType);
    WritableRaster raster = image.getRaster();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        raster.setPixel(x, y, color);
      }
    }
    return written(type, image);
  }

  static byte[] written(String type, BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, type, stream)) {
        throw new IllegalStateException("no writer for " + type);
      }
    }
    return out.toByteArray();
  }

  /**
   * A JPEG whose components are the given values, stored without colour conversion and without JFIF
   * or Adobe segment, then with Adobe's segment of that transform unless it is negative.
   */
  static byte[] rawJpeg(int adobeTransform, int w, int h, int... components) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, w, h, components.length, null);
    for (int i = 0; i < w * h; i++) {
      raster.setPixel(i % w, i / w, components);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    if (adobeTransform < 0) {
      return out.toByteArray();
    }
    return withSegment(
        out.toByteArray(), "\u00ff\u00ee\0\u000eAdobe\0d\0\0\0\0" + (char) adobeTransform);
  }

  /** The JPEG with a segment inserted behind its start. */
  static byte[] withSegment(byte[] jpeg, String segment) {
    byte[] added = latin(segment);
    return ByteBuffer.allocate(jpeg.length + added.length)
        .put(jpeg, 0, 2)
        .put(added)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /**
   * A lossless WebP of 2 × 2 pixels, green 10 or 200 by the bit of each pixel, red 30, blue 40:
   * five prefix codes of one or two symbols, then a bit a pixel.
   */
  static byte[] webp(int greenBits) {
    return webp(2, 2, greenBits);
  }

  /** The same under a header that claims another size, for whose pixels the bits do not suffice. */
  static byte[] webp(int w, int h, int greenBits) {
    Bits bits = new Bits();
    bits.put(w - 1, 14).put(h - 1, 14).put(0, 1).put(0, 3); // size minus 1, no alpha, version
    bits.put(0, 1).put(0, 1).put(0, 1); // no transform, no colour cache, one code group
    bits.put(1, 1).put(1, 1).put(1, 1).put(10, 8).put(200, 8); // green
    for (int symbol : new int[] {30, 40, 255}) {
      bits.put(1, 1).put(0, 1).put(1, 1).put(symbol, 8); // red, blue, alpha
    }
    bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1); // distance
    bits.put(greenBits, 4);
    byte[] data = bits.bytes();
    int padded = (data.length + 2) / 2 * 2;
    ByteBuffer out = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
    out.put(latin("RIFF")).putInt(12 + padded).put(latin("WEBPVP8L")).putInt(data.length + 1);
    return out.put((byte) 0x2f).put(data).array();
  }

  /** The WebP of 2 × 2 pixels in the extended form, with a colour profile. */
  static byte[] withProfile(byte[] webp, byte[] profile) {
    int padded = (profile.length + 1) / 2 * 2;
    ByteBuffer out = ByteBuffer.allocate(webp.length + 26 + padded).order(ByteOrder.LITTLE_ENDIAN);
    out.put(latin("RIFF")).putInt(out.capacity() - 8).put(latin("WEBPVP8X")).putInt(10);
    out.put(new byte[] {0x20, 0, 0, 0, 1, 0, 0, 1, 0, 0});
    out.put(latin("ICCP")).putInt(profile.length).put(Arrays.copyOf(profile, padded));
    return out.put(webp, 12, webp.length - 12).array();
  }

  private static final class Bits {
    private final byte[] bytes = new byte[64];
    private int count;

    Bits put(int value, int length) {
      for (int i = 0; i < length; i++, count++) {
        bytes[count / 8] = (byte) (bytes[count / 8] | ((value >> i) & 1) << (count % 8));
      }
      return this;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, (count + 7) / 8);
    }
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
