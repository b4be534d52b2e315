package dev.vernier.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a node makes, while it runs.
 *
 * @param blob the blob that holds it
 * @param dims its sizes as ONNX counts them, outermost first, −1 where they depend on the input
 * @param hidden the axis of the batch of one, which the blob does not have; −1 where it has all
 */
record Value(String blob, int[] dims, int hidden) {

  /** A value whose outermost axis is the batch, or which has none. */
  Value(String blob, int[] dims, boolean batch) {
    this(blob, dims, batch ? 0 : -1);
  }

  /** Whether the outermost axis is the batch. */
  boolean batch() {
    return hidden == 0;
  }

  int rank() {
    return dims.length;
  }

  /** The blob's own sizes, outermost first. */
  int[] sizes() {
    return IntStream.range(0, dims.length).filter(i -> i != hidden).map(i -> dims[i]).toArray();
  }

  /** Whether all sizes are known. */
  boolean known() {
    return Arrays.stream(dims).allMatch(dim -> dim >= 0);
  }
}
