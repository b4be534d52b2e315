package dev.vernier.spark.calibrate;

import java.util.List;

/**
 * All that calibration takes from samples: any method makes its table of this and the net.
 *
 * @param net name of the net's param file
 * @param fingerprint of the net's two files
 * @param samples samples that the statistics hold
 * @param badSamples records that were left out
 * @param provenance where the samples came from and how they became blobs, as JSON
 * @param settings what they depend on besides
 * @param data keys of the samples in ascending order, bad ones among them; empty where they are not
 *     kept
 * @param layers a layer each, in the net's order
 */
record CalibrationStatistics(
    String net,
    String fingerprint,
    long samples,
    long badSamples,
    String provenance,
    StatisticsSettings settings,
    long[] data,
    List<LayerStatistics> layers) {

  /** Copies the list. */
  CalibrationStatistics {
    layers = List.copyOf(layers);
  }

  /** SHA-256 of the samples, whatever their order. */
  String dataFingerprint() {
    return Fingerprints.of(data);
  }
}
