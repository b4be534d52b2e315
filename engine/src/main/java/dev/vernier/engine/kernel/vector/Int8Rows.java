package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8Kernels;
import dev.vernier.engine.kernel.Scratch;

/** Rows of whole numbers: of a blob's integers widened, or of its real numbers quantised. */
final class Int8Rows implements RowSource {
  private static final Int8Kernels INT8 = new VectorInt8();
  private static final int WHOLES = 4;

  /** Elements beyond both ends that a kernel may read in place of padding. */
  private static final int MARGIN = 2 * LANES;

  private final Int8Blob blob;
  private final float scale;
  private final int w;
  private final int h;
  private final Scratch scratch;

  /** Whole numbers from element {@code base} of the blob on, as far as they are opened. */
  private RowCopy wholes;

  private int base;

  /** Rows of a blob of channels of w × h elements. */
  Int8Rows(Int8Blob blob, float scale, int w, int h, Scratch scratch) {
    this.blob = blob;
    this.scale = scale;
    this.w = w;
    this.h = h;
    this.scratch = scratch;
  }

  @Override
  public Int8Rows of(Scratch own) {
    return new Int8Rows(blob, scale, w, h, own);
  }

  @Override
  public void open(int q, int channels, int first, int end) {
    base = q * h * w - MARGIN;
    float[] values = scratch.scratch(WHOLES, MARGIN + channels * h * w + MARGIN);
    wholes = new RowCopy(values);
    if (first == 0 && end == h) {
      convert(base + MARGIN, values, MARGIN, channels * h * w);
      return;
    }
    for (int c = 0; c < channels; c++) {
      int at = MARGIN + (c * h + first) * w;
      convert(base + at, values, at, (end - first) * w);
    }
  }

  private void convert(int from, float[] dst, int at, int n) {
    if (blob.integers() != null) {
      INT8.widen(blob.integers(), from, dst, at, n);
    } else {
      INT8.quantize(scale, blob.reals(), from, dst, at, n);
    }
  }

  @Override
  public float[] elements() {
    return wholes.elements();
  }

  @Override
  public int base() {
    return base;
  }

  @Override
  public void padded(
      int row, int width, int x, int stride, float padValue, float[] dst, int at, int len) {
    wholes.padded(row - base, width, x, stride, padValue, dst, at, len);
  }

  /** All elements. */
  float[] all(int channels) {
    float[] values = scratch.scratch(WHOLES, channels * h * w);
    convert(0, values, 0, channels * h * w);
    return values;
  }

  /**
   * Copies some columns of rows that lie a fixed number of elements apart: a panel of packed
   * columns.
   *
   * @param from index of the first row's first element
   * @param panel rows of so many vectors; what lies beyond the columns is unspecified
   * @param step elements from one of its rows to the next
   */
  void panel(
      int from, int rowStep, int rows, int columns, int vectors, float[] panel, int at, int step) {
    int length = blob.integers() == null ? blob.reals().length : blob.integers().length;
    int last = length - vectors * LANES - from;
    int whole = VectorInt8.BYTES == null || last < 0 ? 0 : Math.min(rows, last / rowStep + 1);
    if (blob.integers() == null) {
      VectorInt8.round(
          scale, VectorInt8.UNITS, blob.reals(), from, rowStep, panel, at, step, whole, vectors);
    } else {
      for (int p = 0; p < whole; p++) {
        VectorInt8.widenWhole(blob.integers(), from + p * rowStep, panel, at + p * step, vectors);
      }
    }
    for (int p = whole; p < rows; p++) {
      convert(from + p * rowStep, panel, at + p * step, columns);
    }
  }
}
