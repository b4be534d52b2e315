package dev.vernier.engine;

import dev.vernier.engine.kernel.KernelProvider;
import java.io.Serializable;
import java.util.Objects;

/**
 * How an {@link Extractor} runs.
 *
 * @param lightMode whether a blob's memory is reused after its last consumer; blobs that were not
 *     asked for are then computed again when they are asked for later
 * @param fusing whether an activation that is the only reader of a convolution runs within it,
 *     where nobody asks for the blob between; only in light mode
 * @param threads how many threads may share the work of one large layer, at least 1; a job that
 *     runs an extractor a task keeps it at 1
 * @param kernels which implementation of the kernels
 */
public record Option(boolean lightMode, boolean fusing, int threads, KernelProvider kernels)
    implements Serializable {

  private static final Option DEFAULTS = new Option(true, true, 1, KernelProvider.AUTO);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code threads} is below 1
   */
  public Option {
    Objects.requireNonNull(kernels, "kernels");
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", must be at least 1");
    }
  }

  /** Light mode, fusing, one thread, the best kernels there are. */
  public static Option defaults() {
    return DEFAULTS;
  }

  /** The same with light mode on or off. */
  public Option withLightMode(boolean value) {
    return new Option(value, fusing, threads, kernels);
  }

  /** The same with fusing on or off. */
  public Option withFusing(boolean value) {
    return new Option(lightMode, value, threads, kernels);
  }

  /** The same with this number of threads. */
  public Option withThreads(int value) {
    return new Option(lightMode, fusing, value, kernels);
  }

  /** The same with these kernels. */
  public Option withKernels(KernelProvider value) {
    return new Option(lightMode, fusing, threads, value);
  }
}
