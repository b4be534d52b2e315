/** What a JVM's tasks do, for Spark's metrics system. */
package dev.vernier.spark.metrics;
