package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;

import dev.vernier.engine.kernel.PoolingKernels;
import dev.vernier.engine.kernel.PoolingWindow;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.scalar.ScalarPooling;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Pooling in two steps: the rows of a window are reduced to one row, then that row is reduced at
 * every column with contiguous loads, and the columns that the stride asks for are picked.
 */
public final class VectorPooling implements PoolingKernels {

  private final PoolingKernels scalar = new ScalarPooling();

  /** Stateless. */
  public VectorPooling() {}

  @Override
  public float max(float[] src, int at, int n) {
    if (n < LANES) {
      return scalar.max(src, at, n);
    }
    int last = n - LANES;
    FloatVector max = load(src, at);
    for (int i = LANES; i < last; i += LANES) {
      max = larger(max, load(src, at + i));
    }
    return larger(max, load(src, at + last)).reduceLanes(VectorOperators.MAX);
  }

  @Override
  public float sum(float[] src, int at, int n) {
    return sumOf(src, at, n);
  }

  static float sumOf(float[] src, int at, int n) {
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    float s4 = 0f;
    float s5 = 0f;
    float s6 = 0f;
    float s7 = 0f;
    int i = at;
    for (int end = at + n - n % 8; i < end; i += 8) {
      s0 += src[i];
      s1 += src[i + 1];
      s2 += src[i + 2];
      s3 += src[i + 3];
      s4 += src[i + 4];
      s5 += src[i + 5];
      s6 += src[i + 6];
      s7 += src[i + 7];
    }
    float sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    for (; i < at + n; i++) {
      sum += src[i];
    }
    return sum;
  }

  @Override
  public void maxWindows(
      PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt, Scratch scratch) {
    if (window.w() < LANES) {
      narrowWindows(true, window, src, srcAt, dst, dstAt, scratch);
      return;
    }
    float[] row = paddedRow(window, -Float.MAX_VALUE, scratch);
    float[] reduced = scratch.scratch(1, reach(window));
    for (int outY = 0; outY < window.outH(); outY++) {
      int first = window.firstRow(outY);
      int end = window.endRow(outY);
      if (first >= end) {
        Arrays.fill(
            dst,
            dstAt + outY * window.outW(),
            dstAt + (outY + 1) * window.outW(),
            -Float.MAX_VALUE);
        continue;
      }
      maxOfRows(src, srcAt + first * window.w(), window.w(), end - first, row, window.padLeft());
      maxOfColumns(row, window.kernelW(), reduced, columns(window));
      pick(reduced, window, dst, dstAt + outY * window.outW());
    }
  }

  @Override
  public void sumWindows(
      PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt, Scratch scratch) {
    if (window.w() < LANES) {
      narrowWindows(false, window, src, srcAt, dst, dstAt, scratch);
      return;
    }
    float[] row = paddedRow(window, 0f, scratch);
    float[] reduced = scratch.scratch(1, reach(window));
    for (int outY = 0; outY < window.outH(); outY++) {
      int first = window.firstRow(outY);
      int end = window.endRow(outY);
      if (first >= end) {
        Arrays.fill(dst, dstAt + outY * window.outW(), dstAt + (outY + 1) * window.outW(), 0f);
        continue;
      }
      sumOfRows(src, srcAt + first * window.w(), window.w(), end - first, row, window.padLeft());
      sumOfColumns(row, window.kernelW(), reduced, columns(window));
      pick(reduced, window, dst, dstAt + outY * window.outW());
    }
  }

  /**
   * Channels narrower than a vector: all padded rows are one long row while windows' columns are
   * reduced, and only then each output row is reduced over its rows.
   */
  private static void narrowWindows(
      boolean max,
      PoolingWindow window,
      float[] src,
      int srcAt,
      float[] dst,
      int dstAt,
      Scratch scratch) {
    int rowLength = window.paddedWidth();
    int rows = window.paddedHeight();
    int length = rows * rowLength;
    float[] plane = scratch.scratch(0, length + window.kernelW() + LANES);
    Arrays.fill(plane, 0, length + window.kernelW() + LANES, max ? -Float.MAX_VALUE : 0f);
    for (int y = 0; y < window.h(); y++) {
      int to = (window.padTop() + y) * rowLength + window.padLeft();
      System.arraycopy(src, srcAt + y * window.w(), plane, to, window.w());
    }
    float[] columns = scratch.scratch(1, length + LANES);
    if (max) {
      maxOfColumns(plane, window.kernelW(), columns, length);
    } else {
      sumOfColumns(plane, window.kernelW(), columns, length);
    }
    float[] row = scratch.scratch(2, rowLength + LANES);
    for (int outY = 0; outY < window.outH(); outY++) {
      int at = outY * window.strideH() * rowLength;
      int wanted = columns(window);
      if (max) {
        maxOfLongRows(columns, at, rowLength, window.kernelH(), row, wanted);
      } else {
        sumOfLongRows(columns, at, rowLength, window.kernelH(), row, wanted);
      }
      pick(row, window, dst, dstAt + outY * window.outW());
    }
  }

  private static void maxOfLongRows(
      float[] src, int at, int rowLength, int rows, float[] row, int length) {
    for (int x = 0; x < length; x += LANES) {
      FloatVector max = load(src, at + x);
      for (int y = 1; y < rows; y++) {
        max = larger(max, load(src, at + y * rowLength + x));
      }
      max.intoArray(row, x);
    }
  }

  private static void sumOfLongRows(
      float[] src, int at, int rowLength, int rows, float[] row, int length) {
    for (int x = 0; x < length; x += LANES) {
      FloatVector sum = load(src, at + x);
      for (int y = 1; y < rows; y++) {
        sum = load(src, at + y * rowLength + x).add(sum);
      }
      sum.intoArray(row, x);
    }
  }

  /** Columns at which a window may begin. */
  private static int columns(PoolingWindow window) {
    return (window.outW() - 1) * window.strideW() + 1;
  }

  /** Length of a row that whole vectors may be read from at any column of any window. */
  private static int reach(PoolingWindow window) {
    return window.paddedWidth() + LANES;
  }

  /** A row of padding; the elements between are written by the reduction of rows. */
  private static float[] paddedRow(PoolingWindow window, float padding, Scratch scratch) {
    float[] row = scratch.scratch(0, reach(window));
    Arrays.fill(row, 0, reach(window), padding);
    return row;
  }

  private static void maxOfRows(float[] src, int at, int w, int rows, float[] row, int rowAt) {
    int last = w - LANES;
    for (int x = 0; ; x = Math.min(x + LANES, last)) {
      FloatVector max = load(src, at + x);
      for (int y = 1; y < rows; y++) {
        max = larger(max, load(src, at + y * w + x));
      }
      max.intoArray(row, rowAt + x);
      if (x == last) {
        return;
      }
    }
  }

  private static void sumOfRows(float[] src, int at, int w, int rows, float[] row, int rowAt) {
    int last = w - LANES;
    for (int x = 0; ; x = Math.min(x + LANES, last)) {
      FloatVector sum = load(src, at + x);
      for (int y = 1; y < rows; y++) {
        sum = load(src, at + y * w + x).add(sum);
      }
      sum.intoArray(row, rowAt + x);
      if (x == last) {
        return;
      }
    }
  }

  private static void maxOfColumns(float[] row, int kernelW, float[] reduced, int columns) {
    for (int x = 0; x < columns; x += LANES) {
      FloatVector max = load(row, x);
      for (int k = 1; k < kernelW; k++) {
        max = larger(max, load(row, x + k));
      }
      max.intoArray(reduced, x);
    }
  }

  private static void sumOfColumns(float[] row, int kernelW, float[] reduced, int columns) {
    for (int x = 0; x < columns; x += LANES) {
      FloatVector sum = load(row, x);
      for (int k = 1; k < kernelW; k++) {
        sum = load(row, x + k).add(sum);
      }
      sum.intoArray(reduced, x);
    }
  }

  private static void pick(float[] reduced, PoolingWindow window, float[] dst, int dstAt) {
    int stride = window.strideW();
    if (stride == 1) {
      System.arraycopy(reduced, 0, dst, dstAt, window.outW());
      return;
    }
    for (int x = 0; x < window.outW(); x++) {
      dst[dstAt + x] = reduced[x * stride];
    }
  }

  private static FloatVector larger(FloatVector a, FloatVector b) {
    return b.blend(a, b.compare(VectorOperators.GT, a).not());
  }

  private static FloatVector load(float[] src, int at) {
    return FloatVector.fromArray(SPECIES, src, at);
  }
}
