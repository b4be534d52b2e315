/**
 * The arithmetic of quantisation: what calibration gathers from blobs ({@link
 * dev.vernier.engine.quant.BlobStatistics}), how a threshold follows from it ({@link
 * dev.vernier.engine.quant.CalibrationMethod}), the scales of weights, and the table that carries
 * all of them. Results agree with ncnn's ncnn2table. Everything gathered merges exactly: maxima and
 * 64-bit counts are the same for any number of parts in any order.
 */
package dev.vernier.engine.quant;
