package dev.vernier.engine.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;

/**
 * Samples of a decoded raster as they were stored. Java's own conversion ({@code getRGB}) is never
 * used: it takes gray for linear light and would change every value.
 */
final class RasterPixels {

  private RasterPixels() {}

  /** The image with the channels it has: 1, 3 or 4; gray with alpha becomes RGBA. */
  static Image of(BufferedImage image) {
    Raster raster = image.getRaster();
    return image.getColorModel() instanceof IndexColorModel palette
        ? indexed(raster, palette)
        : samples(raster);
  }

  private static Image indexed(Raster raster, IndexColorModel palette) {
    int w = raster.getWidth();
    int h = raster.getHeight();
    int size = palette.getMapSize();
    int[] colors = new int[size];
    palette.getRGBs(colors);
    boolean gray = true;
    for (int color : colors) {
      gray &= ((color >> 16) & 0xff) == (color & 0xff) && ((color >> 8) & 0xff) == (color & 0xff);
    }
    int channels = palette.hasAlpha() ? 4 : gray ? 1 : 3;
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(w, h), channels)];
    int[] row = new int[w];
    for (int y = 0, o = 0; y < h; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, w, 1, 0, row);
      for (int x = 0; x < w; x++) {
        if (row[x] >= size) {
          throw new IllegalArgumentException(
              "palette index " + row[x] + " at (" + x + ", " + y + "), the palette has " + size);
        }
        int color = colors[row[x]];
        if (channels == 1) {
          out[o++] = (byte) color;
        } else {
          out[o++] = (byte) (color >> 16);
          out[o++] = (byte) (color >> 8);
          out[o++] = (byte) color;
        }
        if (channels == 4) {
          out[o++] = (byte) (color >>> 24);
        }
      }
    }
    return new Image(w, h, channels, out);
  }

  private static Image samples(Raster raster) {
    int w = raster.getWidth();
    int h = raster.getHeight();
    int bands = raster.getNumBands();
    if (bands < 1 || bands > 4 || raster.getDataBuffer().getDataType() > DataBuffer.TYPE_INT) {
      throw new IllegalArgumentException(
          "raster of " + bands + " bands of type " + raster.getDataBuffer().getDataType());
    }
    int channels = bands == 2 ? 4 : bands;
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(w, h), channels)];
    if (bands == channels && copied(raster, bands, out)) {
      return new Image(w, h, channels, out);
    }
    SampleModel model = raster.getSampleModel();
    int[] bits = model.getSampleSize();
    int[] row = new int[Math.multiplyExact(w, bands)];
    for (int y = 0, o = 0; y < h; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, w, 1, row);
      for (int i = 0; i < row.length; i++, o++) {
        byte value = eightBits(row[i], bits[i % bands]);
        out[o] = value;
        if (bands == 2 && i % 2 == 0) {
          out[o + 1] = value;
          out[o + 2] = value;
          o += 2;
        }
      }
    }
    return new Image(w, h, channels, out);
  }

  /** Copies rows of interleaved bytes; false if the raster is laid out in another way. */
  private static boolean copied(Raster raster, int bands, byte[] out) {
    if (!(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
        || !(raster.getDataBuffer() instanceof DataBufferByte buffer)
        || buffer.getNumBanks() != 1) {
      return false;
    }
    byte[] data = buffer.getData();
    int[] offsets = model.getBandOffsets();
    int w = raster.getWidth();
    int step = model.getPixelStride();
    for (int y = 0; y < raster.getHeight(); y++) {
      int start =
          buffer.getOffset()
              + (y - raster.getSampleModelTranslateY() + raster.getMinY())
                  * model.getScanlineStride()
              + (raster.getMinX() - raster.getSampleModelTranslateX()) * step;
      for (int k = 0; k < bands; k++) {
        int from = start + offsets[k];
        int to = y * w * bands + k;
        for (int x = 0; x < w; x++, from += step, to += bands) {
          out[to] = data[from];
        }
      }
    }
    return true;
  }

  /** A sample in eight bits: the upper byte of sixteen, fewer bits stretched over 0 to 255. */
  private static byte eightBits(int sample, int bits) {
    if (bits >= 8) {
      return (byte) (sample >> (bits - 8));
    }
    int max = (1 << bits) - 1;
    return (byte) ((sample * 255 + max / 2) / max);
  }

  /**
   * Colours of a CMYK raster in Adobe's inverted form, as stb_image and OpenCV compute them: each
   * ink times black over 255, rounded.
   *
   * @param ycck whether the first three samples are YCbCr of the inks' complements
   */
  static Image ofInks(Raster raster, boolean ycck) {
    int w = raster.getWidth();
    int h = raster.getHeight();
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(w, h), 3)];
    int[] row = new int[4 * w];
    for (int y = 0, o = 0; y < h; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, w, 1, row);
      for (int i = 0; i < row.length; i += 4, o += 3) {
        int black = row[i + 3];
        if (ycck) {
          double luma = row[i];
          double cb = row[i + 1] - 128;
          double cr = row[i + 2] - 128;
          out[o] = inked(255 - clamp(luma + 1.402 * cr), black);
          out[o + 1] = inked(255 - clamp(luma - 0.344136 * cb - 0.714136 * cr), black);
          out[o + 2] = inked(255 - clamp(luma + 1.772 * cb), black);
        } else {
          out[o] = inked(row[i], black);
          out[o + 1] = inked(row[i + 1], black);
          out[o + 2] = inked(row[i + 2], black);
        }
      }
    }
    return new Image(w, h, 3, out);
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, Math.rint(value)));
  }

  private static byte inked(int ink, int black) {
    int product = ink * black + 128;
    return (byte) ((product + (product >> 8)) >> 8);
  }
}
