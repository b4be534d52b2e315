/**
 * What a job is asked to do, as records, and where the values come from: command line, then {@code
 * --conf spark.vernier.*}, then a HOCON file, then the default.
 */
package dev.vernier.spark.config;
