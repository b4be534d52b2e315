package dev.vernier.spark.report;

import dev.vernier.engine.image.Image;
import dev.vernier.engine.image.ImageDecoder;
import dev.vernier.engine.image.ImageDecoder.Channels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** A sample as a small picture within the page. */
final class Thumbnail {
  /** Pixels of the longer side at most; a line of text is 320 wide. */
  private static final int LONGEST = 320;

  private Thumbnail() {}

  /**
   * A PNG in a data URI; null where the bytes are no image.
   *
   * @param maxPixels above which an image is not decoded
   */
  static String of(byte[] bytes, long maxPixels) {
    Image image;
    try {
      image = new ImageDecoder(Channels.COLOR, maxPixels).decode(bytes, "sample");
    } catch (IOException | RuntimeException e) {
      // Decoders meet hostile bytes with exceptions of every kind, and a tensor is no image.
      return null;
    }
    int step = Math.max(1, (Math.max(image.w(), image.h()) + LONGEST - 1) / LONGEST);
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(shrunk(image, step), "png", png);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException("memory takes what is written", e);
    }
  }

  /** The mean of each block of step × step pixels. */
  private static BufferedImage shrunk(Image image, int step) {
    int w = Math.max(1, image.w() / step);
    int h = Math.max(1, image.h() / step);
    BufferedImage small = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int rgb = 0;
        for (int channel = 0; channel < image.channels(); channel++) {
          rgb = rgb << Byte.SIZE | mean(image, x * step, y * step, step, channel);
        }
        small.setRGB(x, y, rgb);
      }
    }
    return small;
  }

  private static int mean(Image image, int left, int top, int step, int channel) {
    int right = Math.min(image.w(), left + step);
    int bottom = Math.min(image.h(), top + step);
    long sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += image.pixels()[(y * image.w() + x) * image.channels() + channel] & 0xff;
      }
    }
    return (int) (sum / ((long) (right - left) * (bottom - top)));
  }
}
