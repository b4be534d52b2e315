/** Kernels in plain Java: the specification that every other implementation is tested against. */
package dev.vernier.engine.kernel.scalar;
