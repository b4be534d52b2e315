package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.ColumnSample;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.engine.quant.RunningHistogram;
import dev.vernier.spark.JobException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds up statistics of several runs over different data. Absmax, columns and the bins of one pass
 * merge exactly. Histograms of two passes do where their absmax is the same; the others are taken
 * to the bins of the largest one, which the notes say.
 */
final class StatisticsMerge {
  private final List<String> notes = new ArrayList<>();
  private final Set<String> rebinned = new LinkedHashSet<>();

  /**
   * Does it.
   *
   * @param folders what messages call them
   * @param all their statistics
   * @throws JobException if settings differ, or two of them are of the same data
   */
  CalibrationStatistics of(List<String> folders, List<CalibrationStatistics> all) {
    for (int i = 1; i < all.size(); i++) {
      all.get(0).settings().require(folders.get(i), all.get(i).settings());
      for (int before = 0; before < i; before++) {
        requireOther(folders.get(before), all.get(before), folders.get(i), all.get(i));
      }
    }
    CalibrationStatistics first = all.get(0);
    long samples = all.stream().mapToLong(CalibrationStatistics::samples).sum();
    List<LayerStatistics> layers = new ArrayList<>();
    for (int i = 0; i < first.layers().size(); i++) {
      int place = i;
      layers.add(layer(all.stream().map(of -> of.layers().get(place)).toList(), samples));
    }
    if (!rebinned.isEmpty()) {
      notes.add(
          "the histograms of "
              + rebinned.size()
              + " blobs end at different absmax and were divided into the bins of the largest, so"
              + " that thresholds may be a bin or so from those of one run over all samples: "
              + rebinned
              + "; exact is --stats "
              + folders.get(0)
              + " with an input that names all samples");
    }
    return new CalibrationStatistics(
        first.net(),
        first.fingerprint(),
        samples,
        all.stream().mapToLong(CalibrationStatistics::badSamples).sum(),
        first.provenance(),
        first.settings(),
        all.stream().flatMapToLong(of -> Arrays.stream(of.data())).sorted().toArray(),
        layers);
  }

  private void requireOther(
      String one, CalibrationStatistics of, String other, CalibrationStatistics than) {
    if (of.dataFingerprint().equals(than.dataFingerprint())) {
      throw new JobException(
          "statistics "
              + one
              + " and "
              + other
              + " are of the same data (SHA-256 "
              + Fingerprints.abbreviate(of.dataFingerprint())
              + "), which must not count twice");
    }
    long common =
        Arrays.stream(than.data()).filter(key -> Arrays.binarySearch(of.data(), key) >= 0).count();
    if (common > 0) {
      notes.add(
          common + " samples of " + other + " are in " + one + " too, and count in both of them");
    }
  }

  private LayerStatistics layer(List<LayerStatistics> parts, long samples) {
    LayerStatistics first = parts.get(0);
    AbsMax absMax = new AbsMax();
    parts.forEach(part -> absMax.merge(part.input().absMax()));
    RunningHistogram running = null;
    ColumnSample columns = null;
    Histogram histogram = new Histogram(absMax.value());
    for (LayerStatistics part : parts) {
      if (part.running() != null) {
        running = (running == null ? new RunningHistogram() : running).merge(part.running());
        continue;
      }
      Histogram own = part.input().histogram().orElseThrow();
      if (own.absMax() != absMax.value()) {
        rebinned.add(first.blob());
      }
      histogram.merge(own.over(absMax.value()));
      ColumnSample within = part.sample().within(samples);
      columns = columns == null ? within : columns.merge(within);
    }
    return new LayerStatistics(
        first.index(),
        first.name(),
        first.type(),
        first.blob(),
        BlobStatistics.of(absMax, running == null ? histogram : running.histogram()),
        running,
        columns);
  }

  /** What the user should know of it. */
  List<String> notes() {
    return notes;
  }
}
