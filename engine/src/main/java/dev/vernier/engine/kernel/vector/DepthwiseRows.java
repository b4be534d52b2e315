package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.ConvolutionShape;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * A band of rows of one channel with its padding, in as many planes as the horizontal stride: one
 * of all columns, or one of the even and one of the odd columns of the padded image. A row's right
 * padding is the next row's left padding, so that it is set by one store.
 */
final class DepthwiseRows {
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(SPECIES, i -> 2 * i % LANES);
  private static final VectorShuffle<Float> ODD =
      VectorShuffle.fromOp(SPECIES, i -> 2 * i % LANES + 1);
  private static final VectorMask<Float> UPPER_HALF =
      FloatVector.broadcast(SPECIES, 0f)
          .addIndex(1)
          .compare(VectorOperators.GE, (float) (LANES / 2));

  private final ConvolutionShape shape;
  private final int w;
  private final int h;
  private final int padTop;
  private final float padValue;

  /** Where the image's columns 0, 2 … and 1, 3 … begin in a row: plane and column. */
  private final int evenPlane;

  private final int evenLeft;
  private final int oddLeft;
  private final int gap;
  private final int pitch;

  DepthwiseRows(
      ConvolutionShape shape, int w, int h, int padLeft, int padTop, float padValue, int outW) {
    this.shape = shape;
    this.w = w;
    this.h = h;
    this.padTop = padTop;
    this.padValue = padValue;
    int stride = shape.strideW();
    this.evenPlane = padLeft % stride;
    this.evenLeft = padLeft / stride;
    this.oddLeft = (padLeft + 1) / stride;
    int length = outW + (shape.kernelW() - 1) / stride;
    int evens = (w + stride - 1) / stride;
    int least = evens;
    int gaps = Math.max(evenLeft, length - evenLeft - evens);
    if (stride == 2) {
      least = w / 2;
      gaps = Math.max(gaps, Math.max(oddLeft, length - oddLeft - least));
    }
    this.gap = gaps + evens - least;
    this.pitch = least + gap;
  }

  /** Whether the kernels of {@link DepthwiseThree} and {@link DepthwiseFive} take the shape. */
  static boolean suits(ConvolutionShape shape) {
    int kernel = shape.kernelW();
    return (kernel == 3 || kernel == 5)
        && shape.kernelH() == kernel
        && shape.dilationW() == 1
        && shape.dilationH() == 1
        && shape.strideW() <= 2
        && shape.strideH() <= 2;
  }

  /** Whether the padding between two rows is at most a vector. */
  boolean isNarrow() {
    return gap <= LANES;
  }

  /** Elements from a row of a plane to the next. */
  int pitch() {
    return pitch;
  }

  /** Rows that some output rows meet. */
  int inRows(int rows) {
    return (rows - 1) * shape.strideH() + shape.kernelH();
  }

  /** Elements from a plane to the next. */
  int plane(int rows) {
    return inRows(rows) * pitch + 2 * LANES;
  }

  /** Elements of a band, with those beyond it that whole vectors reach. */
  int size(int rows) {
    return shape.strideW() * plane(rows) + LANES;
  }

  /** Most output rows, of at least one, that fit into so many elements. */
  int bandRows(int elements) {
    int rows = elements / (pitch * shape.strideW()) - shape.kernelH();
    return Math.max(1, rows / shape.strideH() + 1);
  }

  /** First row of the band that matters: rows of zeros above it add nothing. */
  int first(int top) {
    return padValue == 0f ? Math.max(0, padTop - top * shape.strideH()) : 0;
  }

  /** The row after the last one that matters. */
  int end(int top, int rows) {
    int last = inRows(rows);
    int end = padValue == 0f ? Math.min(last, h + padTop - top * shape.strideH()) : last;
    return Math.max(first(top), end);
  }

  /**
   * Copies the rows first to end − 1 of a band.
   *
   * @param src the image's elements
   * @param image index of the channel's first element
   */
  void fill(float[] src, int image, int top, int rows, int first, int end, float[] band, int at) {
    FloatVector padding = FloatVector.broadcast(SPECIES, padValue);
    int plane = plane(rows);
    int evens = at + evenPlane * plane + evenLeft;
    int odds = at + (1 - evenPlane) * plane + oddLeft;
    boolean dealt = shape.strideW() == 2;
    padding.intoArray(band, at + first * pitch);
    if (dealt) {
      padding.intoArray(band, at + plane + first * pitch);
    }
    for (int r = first; r < end; r++) {
      int y = top * shape.strideH() + r - padTop;
      int row = image + y * w;
      int even = evens + r * pitch;
      int odd = odds + r * pitch;
      if (y < 0 || y >= h) {
        RowCopy.fill(padValue, band, even, pitch);
        if (dealt) {
          RowCopy.fill(padValue, band, odd, pitch);
        }
      } else if (!dealt) {
        copy(src, row, band, even);
        padding.intoArray(band, even + w);
      } else {
        deal(src, row, band, even, odd);
        padding.intoArray(band, even + (w + 1) / 2);
        padding.intoArray(band, odd + w / 2);
      }
    }
  }

  private void copy(float[] src, int row, float[] band, int to) {
    int whole = row + (w + LANES - 1) / LANES * LANES <= src.length ? w : 0;
    for (int x = 0; x < whole; x += LANES) {
      FloatVector.fromArray(SPECIES, src, row + x).intoArray(band, to + x);
    }
    if (whole < w) {
      System.arraycopy(src, row, band, to, w);
    }
  }

  private void deal(float[] src, int row, float[] band, int even, int odd) {
    int step = 2 * LANES;
    int whole = row + (w + step - 1) / step * step <= src.length ? w : 0;
    for (int x = 0; x < whole; x += step) {
      FloatVector low = FloatVector.fromArray(SPECIES, src, row + x);
      FloatVector high = FloatVector.fromArray(SPECIES, src, row + x + LANES);
      low.rearrange(EVEN).blend(high.rearrange(EVEN), UPPER_HALF).intoArray(band, even + x / 2);
      low.rearrange(ODD).blend(high.rearrange(ODD), UPPER_HALF).intoArray(band, odd + x / 2);
    }
    for (int x = whole; x < w; x++) {
      band[x % 2 == 0 ? even + x / 2 : odd + x / 2] = src[row + x];
    }
  }
}
