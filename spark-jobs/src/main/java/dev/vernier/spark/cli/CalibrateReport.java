package dev.vernier.spark.cli;

import dev.vernier.engine.quant.Histogram;
import dev.vernier.engine.quant.KlSearch;
import dev.vernier.spark.Progress;
import dev.vernier.spark.Secrets;
import dev.vernier.spark.calibrate.CalibrateResult;
import dev.vernier.spark.calibrate.LayerDetail;
import dev.vernier.spark.calibrate.LayerScale;
import dev.vernier.spark.calibrate.Stability;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.report.CalibrationFigures;
import dev.vernier.spark.report.CalibrationFigures.Input;
import dev.vernier.spark.report.CalibrationFigures.Layer;
import dev.vernier.spark.report.CalibrationFigures.Step;
import dev.vernier.spark.report.CalibrationFigures.WeightRange;
import dev.vernier.spark.report.Report;
import dev.vernier.spark.report.ReportFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** The report of {@code calibrate}. */
final class CalibrateReport {

  private CalibrateReport() {}

  /** The report; {@code timed} as {@link ReportFacts#gather} has it. */
  static Report of(
      SparkSession spark,
      Progress progress,
      CalibrateOptions options,
      CalibrateResult result,
      List<LayerDetail> details,
      boolean timed) {
    ReportFacts facts =
        ReportFacts.gather(
            spark,
            progress,
            options.net(),
            Int8Options.ofTable(result.table()),
            options.inputs(),
            options.run(),
            Set.of(),
            timed);
    return Report.of(
        facts.net(),
        figures(result, details),
        RunFacts.of(spark, "calibrate", result.seconds(), options, options.run(), facts));
  }

  static CalibrationFigures figures(CalibrateResult result, List<LayerDetail> details) {
    Map<String, List<LayerDetail>> byBlob =
        details.stream()
            .collect(
                Collectors.groupingBy(LayerDetail::blob, LinkedHashMap::new, Collectors.toList()));
    Map<String, Input> inputs =
        byBlob.values().parallelStream()
            .collect(Collectors.toMap(of -> of.get(0).blob(), CalibrateReport::input));
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < details.size(); i++) {
      LayerDetail detail = details.get(i);
      layers.add(layer(result.layers().get(i), detail, inputs.get(detail.blob())));
    }
    return new CalibrationFigures(
        result.method().label(),
        Secrets.masked(result.table()),
        result.samples(),
        result.badSamples(),
        result.warnings(),
        layers,
        byBlob.keySet().stream().map(inputs::get).toList(),
        steps(result.stability()));
  }

  /** How far thresholds moved while the sample grew; none where it did not. */
  private static List<Step> steps(Stability stability) {
    List<Step> steps = new ArrayList<>();
    for (int i = 1; stability != null && i < stability.growths().size(); i++) {
      steps.add(new Step(stability.growths().get(i), stability.moves().get(i - 1) / 100));
    }
    return steps;
  }

  /** A blob's histogram and what every choice of a threshold would give it. */
  private static Input input(List<LayerDetail> readers) {
    LayerDetail first = readers.get(0);
    List<String> layers = readers.stream().map(LayerDetail::layer).toList();
    Histogram histogram = first.input().histogram().orElse(null);
    if (histogram == null) {
      float absMax = first.input().absMax().value();
      return new Input(first.blob(), layers, absMax, new long[0], new float[0], 0);
    }
    double[] divergences = new KlSearch().divergences(histogram);
    float[] curve = new float[divergences.length];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = (float) divergences[i];
    }
    return new Input(
        first.blob(), layers, histogram.absMax(), histogram.counts(), curve, KlSearch.FIRST);
  }

  private static Layer layer(LayerScale scale, LayerDetail detail, Input input) {
    return new Layer(
        scale.layer(),
        scale.type(),
        scale.blob(),
        scale.absMax(),
        scale.threshold(),
        scale.scale(),
        input.counts().length == 0 ? null : input.beyond(scale.threshold()),
        input.counts().length == 0 ? null : input.lost(scale.threshold()),
        scale.method(),
        scale.sqnr(),
        WeightRange.of(detail.scales().weightScales()));
  }
}
