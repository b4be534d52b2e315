/**
 * The kernels in plain Java, in the arithmetic of ncnn's plain layers. They are the specification
 * that the vector kernels are tested against.
 */
package dev.vernier.engine.kernel.scalar;
