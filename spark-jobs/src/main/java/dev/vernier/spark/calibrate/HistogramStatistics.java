package dev.vernier.spark.calibrate;

import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.layer.ColumnProduct;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.ColumnSample;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.spark.JobException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The second pass: the magnitudes of every tapped blob in equal bins and, where they are wanted,
 * columns of it for each layer that reads it.
 *
 * @param ranges the largest magnitude of each blob, from the first pass
 * @param readers the layers whose columns are gathered, a list a blob
 * @param samples how many samples the first pass has counted
 */
record HistogramStatistics(List<Float> ranges, List<List<Reader>> readers, long samples)
    implements CalibrationPass.Statistics<TapStatistics> {

  /**
   * A layer that reads a blob.
   *
   * @param index its place in the net
   * @param name its name
   * @param inputs elements of a column
   */
  record Reader(int index, String name, int inputs) implements Serializable {}

  /** Histograms over the ranges that the first pass has found. */
  static HistogramStatistics over(PassResult<AbsMax> first, Taps taps, boolean columns) {
    return over(first.statistics(), first.samples(), taps, columns);
  }

  /** The same over the ranges that all parts of it have found. */
  static HistogramStatistics over(List<AbsMax> absMax, long samples, Taps taps, boolean columns) {
    List<List<Reader>> readers = new ArrayList<>();
    for (String blob : taps.blobs()) {
      List<Reader> ofBlob = new ArrayList<>();
      for (Taps.Tap tap : columns ? taps.taps() : List.<Taps.Tap>of()) {
        if (tap.blob().equals(blob)) {
          ofBlob.add(new Reader(tap.index(), tap.name(), tap.inputs()));
        }
      }
      readers.add(List.copyOf(ofBlob));
    }
    return new HistogramStatistics(
        List.copyOf(absMax.stream().map(AbsMax::value).toList()), List.copyOf(readers), samples);
  }

  /** Of some of the blobs alone. */
  HistogramStatistics only(List<Integer> blobs) {
    return new HistogramStatistics(
        blobs.stream().map(ranges::get).toList(),
        blobs.stream().map(readers::get).toList(),
        samples);
  }

  /**
   * What was found of a blob in a part, as if it had been found now, or null where it cannot serve.
   */
  TapStatistics serving(int blob, TapStatistics found) {
    boolean serves =
        Float.compare(found.histogram().absMax(), ranges.get(blob)) == 0
            && found.columns().size() == readers.get(blob).size()
            && found.columns().stream().allMatch(sample -> sample.samples() <= samples);
    if (!serves) {
      return null;
    }
    ArrayList<ColumnSample> columns = new ArrayList<>();
    found.columns().forEach(sample -> columns.add(sample.within(samples)));
    return new TapStatistics(found.histogram(), columns);
  }

  @Override
  public List<TapStatistics> empty() {
    List<TapStatistics> empty = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      ArrayList<ColumnSample> columns = new ArrayList<>();
      for (Reader reader : readers.get(i)) {
        columns.add(new ColumnSample(reader.name(), reader.inputs(), samples));
      }
      empty.add(new TapStatistics(new Histogram(ranges.get(i)), columns));
    }
    return empty;
  }

  @Override
  public void add(int blob, TapStatistics statistics, Mat mat, CalibrationPass.Sample sample) {
    statistics.histogram().add(mat.floats(), 0, mat.size(), sample.kernels());
    for (int i = 0; i < statistics.columns().size(); i++) {
      Reader reader = readers.get(blob).get(i);
      try {
        statistics.columns().get(i).add(product(sample.net(), reader), mat, sample.hash());
      } catch (IllegalArgumentException e) {
        // The net need not have run the layer, only those before it.
        throw new JobException(sample.name() + ": " + e.getMessage(), e);
      }
    }
  }

  /** Columns are made of neighbours. */
  @Override
  public boolean ordered() {
    return readers.stream().anyMatch(ofBlob -> !ofBlob.isEmpty());
  }

  private static ColumnProduct product(Net net, Reader reader) {
    return ((Quantizable) net.layers().get(reader.index())).columnProduct();
  }

  @Override
  public void merge(TapStatistics statistics, TapStatistics other) {
    statistics.merge(other);
  }
}
