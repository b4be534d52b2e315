package dev.vernier.engine.layer.conv;

/**
 * One axis of the image that a transposed convolution adds up: the product of input element i and
 * kernel element k belongs to i·stride + k·dilation − cut.
 *
 * @param window kernel, stride and dilation
 * @param in size of the input
 * @param cut elements of the whole image that the output leaves out in front
 * @param out size of the output
 */
record ImageAxis(WindowAxis window, int in, int cut, int out) {

  /** Whether exactly one product belongs to each element of the output. */
  boolean isTiled() {
    int stride = window.stride();
    return window.kernel() == stride
        && (window.dilation() == 1 || stride == 1)
        && cut == 0
        && out == (long) in * stride;
  }

  /** Where the product of input element 0 and a kernel element belongs; may be outside. */
  int origin(int k) {
    return k * window.dilation() - cut;
  }

  /** The first input element whose product with a kernel element does not lie in front. */
  int first(int k) {
    int origin = origin(k);
    return origin >= 0 ? 0 : (int) ((-(long) origin + window.stride() - 1) / window.stride());
  }

  /** One more than the last input element whose product with a kernel element lies inside. */
  int end(int k) {
    long room = (long) out - origin(k);
    return room <= 0 ? 0 : (int) Math.min(in, (room + window.stride() - 1) / window.stride());
  }
}
