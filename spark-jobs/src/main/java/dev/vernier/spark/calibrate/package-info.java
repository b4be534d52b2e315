/** Calibration: samples to ncnn's table, identical for any number of partitions and any order. */
package dev.vernier.spark.calibrate;
