package dev.vernier.engine.layer.conv;

/**
 * Adds the products of a transposed convolution to the image that they belong to.
 *
 * @param w columns
 * @param h rows
 * @param d planes
 */
record ColumnsToImage(ImageAxis w, ImageAxis h, ImageAxis d) {

  /** Elements of an output channel. */
  int size() {
    return w.out() * h.out() * d.out();
  }

  /** Elements of the kernel. */
  int kernelSize() {
    return w.window().kernel() * h.window().kernel() * d.window().kernel();
  }

  /** Whether exactly one product belongs to each element of the output. */
  boolean isTiled() {
    return w.isTiled() && h.isTiled() && d.isTiled();
  }

  /**
   * Sets what some input rows make of one output channel of an image that {@link #isTiled}: there
   * is nothing to add up.
   *
   * @param first input row, of all planes
   * @param rows how many
   * @param columns kernel elements (z, y, x) × input elements of these rows, from columnsAt
   * @param bias added to each product
   */
  void set(
      int first, int rows, float[] columns, int columnsAt, float bias, float[] dst, int dstAt) {
    int kernelW = w.window().kernel();
    int kernelH = h.window().kernel();
    int planes = d.window().kernel();
    int from = columnsAt;
    for (int kz = 0; kz < planes; kz++) {
      for (int ky = 0; ky < kernelH; ky++) {
        for (int kx = 0; kx < kernelW; kx++) {
          for (int row = first; row < first + rows; row++) {
            int z = row / h.in() * planes + kz;
            int y = row % h.in() * kernelH + ky;
            int to = dstAt + (z * h.out() + y) * w.out() + kx;
            for (int x = 0; x < w.in(); x++) {
              dst[to + x * kernelW] = columns[from + x] + bias;
            }
            from += w.in();
          }
        }
      }
    }
  }

  /**
   * Adds one output channel.
   *
   * @param columns kernel elements (z, y, x) × input elements (z, y, x), from columnsAt
   * @param dst the output's elements from dstAt, added to
   */
  void add(float[] columns, int columnsAt, float[] dst, int dstAt) {
    int size = w.in() * h.in() * d.in();
    for (int k = 0; k < kernelSize(); k++) {
      addElement(k, 1f, columns, columnsAt + k * size, dst, dstAt);
    }
  }

  /**
   * Adds one output channel that one input channel makes, without writing the products first.
   *
   * @param weights kernel elements (z, y, x), from weightsAt
   * @param src input elements (z, y, x), from srcAt
   * @param dst the output's elements from dstAt, added to
   */
  void addProducts(float[] weights, int weightsAt, float[] src, int srcAt, float[] dst, int dstAt) {
    for (int k = 0; k < kernelSize(); k++) {
      addElement(k, weights[weightsAt + k], src, srcAt, dst, dstAt);
    }
  }

  private void addElement(int k, float weight, float[] src, int srcAt, float[] dst, int dstAt) {
    int kx = k % w.window().kernel();
    int ky = k / w.window().kernel() % h.window().kernel();
    int kz = k / w.window().kernel() / h.window().kernel();
    int first = w.first(kx);
    int end = w.end(kx);
    int stride = w.window().stride();
    int endZ = d.end(kz);
    int endY = h.end(ky);
    for (int z = d.first(kz); z < endZ; z++) {
      int plane = (d.origin(kz) + z * d.window().stride()) * h.out();
      for (int y = h.first(ky); y < endY; y++) {
        int row = plane + h.origin(ky) + y * h.window().stride();
        int from = srcAt + (z * h.in() + y) * w.in();
        int to = dstAt + row * w.out() + w.origin(kx);
        for (int x = first; x < end; x++) {
          dst[to + x * stride] += weight * src[from + x];
        }
      }
    }
  }
}
