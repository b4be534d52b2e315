package dev.vernier.engine.layer.conv;

/**
 * Adds the products of a transposed convolution to the image that they belong to.
 *
 * @param w columns
 * @param h rows
 * @param d planes
 */
record ColumnsToImage(ImageAxis w, ImageAxis h, ImageAxis d) {

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
    int plane = w.in() * h.in();
    int at = columnsAt;
    for (int kz = 0; kz < d.window().kernel(); kz++) {
      int firstZ = d.first(kz);
      int endZ = d.end(kz);
      for (int kyx = 0; kyx < h.window().kernel() * w.window().kernel(); kyx++) {
        int ky = kyx / w.window().kernel();
        int kx = kyx % w.window().kernel();
        for (int z = firstZ; z < endZ; z++) {
          int outZ = d.origin(kz) + z * d.window().stride();
          addPlane(ky, kx, columns, at + z * plane, dst, dstAt + outZ * w.out() * h.out());
        }
        at += plane * d.in();
      }
    }
  }

  private void addPlane(int ky, int kx, float[] columns, int from, float[] dst, int to) {
    int first = w.first(kx);
    int end = w.end(kx);
    int stride = w.window().stride();
    int endY = h.end(ky);
    for (int y = h.first(ky); y < endY; y++) {
      int row = h.origin(ky) + y * h.window().stride();
      int src = from + y * w.in();
      int at = to + row * w.out() + w.origin(kx);
      for (int x = first; x < end; x++) {
        dst[at + x * stride] += columns[src + x];
      }
    }
  }
}
