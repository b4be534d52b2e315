/** JMH benchmarks of kernels and nets, and the same nets side by side on ONNX Runtime. */
package dev.vernier.benchmarks;
