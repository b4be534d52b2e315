package dev.vernier.spark.calibrate;

import dev.vernier.engine.Mat;
import dev.vernier.engine.quant.AbsMax;
import java.util.ArrayList;
import java.util.List;

/**
 * The first pass: the largest magnitude of every tapped blob.
 *
 * @param blobs number of tapped blobs
 */
record AbsMaxStatistics(int blobs) implements CalibrationPass.Statistics<AbsMax> {

  @Override
  public List<AbsMax> empty() {
    List<AbsMax> empty = new ArrayList<>();
    for (int i = 0; i < blobs; i++) {
      empty.add(new AbsMax());
    }
    return empty;
  }

  @Override
  public void add(int blob, AbsMax statistics, Mat mat, CalibrationPass.Sample sample) {
    statistics.add(mat.floats(), 0, mat.size(), sample.kernels());
  }

  @Override
  public void merge(AbsMax statistics, AbsMax other) {
    statistics.merge(other);
  }
}
