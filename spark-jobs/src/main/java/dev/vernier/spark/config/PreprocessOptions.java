package dev.vernier.spark.config;

import dev.vernier.engine.image.ImageDecoder;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * How an image becomes an input blob, under ncnn2table's names.
 *
 * @param mean subtracted, a value a channel; empty for none
 * @param norm multiplied after that, a value a channel; empty for none
 * @param shape w, h, c: a size of 0 is taken from the image (keeping its aspect where the other one
 *     is given); empty for the image's own size
 * @param pixel channel order that the net expects: {@code RGB}, {@code BGR}, {@code GRAY}, {@code
 *     RGBA} or {@code BGRA}
 * @param maxPixels width times height above which an image is refused by its header alone
 */
public record PreprocessOptions(
    List<Float> mean, List<Float> norm, List<Integer> shape, String pixel, long maxPixels)
    implements Serializable {

  /** ncnn2table's defaults: no mean, no norm, the image's own size, BGR. */
  public static final PreprocessOptions DEFAULT =
      new PreprocessOptions(List.of(), List.of(), List.of(), "BGR");

  /**
   * Copies the lists; the shape is empty, (w, h) or (w, h, c), none of them negative; an image may
   * have a pixel or more.
   */
  public PreprocessOptions {
    mean = List.copyOf(mean);
    norm = List.copyOf(norm);
    shape = List.copyOf(shape);
    Objects.requireNonNull(pixel, "pixel");
    if (maxPixels < 1) {
      throw new IllegalArgumentException("max-pixels is " + maxPixels + ", must be at least 1");
    }
    if (shape.size() == 1 || shape.size() > 3) {
      throw new IllegalArgumentException(
          "shape " + shape + " has " + shape.size() + " sizes, expected w,h or w,h,c");
    }
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("shape " + shape + " has a negative size");
      }
    }
  }

  /** The same for images of up to {@link ImageDecoder#DEFAULT_MAX_PIXELS}. */
  public PreprocessOptions(List<Float> mean, List<Float> norm, List<Integer> shape, String pixel) {
    this(mean, norm, shape, pixel, ImageDecoder.DEFAULT_MAX_PIXELS);
  }
}
