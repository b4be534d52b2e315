package dev.vernier.engine.image;

import dev.vernier.engine.Mat;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What ncnn2table does to an image before the net sees it: bilinear resize, change of pixel format,
 * mean and norm; the result is a float mat (w, h, c).
 *
 * <p>ncnn multiplies and adds in one rounding, {@code x · norm + (−mean · norm)}; a table of 256
 * floats a channel holds exactly that. Immutable and thread-safe.
 */
public final class Preprocess implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * More pixels than any net takes: a wrong shape is told from a large one before memory is taken.
   */
  private static final long MAX_PIXELS = 100_000_000;

  private final PixelFormat pixel;
  private final int targetW;
  private final int targetH;
  private final float[] mean;
  private final float[] norm;

  /** One a channel; rebuilt after deserialisation rather than sent. */
  private transient volatile float[][] tables;

  /**
   * Settings of one input.
   *
   * @param pixel format of the mat's channels
   * @param targetW width to resize to, 0 or less to keep the aspect (or the size, with {@code
   *     targetH})
   * @param targetH height to resize to, 0 or less likewise
   * @param mean subtracted from each channel; empty for none
   * @param norm each channel is multiplied by it afterwards; empty for none
   * @throws IllegalArgumentException if mean or norm has neither no value nor one a channel
   */
  public Preprocess(PixelFormat pixel, int targetW, int targetH, float[] mean, float[] norm) {
    this.pixel = pixel;
    this.targetW = Math.max(targetW, 0);
    this.targetH = Math.max(targetH, 0);
    this.mean = checked("mean", mean, pixel);
    this.norm = checked("norm", norm, pixel);
    this.tables = tables(pixel.channels(), this.mean, this.norm);
  }

  /**
   * Settings with ncnn2table's {@code shape=[w,h,c]}; c may be left out.
   *
   * @throws IllegalArgumentException if the shape has not two or three sizes, c is not the number
   *     of channels of {@code pixel}, or mean or norm does not fit it
   */
  public static Preprocess ofShape(PixelFormat pixel, int[] shape, float[] mean, float[] norm) {
    if (shape.length != 2 && shape.length != 3) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " has " + shape.length + " sizes, expected [w,h,c]");
    }
    if (shape.length == 3 && shape[2] > 0 && shape[2] != pixel.channels()) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " has "
              + shape[2]
              + " channels, pixel format "
              + pixel
              + " has "
              + pixel.channels());
    }
    return new Preprocess(pixel, shape[0], shape[1], mean, norm);
  }

  private static float[] checked(String name, float[] values, PixelFormat pixel) {
    if (values.length != 0 && values.length != pixel.channels()) {
      throw new IllegalArgumentException(
          name
              + " has "
              + values.length
              + (values.length == 1 ? " value, " : " values, ")
              + pixel
              + " has "
              + pixel.channels()
              + (pixel.channels() == 1 ? " channel" : " channels"));
    }
    return values.clone();
  }

  private static float[][] tables(int channels, float[] mean, float[] norm) {
    float[][] tables = new float[channels][256];
    for (int q = 0; q < channels; q++) {
      for (int value = 0; value < 256; value++) {
        tables[q][value] = normalized(value, q, mean, norm);
      }
    }
    return tables;
  }

  private static float normalized(float value, int q, float[] mean, float[] norm) {
    if (norm.length == 0) {
      return mean.length == 0 ? value : value - mean[q];
    }
    return mean.length == 0 ? value * norm[q] : Math.fma(value, norm[q], -mean[q] * norm[q]);
  }

  /** Format of the mat's channels. */
  public PixelFormat pixel() {
    return pixel;
  }

  /** Width to resize to, 0 where it follows from the image. */
  public int targetW() {
    return targetW;
  }

  /** Height to resize to, 0 where it follows from the image. */
  public int targetH() {
    return targetH;
  }

  /** A copy of the means, one a channel or none. */
  public float[] mean() {
    return mean.clone();
  }

  /** A copy of the norms, one a channel or none. */
  public float[] norm() {
    return norm.clone();
  }

  /**
   * Width of the mat that an image of w × h pixels becomes. Where only the height is set, the ratio
   * is a float and the width is truncated, as in ncnn2table.
   */
  public int outputW(int w, int h) {
    if (targetW > 0) {
      return targetW;
    }
    return targetH > 0 ? (int) (w / (double) (float) ((double) h / targetH)) : w;
  }

  /** Height of the mat that an image of w × h pixels becomes, by the same rule. */
  public int outputH(int w, int h) {
    if (targetH > 0) {
      return targetH;
    }
    return targetW > 0 ? (int) (h / (double) (float) ((double) w / targetW)) : h;
  }

  /**
   * The image as a new mat (w, h, c).
   *
   * @throws IllegalArgumentException if the aspect ratio leaves no row or column, or more than 100
   *     million pixels
   */
  public Mat apply(Image image) {
    return apply(image.pixels(), image.format(), image.w(), image.h());
  }

  /**
   * The image into a given float mat (w, h, c), without allocation once {@code worker} has seen an
   * image as large.
   *
   * @throws IllegalArgumentException if the mat has not the shape the image becomes
   */
  public void apply(Image image, Mat target, Worker worker) {
    apply(image.pixels(), image.format(), image.w(), image.h(), target, worker);
  }

  /**
   * Interleaved bytes of any format as a new mat (w, h, c).
   *
   * @throws IllegalArgumentException if the array is shorter than the image, or as for an image
   */
  public Mat apply(byte[] pixels, PixelFormat format, int w, int h) {
    checkOutput(w, h);
    Mat target = Mat.create(Mat.Type.FLOAT32, outputW(w, h), outputH(w, h), pixel.channels());
    apply(pixels, format, w, h, target, new Worker());
    return target;
  }

  /**
   * Interleaved bytes of any format into a given float mat (w, h, c).
   *
   * @throws IllegalArgumentException if the array is shorter than the image, or the mat has not the
   *     shape the image becomes
   */
  public void apply(byte[] pixels, PixelFormat format, int w, int h, Mat target, Worker worker) {
    checkOutput(w, h);
    if (pixels.length < (long) w * h * format.channels()) {
      throw new IllegalArgumentException(
          pixels.length + " bytes are too few for " + w + " x " + h + " pixels of " + format);
    }
    int outW = outputW(w, h);
    int outH = outputH(w, h);
    if (target.dims() != 3
        || target.w() != outW
        || target.h() != outH
        || target.c() != pixel.channels()) {
      throw new IllegalArgumentException(
          "image of "
              + w
              + " x "
              + h
              + " pixels becomes ("
              + outW
              + ", "
              + outH
              + ", "
              + pixel.channels()
              + "), not "
              + target.describe());
    }
    byte[] scaled = pixels;
    if (outW != w || outH != h) {
      scaled = worker.resized(pixels, w, h, format.channels(), outW, outH);
    }
    worker.conversion(format, pixel).apply(scaled, outW * outH, tables(), target.floats());
  }

  private void checkOutput(int w, int h) {
    if (w < 1 || h < 1) {
      throw new IllegalArgumentException("image size " + w + " x " + h + " is below 1");
    }
    int outW = outputW(w, h);
    int outH = outputH(w, h);
    if (outW < 1 || outH < 1 || (long) outW * outH > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "image of "
              + w
              + " x "
              + h
              + " pixels becomes "
              + outW
              + " x "
              + outH
              + " by shape="
              + shape()
              + ", expected 1 to "
              + MAX_PIXELS
              + " pixels");
    }
  }

  private String shape() {
    return "[" + targetW + "," + targetH + "," + pixel.channels() + "]";
  }

  private float[][] tables() {
    float[][] current = tables;
    if (current == null) {
      current = tables(pixel.channels(), mean, norm);
      tables = current;
    }
    return current;
  }

  /** The settings in ncnn2table's words. */
  @Override
  public String toString() {
    return "pixel="
        + pixel
        + " shape="
        + shape()
        + " mean="
        + Arrays.toString(mean)
        + " norm="
        + Arrays.toString(norm);
  }

  /** Buffers that one thread reuses from image to image. */
  public static final class Worker {

    private final Resize resize = new Resize();
    private byte[] pixels = new byte[0];
    private PixelConversion conversion = new PixelConversion(PixelFormat.RGB, PixelFormat.RGB);

    private byte[] resized(byte[] source, int srcW, int srcH, int channels, int w, int h) {
      int needed = w * h * channels;
      if (pixels.length < needed) {
        pixels = new byte[needed];
      }
      resize.bilinear(source, srcW, srcH, channels, pixels, w, h);
      return pixels;
    }

    private PixelConversion conversion(PixelFormat from, PixelFormat to) {
      if (conversion.from() != from || conversion.to() != to) {
        conversion = new PixelConversion(from, to);
      }
      return conversion;
    }
  }
}
