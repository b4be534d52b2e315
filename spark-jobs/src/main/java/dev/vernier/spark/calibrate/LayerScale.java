package dev.vernier.spark.calibrate;

import java.io.Serializable;

/**
 * What calibration found for one layer's input.
 *
 * @param layer name of the layer
 * @param type its operator
 * @param blob name of the blob that it reads
 * @param absMax largest magnitude over all samples
 * @param threshold magnitude that becomes 127
 * @param scale 127 / threshold, as the table holds it; 1 where the blob is zero throughout
 */
public record LayerScale(
    String layer, String type, String blob, float absMax, float threshold, float scale)
    implements Serializable {}
