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
