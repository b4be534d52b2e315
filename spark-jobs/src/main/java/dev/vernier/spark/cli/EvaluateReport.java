package dev.vernier.spark.cli;

import dev.vernier.spark.Progress;
import dev.vernier.spark.Secrets;
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
import dev.vernier.spark.score.AnswerReader;
import dev.vernier.spark.source.BadRecordException;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The report of {@code evaluate}. */
final class EvaluateReport {
  private static final int MISTAKES_SHOWN = 12;

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
            result.worst().stream().map(WorstSample::name).collect(Collectors.toSet()),
            true);
    return Report.of(
        facts.net(),
        figures(result, facts::picture, labels(spark, options)),
        RunFacts.of(spark, "evaluate", result.seconds(), options, options.run(), facts));
  }

  /** Labels as people read them: the names of classes, where they have names. */
  private static UnaryOperator<String> labels(SparkSession spark, EvaluateOptions options) {
    AnswerReader reader =
        AnswerReader.of(JavaSparkContext.fromSparkContext(spark.sparkContext()), options.answers());
    return label -> {
      try {
        return label == null || !options.answers().keys().isEmpty()
            ? label
            : reader.show(reader.classOf(label));
      } catch (BadRecordException none) {
        return label;
      }
    };
  }

  /** The figures, with pictures by samples' names and names by labels. */
  static EvaluationFigures figures(
      EvaluateResult result, UnaryOperator<String> pictures, UnaryOperator<String> labels) {
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
        result.worst().stream().map(worst -> sample(worst, pictures, labels)).toList());
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

  private static Sample sample(
      WorstSample worst, UnaryOperator<String> pictures, UnaryOperator<String> labels) {
    return new Sample(
        Secrets.masked(worst.name()),
        labels.apply(worst.label()),
        worst.fp32(),
        worst.int8(),
        worst.agrees(),
        worst.cosine(),
        worst.sqnr(),
        pictures.apply(worst.name()));
  }
}
