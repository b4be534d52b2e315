package dev.vernier.spark.calibrate;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.StatisticsKernels;
import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.Histogram;
import java.util.ArrayList;
import java.util.List;

/**
 * The second pass: the magnitudes of every tapped blob in equal bins.
 *
 * @param ranges the largest magnitude of each blob, from the first pass
 */
record HistogramStatistics(List<Float> ranges) implements CalibrationPass.Statistics<Histogram> {

  /** Histograms over the ranges that the first pass has found. */
  static HistogramStatistics over(List<AbsMax> first) {
    return new HistogramStatistics(List.copyOf(first.stream().map(AbsMax::value).toList()));
  }

  @Override
  public List<Histogram> empty() {
    List<Histogram> empty = new ArrayList<>();
    ranges.forEach(range -> empty.add(new Histogram(range)));
    return empty;
  }

  @Override
  public void add(Histogram statistics, Mat blob, StatisticsKernels kernels) {
    statistics.add(blob.floats(), 0, blob.size(), kernels);
  }

  @Override
  public void merge(Histogram statistics, Histogram other) {
    statistics.merge(other);
  }
}
