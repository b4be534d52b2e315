package dev.vernier.engine;

import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.Scratch;
import java.util.Arrays;

/**
 * The blobs of one sample: each as it is, or packed (its channels side by side: (w, h, c) as (w ·
 * lanes, h, c / lanes)), or both. One is made of the other when it is asked for.
 */
final class BlobValues {
  private final MatPool pool;
  private final Kernels kernels;
  private final Scratch scratch;
  private final Mat[] plain;
  private final Mat[] packed;

  BlobValues(int blobs, MatPool pool, Kernels kernels, Scratch scratch) {
    this.pool = pool;
    this.kernels = kernels;
    this.scratch = scratch;
    this.plain = new Mat[blobs];
    this.packed = new Mat[blobs];
  }

  /** Whether the blob is there packed. */
  boolean isPacked(int blob) {
    return packed[blob] != null;
  }

  /** Sets a blob that is held already, or is not of the pool. */
  void set(int blob, Mat value) {
    plain[blob] = value;
  }

  /** Sets a blob that a layer made, and that is held already. */
  void set(int blob, Mat value, PackedRun.Made made) {
    if (made == PackedRun.Made.PACKED && value.dims() == 3) {
      packed[blob] = value;
    } else {
      plain[blob] = value;
    }
  }

  /** The blob as it is. */
  Mat get(int blob) {
    if (plain[blob] == null && packed[blob] != null) {
      Mat from = packed[blob];
      Mat value = pool.take(from.type(), 3, from.w() / lanes(), from.h(), 1, from.c() * lanes());
      pool.retain(value);
      kernels.unpack(from.floats(), value.c(), value.channelSize(), value.floats(), scratch);
      plain[blob] = value;
    }
    return plain[blob];
  }

  /** The blob as it is or packed, whichever is there. */
  Mat any(int blob) {
    return plain[blob] == null ? packed[blob] : plain[blob];
  }

  /** The blob packed, if it can be had without copying: a single pixel is the same both ways. */
  Mat packed(int blob) {
    if (packed[blob] != null) {
      return packed[blob];
    }
    Mat value = plain[blob];
    int channels = value.dims() == 1 ? value.w() : value.c();
    if (value.type() != Mat.Type.FLOAT32 || value.size() != channels || channels % lanes() != 0) {
      return null;
    }
    return value.dims() == 1
        ? value
        : MatPool.reshaped(value, 3, lanes(), 1, 1, channels / lanes());
  }

  /** Mats of the shapes that blobs have as they are; elements may be in another order. */
  Mat[] plainShapes(int[] blobs, Mat[] mats) {
    Mat[] shapes = new Mat[mats.length];
    for (int i = 0; i < mats.length; i++) {
      Mat value = plain[blobs[i]];
      shapes[i] = value == null ? plainShape(mats[i]) : value;
    }
    return shapes;
  }

  /** The same for what a layer has made. */
  Mat[] plainShapes(PackedRun.Made made, Mat[] mats) {
    return made == PackedRun.Made.PACKED
        ? Arrays.stream(mats).map(this::plainShape).toArray(Mat[]::new)
        : mats;
  }

  private Mat plainShape(Mat mat) {
    return mat.dims() < 3 ? mat : mat.reshaped(3, mat.w() / lanes(), mat.h(), 1, mat.c() * lanes());
  }

  private int lanes() {
    return kernels.lanes();
  }

  /** Gives back what it holds of a blob. */
  void release(int blob) {
    if (plain[blob] != null) {
      pool.release(plain[blob]);
    }
    if (packed[blob] != null) {
      pool.release(packed[blob]);
    }
    forget(blob);
  }

  /** Lets go of a blob that was given. */
  void forget(int blob) {
    plain[blob] = null;
    packed[blob] = null;
  }
}
