/**
 * Nets as stages of Spark ML pipelines and as SQL functions: {@code NcnnModel} transforms, {@code
 * NcnnCalibrator} fits an int8 {@code NcnnModel}.
 */
package dev.vernier.spark.ml;
