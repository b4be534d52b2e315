package dev.vernier.spark.report;

import dev.vernier.spark.report.CalibrationFigures.Input;
import dev.vernier.spark.report.CalibrationFigures.WeightRange;
import dev.vernier.spark.report.EvaluationFigures.Answers;
import dev.vernier.spark.report.EvaluationFigures.Output;
import java.util.List;
import java.util.Map;

/** Small reports, made up. */
final class Reports {
  static final NetFigures NET = new NetFigures("a.param", "f00d", 1000L, 300L, 2.0, 1.0, 9);

  private Reports() {}

  static Run run(String command) {
    return new Run(
        command, "2026-01-02T03:04:05Z", 1.5, 7, "beef", Map.of("k", "v"), Map.of(), Map.of());
  }

  /** One layer called so, reading a blob called so, with four bins up to 4. */
  static CalibrationFigures calibration(String layer, String blob, float threshold, long... bins) {
    float[] curve = bins.length == 0 ? new float[0] : new float[] {0.5f, 0.25f};
    Input input = new Input(blob, List.of(layer), 4f, bins, curve, 2);
    boolean counted = bins.length > 0;
    return new CalibrationFigures(
        counted ? "kl" : "minmax",
        "out/a.table",
        1000,
        0,
        List.of(),
        List.of(
            new CalibrationFigures.Layer(
                layer,
                "Convolution",
                blob,
                4f,
                threshold,
                127 / threshold,
                counted ? input.beyond(threshold) : null,
                counted ? input.lost(threshold) : null,
                "kl",
                Map.of(),
                WeightRange.of(new float[] {30, 10, 20}))),
        List.of(input),
        List.of());
  }

  static EvaluationFigures.Layer layer(String name, double sqnr, float threshold, double cut) {
    return new EvaluationFigures.Layer(
        name, "Convolution", sqnr, sqnr - 1, cut, cut, -1f, 4f, threshold);
  }

  /** An evaluation with labels. */
  static EvaluationFigures evaluation(
      long labelled,
      double fp32,
      double int8,
      double agreement,
      EvaluationFigures.Layer... layers) {
    return new EvaluationFigures(
        "accuracy",
        labelled,
        0,
        new Answers(labelled, fp32, null, null),
        new Answers(labelled, int8, null, null),
        agreement,
        new Output(20, 0.99, 0.01, 0.2),
        List.of(layers),
        List.of(),
        List.of());
  }

  static TuningFigures tuning(double after, String... kept) {
    return new TuningFigures(
        "accuracy",
        0.5,
        "out/tuned.table",
        new TuningFigures.Part(500, 0.9, 0.8, after),
        new TuningFigures.Part(400, 0.91, 0.81, after),
        List.of(kept).stream()
            .map(name -> new TuningFigures.Kept(name, "Convolution", "because"))
            .toList(),
        List.of(
            new TuningFigures.Layer("bad", 5, 0.7), new TuningFigures.Layer("harmless", 40, 0.9)),
        12,
        0);
  }
}
