/** One net an executor JVM, whatever the number of partitions, tasks and calls. */
package dev.vernier.spark.broadcast;
