package dev.vernier.spark.source;

import dev.vernier.engine.image.ImageDecoder;
import dev.vernier.engine.image.Preprocess;
import java.io.Serializable;
import java.util.List;

/**
 * Which column of a row feeds one input of the net.
 *
 * @param blob name of the input blob; empty for the net's input at this position
 * @param column index in the row
 * @param holdsPath whether the column names a file, rather than holding its bytes
 * @param preprocess how an image becomes the blob
 * @param tensorShape what an npy tensor must have, (w, h, c); sizes of 0 and missing ones are free
 * @param maxPixels width times height above which an image is refused by its header alone
 */
public record SampleColumn(
    String blob,
    int column,
    boolean holdsPath,
    Preprocess preprocess,
    List<Integer> tensorShape,
    long maxPixels)
    implements Serializable {

  /** Copies the shape. */
  public SampleColumn {
    tensorShape = List.copyOf(tensorShape);
  }

  /** The same for images of up to {@link ImageDecoder#DEFAULT_MAX_PIXELS}. */
  public SampleColumn(
      String blob,
      int column,
      boolean holdsPath,
      Preprocess preprocess,
      List<Integer> tensorShape) {
    this(blob, column, holdsPath, preprocess, tensorShape, ImageDecoder.DEFAULT_MAX_PIXELS);
  }
}
