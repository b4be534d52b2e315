package dev.vernier.engine.layer;

import dev.vernier.engine.Mat;
import java.io.Serializable;

/**
 * What a layer has derived from the shapes of one or two bottoms, kept until others come: sample
 * after sample is of one shape, and deriving it anew would leave garbage. Left out when the net is
 * serialised. Thread-safe; threads with bottoms of different shapes only cost each other time.
 *
 * @param <T> what is derived, immutable
 */
public final class PerShape<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private record Shape(int dims, int w, int h, int d, int c) {
    Shape(Mat mat) {
      this(mat.dims(), mat.w(), mat.h(), mat.d(), mat.c());
    }

    boolean isOf(Mat mat) {
      return mat.hasShape(dims, w, h, d, c);
    }
  }

  private record Entry(Shape first, Shape second, Object value) {}

  private transient volatile Entry last;

  /** What was kept for these, or null; the second is null where there is one. */
  public T find(Mat first, Mat second) {
    Entry found = last;
    if (found == null
        || !found.first.isOf(first)
        || (second != null && !found.second.isOf(second))) {
      return null;
    }
    @SuppressWarnings("unchecked")
    T value = (T) found.value;
    return value;
  }

  /** Keeps this in place of anything else; returns it. */
  public T keep(Mat first, Mat second, T value) {
    last = new Entry(new Shape(first), second == null ? null : new Shape(second), value);
    return value;
  }
}
