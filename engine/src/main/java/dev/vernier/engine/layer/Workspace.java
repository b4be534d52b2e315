package dev.vernier.engine.layer;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.Scratch;

/**
 * The memory and the kernels of one run of one extractor. Mats taken from it hold unspecified
 * values: a layer writes every element. Used by one thread.
 */
public interface Workspace extends Scratch {

  /** The kernels of this run. */
  Kernels kernels();

  /**
   * A mat with unspecified contents. One that does not become a top, or share its elements with
   * one, is the layer's until {@code forward} returns.
   *
   * @throws IllegalArgumentException if a size is below 1 or the element count passes 2³¹ − 1
   */
  Mat create(Mat.Type type, int dims, int w, int h, int d, int c);

  /**
   * The bottom itself where nobody reads it after this layer, otherwise a new FLOAT32 mat of its
   * shape; for layers whose element i depends on element i alone.
   */
  Mat inPlace(Mat bottom);

  /**
   * As {@link Mat#reshaped}, but the same object for the same mat and shape: no garbage from sample
   * to sample.
   */
  default Mat reshaped(Mat mat, int dims, int w, int h, int d, int c) {
    return mat.reshaped(dims, w, h, d, c);
  }

  /** A FLOAT32 mat of shape (w). */
  default Mat floats(int w) {
    return create(Mat.Type.FLOAT32, 1, w, 1, 1, 1);
  }

  /** A FLOAT32 mat of shape (w, h). */
  default Mat floats(int w, int h) {
    return create(Mat.Type.FLOAT32, 2, w, h, 1, 1);
  }

  /** A FLOAT32 mat of shape (w, h, c). */
  default Mat floats(int w, int h, int c) {
    return create(Mat.Type.FLOAT32, 3, w, h, 1, c);
  }

  /** A FLOAT32 mat of shape (w, h, d, c). */
  default Mat floats(int w, int h, int d, int c) {
    return create(Mat.Type.FLOAT32, 4, w, h, d, c);
  }

  /** A FLOAT32 mat of another mat's shape. */
  default Mat floatsLike(Mat mat) {
    return create(Mat.Type.FLOAT32, mat.dims(), mat.w(), mat.h(), mat.d(), mat.c());
  }
}
