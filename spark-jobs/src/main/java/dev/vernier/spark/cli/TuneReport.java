package dev.vernier.spark.cli;

import dev.vernier.spark.Progress;
import dev.vernier.spark.Secrets;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.TuneOptions;
import dev.vernier.spark.report.Report;
import dev.vernier.spark.report.ReportFacts;
import dev.vernier.spark.report.TuningFigures;
import dev.vernier.spark.report.TuningFigures.Kept;
import dev.vernier.spark.report.TuningFigures.Layer;
import dev.vernier.spark.report.TuningFigures.Part;
import dev.vernier.spark.tune.TuneResult;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** The report of {@code tune}. */
final class TuneReport {

  private TuneReport() {}

  /** The report; {@code timed} as {@link ReportFacts#gather} has it. */
  static Report of(
      SparkSession spark,
      Progress progress,
      TuneOptions options,
      TuneResult result,
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
        figures(result),
        RunFacts.of(spark, "tune", result.seconds(), options, options.run(), facts));
  }

  static TuningFigures figures(TuneResult result) {
    return new TuningFigures(
        result.metric().label(),
        result.maxDrop(),
        Secrets.masked(result.table()),
        part(result.search()),
        part(result.heldBack()),
        result.kept().stream()
            .map(layer -> new Kept(layer.layer(), layer.type(), layer.reason()))
            .toList(),
        result.layers().stream()
            .map(layer -> new Layer(layer.layer(), layer.sqnr(), layer.value()))
            .toList(),
        result.choices(),
        result.badSamples());
  }

  private static Part part(TuneResult.Figures figures) {
    return new Part(figures.samples(), figures.fp32(), figures.before(), figures.after());
  }
}
