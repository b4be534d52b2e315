/** Layers that are arithmetic on whole blobs: products of matrices, element-wise functions. */
package dev.vernier.engine.layer.math;
