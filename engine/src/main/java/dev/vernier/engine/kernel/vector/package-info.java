/** Kernels on the Vector API; the only package that needs the module jdk.incubator.vector. */
package dev.vernier.engine.kernel.vector;
