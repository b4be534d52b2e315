/** Batch inference: a net's outputs as columns beside the input's own. */
package dev.vernier.spark.infer;
