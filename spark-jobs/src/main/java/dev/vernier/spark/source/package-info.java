/**
 * Samples from image files, file lists, Parquet columns and Spark's {@code binaryFile} source. A
 * record that cannot be read becomes a reason, never an exception.
 */
package dev.vernier.spark.source;
