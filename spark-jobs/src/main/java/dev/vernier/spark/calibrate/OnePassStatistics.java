package dev.vernier.spark.calibrate;

import dev.vernier.engine.Mat;
import dev.vernier.engine.quant.RunningHistogram;
import java.util.ArrayList;
import java.util.List;

/**
 * The only pass of {@code --passes 1}: absmax and magnitudes of every tapped blob.
 *
 * @param blobs number of tapped blobs
 */
record OnePassStatistics(int blobs) implements CalibrationPass.Statistics<RunningHistogram> {

  @Override
  public List<RunningHistogram> empty() {
    List<RunningHistogram> empty = new ArrayList<>();
    for (int i = 0; i < blobs; i++) {
      empty.add(new RunningHistogram());
    }
    return empty;
  }

  @Override
  public void add(int blob, RunningHistogram statistics, Mat mat, CalibrationPass.Sample sample) {
    statistics.add(mat.floats(), 0, mat.size(), sample.kernels());
  }

  @Override
  public void merge(RunningHistogram statistics, RunningHistogram other) {
    statistics.merge(other);
  }
}
