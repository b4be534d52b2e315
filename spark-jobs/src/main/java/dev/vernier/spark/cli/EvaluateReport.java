package dev.vernier.spark.cli;

import dev.vernier.spark.Progress;
import dev.vernier.spark.config.EvaluateOptions;
import dev.vernier.spark.evaluate.EvaluateResult;
import dev.vernier.spark.evaluate.EvaluateResult.LayerLine;
import dev.vernier.spark.evaluate.WorstSample;
import dev.vernier.spark.report.EvaluationFigures;
import dev.vernier.spark.report.EvaluationFigures.Answers;
import dev.vernier.spark.report.EvaluationFigures.Layer;
import dev.vernier.spark.report.EvaluationFigures.Mistake;
import dev.vernier.spark.report.EvaluationFigures.Output;
import dev.vernier.spark.report.EvaluationFigures.Sample;
import dev.vernier.spark.report.Report;
import dev.vernier.spark.report.ReportFacts;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** The report of {@code evaluate}. */
final class EvaluateReport {
  private static final int MISTAKES_SHOWN = 20;

  private EvaluateReport() {}

  static Report of(
      SparkSession spark, Progress progress, EvaluateOptions options, EvaluateResult result) {
    ReportFacts facts =
        ReportFacts.gather(
            spark,
            progress,
            options.net(),
            options.int8(),
            options.inputs(),
            options.run(),
            result.worst().stream().map(WorstSample::name).collect(Collectors.toSet()));
    return Report.of(
        facts.net(),
        figures(result, facts::picture),
        RunFacts.of(spark, "evaluate", result.seconds(), options, options.run(), facts));
  }

  /** The figures, with pictures by samples' names. */
  static EvaluationFigures figures(EvaluateResult result, UnaryOperator<String> pictures) {
    EvaluateResult.Output output = result.output();
    return new EvaluationFigures(
        result.metric().label(),
        result.samples(),
        result.badSamples(),
        answers(result.fp32()),
        answers(result.int8()),
        result.agreement(),
        new Output(output.sqnr(), output.meanCosine(), output.meanError(), output.largestError()),
        result.layers().stream().map(EvaluateReport::layer).toList(),
        mistakes(result),
        result.worst().stream().map(worst -> sample(worst, pictures)).toList());
  }

  private static Answers answers(EvaluateResult.Answers answers) {
    return new Answers(
        answers.labelled(), answers.accuracy(), answers.topFive(), answers.characterErrorRate());
  }

  private static Layer layer(LayerLine line) {
    return new Layer(
        line.layer(),
        line.type(),
        line.ownSqnr(),
        line.sqnr(),
        line.ownSaturation(),
        line.saturation(),
        line.ownMin(),
        line.ownMax(),
        line.threshold());
  }

  private static List<Mistake> mistakes(EvaluateResult result) {
    return result.confusion().stream()
        .filter(cell -> !cell.label().equals(cell.answer()))
        .sorted(Comparator.comparingLong(EvaluateResult.Confusion::int8).reversed())
        .limit(MISTAKES_SHOWN)
        .map(cell -> new Mistake(cell.label(), cell.answer(), cell.fp32(), cell.int8()))
        .toList();
  }

  private static Sample sample(WorstSample worst, UnaryOperator<String> pictures) {
    return new Sample(
        worst.name(),
        worst.label(),
        worst.fp32(),
        worst.int8(),
        worst.agrees(),
        worst.cosine(),
        worst.sqnr(),
        pictures.apply(worst.name()));
  }
}
