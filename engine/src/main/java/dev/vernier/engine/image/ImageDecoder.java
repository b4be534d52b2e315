package dev.vernier.engine.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageReader;

/**
 * JPEG, PNG, BMP, GIF (first frame) and WebP bytes to an {@link Image}, with the values ncnn's
 * tools read: samples as stored, colour profiles, gamma and EXIF orientation ignored, the upper
 * byte of 16 bits. Immutable and thread-safe; needs no display.
 *
 * <p>JPEG and lossy WebP leave a rounding to the decoder, so their values may differ from another
 * one's by a few units; all else is exact.
 */
public final class ImageDecoder implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Pixels an image may have unless told otherwise: 100 million. */
  public static final long DEFAULT_MAX_PIXELS = 100_000_000;

  /** Which channels an image gets. */
  public enum Channels {
    /** Gray 1, colour 3, either with alpha 4; OpenCV's IMREAD_UNCHANGED, but in 8 bits. */
    UNCHANGED,
    /**
     * Gray 1, colour 3, alpha dropped. Whatever {@link Preprocess} makes of it is what it would
     * make of {@link #COLOR}, at a third of the work for gray.
     */
    OPAQUE,
    /** Always 3, alpha dropped; what ncnn2table reads (IMREAD_COLOR). */
    COLOR,
    /** Always 1: colours by ncnn's luma, alpha dropped. */
    GRAY
  }

  private final Channels channels;
  private final long maxPixels;

  /** Decodes to {@link Channels#OPAQUE}, up to {@link #DEFAULT_MAX_PIXELS}. */
  public ImageDecoder() {
    this(Channels.OPAQUE, DEFAULT_MAX_PIXELS);
  }

  /**
   * Decodes to the given channels.
   *
   * @param maxPixels width times height above which an image is refused by its header alone
   * @throws IllegalArgumentException if {@code maxPixels} is below 1
   */
  public ImageDecoder(Channels channels, long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels is " + maxPixels + ", must be at least 1");
    }
    this.channels = channels;
    this.maxPixels = maxPixels;
  }

  /**
   * The image in a file.
   *
   * @throws ImageFormatException if it is not an image this decoder reads whole
   * @throws IOException if the file cannot be read
   */
  public Image decode(Path file) throws IOException {
    return decode(Files.readAllBytes(file), file.toString());
  }

  /**
   * The image in the given bytes.
   *
   * @param source what messages call them
   * @throws ImageFormatException if they are empty, cut short, damaged, of another type, or an
   *     image of more pixels than allowed
   */
  public Image decode(byte[] bytes, String source) throws ImageFormatException {
    ImageFileType type = ImageFileType.of(bytes);
    if (type == null) {
      throw new ImageFormatException(source, unknown(bytes));
    }
    return switch (type) {
      case JPEG -> jpeg(bytes, source);
      case PNG -> {
        boolean alpha = channels == Channels.UNCHANGED;
        yield read(type, PngFile.pixelChunks(bytes, source, alpha), source, null);
      }
      case GIF -> {
        FileCheck.gif(bytes, source);
        yield read(type, bytes, source, null);
      }
      case BMP -> {
        FileCheck.bmp(bytes, source);
        yield read(type, bytes, source, null);
      }
      case WEBP -> read(type, FileCheck.webp(bytes, source), source, null);
    };
  }

  private Image jpeg(byte[] bytes, String source) throws ImageFormatException {
    JpegFile file = JpegFile.parse(bytes, source);
    return read(ImageFileType.JPEG, file.rewritten(), source, file);
  }

  private Image read(ImageFileType type, byte[] bytes, String source, JpegFile jpeg)
      throws ImageFormatException {
    ImageReader reader = null;
    try (ByteArrayImageInput in = new ByteArrayImageInput(bytes)) {
      reader = type.reader().createReaderInstance();
      reader.setInput(in, true, true);
      checkSize(type, reader.getWidth(0), reader.getHeight(0), bytes.length, source);
      AtomicReference<String> damage = new AtomicReference<>();
      reader.addIIOReadWarningListener((from, warning) -> noteDamage(warning, damage));
      Image image;
      if (jpeg != null && jpeg.fourComponents()) {
        Raster raster = reader.readRaster(0, null);
        image = RasterPixels.ofInks(raster, jpeg.ycck());
      } else {
        BufferedImage buffered = reader.read(0);
        image = RasterPixels.of(buffered);
      }
      if (damage.get() != null) {
        throw new ImageFormatException(source, "damaged " + type + ": " + damage.get());
      }
      return withChannels(image);
    } catch (ImageFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ImageFormatException(source, "damaged " + type + ": " + reason(e), e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  private void checkSize(ImageFileType type, int w, int h, int bytes, String source)
      throws ImageFormatException {
    long pixels = (long) w * h;
    if (w < 1 || h < 1 || pixels > maxPixels) {
      throw new ImageFormatException(
          source,
          type + " of " + w + " x " + h + " pixels, expected 1 to " + maxPixels + " pixels");
    }
    if (pixels / type.pixelsPerByte() > bytes) {
      throw new ImageFormatException(
          source,
          type
              + " claims "
              + w
              + " x "
              + h
              + " pixels, more than its "
              + bytes
              + " bytes can hold");
    }
  }

  /**
   * libjpeg goes on after damaged data with a warning and leaves gray areas. Stray bytes before a
   * marker are the one case that loses nothing.
   */
  private static void noteDamage(String warning, AtomicReference<String> damage) {
    if ((warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes"))
        || warning.startsWith("Premature end")) {
      damage.compareAndSet(null, warning);
    }
  }

  private Image withChannels(Image image) {
    int wanted =
        switch (channels) {
          case UNCHANGED -> image.channels();
          case OPAQUE -> opaqueChannels(image);
          case COLOR -> 3;
          case GRAY -> 1;
        };
    if (wanted == image.channels()) {
      return image;
    }
    int count = image.w() * image.h();
    int step = image.channels();
    byte[] from = image.pixels();
    byte[] to = new byte[Math.multiplyExact(count, wanted)];
    for (int i = 0; i < count; i++) {
      int p = i * step;
      if (wanted == 3) {
        to[3 * i] = from[p];
        to[3 * i + 1] = from[step == 1 ? p : p + 1];
        to[3 * i + 2] = from[step == 1 ? p : p + 2];
      } else {
        to[i] = (byte) PixelConversion.luma(from[p] & 0xff, from[p + 1] & 0xff, from[p + 2] & 0xff);
      }
    }
    return new Image(image.w(), image.h(), wanted, to);
  }

  private static int opaqueChannels(Image image) {
    return image.channels() == 4 ? 3 : image.channels();
  }

  private static String reason(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getCause() == null || cause.getCause() == cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      }
    }
    return e.toString();
  }

  private static String unknown(byte[] bytes) {
    String expected = "a JPEG, PNG, BMP, GIF or WebP image";
    if (bytes.length == 0) {
      return "empty, expected " + expected;
    }
    byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, 8));
    return "not " + expected + ": starts with " + HexFormat.ofDelimiter(" ").formatHex(start);
  }
}
