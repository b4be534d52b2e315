package dev.vernier.spark.report;

import dev.vernier.spark.report.Verdict.Advice;
import dev.vernier.spark.report.Verdict.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the words: what the last run's figures mean, and what to do next. */
final class Judge {
  /** From here on a set of images says little: thresholds still move by several bins. */
  private static final int FEW_SAMPLES = 100;

  /** How much slower or faster is more than what a timing on a busy machine tells. */
  private static final double SAME_SPEED = 0.05;

  /** Share of magnitude lost by clipping that is worth a word. */
  private static final double MUCH_CLIPPED = 0.01;

  private final Report report;
  private final List<String> sentences = new ArrayList<>();
  private final List<Advice> next = new ArrayList<>();

  Judge(Report report) {
    this.report = report;
  }

  Verdict verdict() {
    return switch (report.lastCommand()) {
      case "calibrate" -> calibrated(report.calibration());
      case "evaluate" -> evaluated(report.evaluation());
      default -> tuned(report.tuning());
    };
  }

  private Verdict calibrated(CalibrationFigures found) {
    String samples = Words.count(found.samples(), "sample");
    sentences.add(
        "The inputs and weights of "
            + Words.count(found.layers().size(), "layer")
            + " have scales, found by method "
            + found.method()
            + " on "
            + samples
            + ". Whether the answers stay right has not been measured yet.");
    addSize();
    addSpeed();
    addBad(found.badSamples());
    addClipped(found);
    if (!found.warnings().isEmpty()) {
      sentences.add(
          Words.count(found.warnings().size(), "warning")
              + " below: channels or blobs without a scale of their own.");
    }
    next.add(
        new Advice(
            "Measure what int8 does to the answers, on samples that were not calibrated with.",
            "vernier evaluate --table " + Words.file(found.table()) + " --report …"));
    if (found.samples() < FEW_SAMPLES) {
      next.add(
          new Advice(
              "Calibrate on more samples: on " + samples + " thresholds still depend on which.",
              ""));
    }
    return new Verdict(Level.OPEN, "Calibrated, accuracy not measured yet", sentences, next);
  }

  private void addClipped(CalibrationFigures found) {
    found.layers().stream()
        .filter(layer -> layer.clipLoss() != null && layer.clipLoss() > MUCH_CLIPPED)
        .max(Comparator.comparing(CalibrationFigures.Layer::clipLoss))
        .ifPresent(
            layer ->
                sentences.add(
                    "Clipping hurts the input of layer "
                        + layer.layer()
                        + " most: the threshold "
                        + Words.number(layer.threshold())
                        + " in a range up to "
                        + Words.number(layer.absMax())
                        + " takes away "
                        + Words.percent(layer.clipLoss())
                        + " of its magnitude."));
  }

  private Verdict evaluated(EvaluationFigures found) {
    EvaluationJudge judge = new EvaluationJudge(found);
    sentences.add(judge.summary());
    if (judge.level() != Level.GOOD) {
      judge.culprit().ifPresent(sentences::add);
    }
    addSize();
    addSpeed();
    addBad(found.badSamples());
    if (judge.level() == Level.GOOD) {
      next.add(new Advice("Write the int8 net and ship it.", "vernier quantize"));
    } else {
      advise(judge);
    }
    return new Verdict(judge.level(), judge.headline(), sentences, next);
  }

  private void advise(EvaluationJudge judge) {
    String method = report.calibration() == null ? "" : report.calibration().method();
    if (!method.equals("auto")) {
      next.add(
          new Advice(
              "Calibrate again, each layer by the method that suits it best, and evaluate again.",
              "vernier calibrate --method auto"));
    }
    next.add(
        new Advice(
            "Let the layers that harm most stay fp32; these add most noise: "
                + String.join(", ", judge.blamed())
                + ".",
            "vernier tune --max-drop 0.5"));
  }

  private Verdict tuned(TuningFigures found) {
    TuningFigures.Part held = found.heldBack();
    double drop = 100 * (held.fp32() - held.after());
    Level level = drop <= found.maxDrop() + 1e-9 ? Level.GOOD : Level.WATCH;
    String kept =
        found.kept().isEmpty()
            ? "All " + Words.count(found.layers().size(), "layer") + " can be int8"
            : found.kept().size()
                + " of "
                + Words.count(found.layers().size(), "layer")
                + (found.kept().size() == 1 ? " stays fp32" : " stay fp32");
    sentences.add(
        "On "
            + Words.count(held.samples(), "sample")
            + " that the search did not see, "
            + found.metric()
            + " is "
            + Words.percent(held.fp32())
            + " in fp32, "
            + Words.percent(held.before())
            + " with every layer in int8, and "
            + Words.percent(held.after())
            + " with the new table. "
            + "At most "
            + Words.number(found.maxDrop(), 2)
            + " percentage points below fp32 were asked for.");
    if (!found.kept().isEmpty()) {
      List<String> names = found.kept().stream().map(TuningFigures.Kept::layer).toList();
      sentences.add("In fp32: " + Words.names(names) + ".");
    }
    addSize();
    addSpeed();
    addBad(found.badSamples());
    next.add(
        new Advice(
            "Measure the new table on all labelled samples.",
            "vernier evaluate --table " + Words.file(found.table()) + " --report …"));
    next.add(
        new Advice("Then write the net.", "vernier quantize --table " + Words.file(found.table())));
    return new Verdict(level, kept, sentences, next);
  }

  private void addSize() {
    NetFigures net = report.net();
    if (net.hasSizes()) {
      sentences.add(
          "The net's files shrink from "
              + Words.bytes(net.fp32Bytes())
              + " to "
              + Words.bytes(net.int8Bytes())
              + ", "
              + Words.number(100.0 * net.int8Bytes() / net.fp32Bytes(), 0)
              + "\u00a0% of what they were.");
    }
  }

  private void addSpeed() {
    NetFigures net = report.net();
    if (!net.hasSpeeds()) {
      return;
    }
    double ratio = net.int8Millis() / net.fp32Millis();
    String compared =
        Math.abs(ratio - 1) <= SAME_SPEED
            ? "as fast as fp32"
            : ratio < 1
                ? Words.number(1 / ratio, 2) + " times as fast as fp32"
                : Words.number(100 * (ratio - 1), 0) + "\u00a0% slower than fp32";
    sentences.add(
        "On one core of this run's driver int8 is "
            + compared
            + ": "
            + Words.millis(net.int8Millis())
            + " a sample against "
            + Words.millis(net.fp32Millis())
            + ". Phones and boards have other ratios: measure there too.");
  }

  private void addBad(long bad) {
    if (bad > 0) {
      sentences.add(
          Words.count(bad, "record")
              + (bad == 1 ? " was" : " were")
              + " left out, as no sample could be read from "
              + (bad == 1 ? "it." : "them."));
    }
  }
}
