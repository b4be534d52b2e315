package dev.vernier.engine.kernel;

/** Which implementation of the {@link Kernels} to use. */
public enum KernelProvider {
  /** Vector where its module is there, otherwise scalar with one warning. */
  AUTO,
  /** Plain Java: the specification. */
  SCALAR,
  /** The Vector API; an error where its module is missing. */
  VECTOR
}
