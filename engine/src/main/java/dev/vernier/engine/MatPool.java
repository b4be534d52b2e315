package dev.vernier.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The arrays of one {@link Extractor}, lent to its blobs and taken back when the last mat that
 * shares an array is released. Not thread-safe.
 */
final class MatPool {

  /** Shapes that are remembered of an array; inputs of ever new shapes would fill the heap. */
  private static final int MOST_LENT = 64;

  /** One array and the number of blobs that hold it. */
  static final class Lease {
    private final Mat.Type type;
    private final Object array;
    private final int length;
    private int holders;

    /** What was lent before, a mat a shape: sample after sample gets the same objects. */
    private final List<Mat> lent = new ArrayList<>();

    private Lease(Mat.Type type, int length) {
      this.type = type;
      this.length = length;
      this.array = Mat.newArray(type, length);
    }

    int holders() {
      return holders;
    }
  }

  private final List<Lease> free = new ArrayList<>();
  private long bytes;

  /** Bytes of all arrays that this pool has made. */
  long bytes() {
    return bytes;
  }

  /** A mat with unspecified contents over the free array that fits best, or over a new one. */
  Mat take(Mat.Type type, int dims, int w, int h, int d, int c) {
    int size = Mat.sizeOf(w, h, d, c);
    int best = -1;
    for (int i = 0; i < free.size(); i++) {
      Lease lease = free.get(i);
      if (lease.type == type
          && lease.length >= size
          && (best < 0 || lease.length < free.get(best).length)) {
        best = i;
      }
    }
    Lease lease = best >= 0 ? free.remove(best) : make(type, size);
    return lend(lease, dims, w, h, d, c);
  }

  /** A mat of another shape over the same array, the same one as the last time if it was lent. */
  static Mat reshaped(Mat mat, int dims, int w, int h, int d, int c) {
    return mat.lease == null || Mat.sizeOf(w, h, d, c) != mat.size()
        ? mat.reshaped(dims, w, h, d, c)
        : lend(mat.lease, dims, w, h, d, c);
  }

  private static Mat lend(Lease lease, int dims, int w, int h, int d, int c) {
    for (int i = 0; i < lease.lent.size(); i++) {
      Mat mat = lease.lent.get(i);
      if (mat.hasShape(dims, w, h, d, c)) {
        return mat;
      }
    }
    if (lease.lent.size() == MOST_LENT) {
      lease.lent.clear();
    }
    Mat mat = new Mat(lease.type, dims, w, h, d, c, lease.array, lease);
    lease.lent.add(mat);
    return mat;
  }

  private Lease make(Mat.Type type, int length) {
    bytes += (long) length * type.bytes();
    return new Lease(type, length);
  }

  /** Notes one more holder of the mat's array. */
  void retain(Mat mat) {
    if (mat.lease != null) {
      mat.lease.holders++;
    }
  }

  /** Gives back the array of a mat that nobody came to hold. */
  void giveBack(Mat mat) {
    if (mat.lease.holders == 0) {
      free.add(mat.lease);
    }
  }

  /** Notes one holder less; the last one gives the array back. */
  void release(Mat mat) {
    if (mat.lease != null && --mat.lease.holders == 0) {
      free.add(mat.lease);
    }
  }
}
