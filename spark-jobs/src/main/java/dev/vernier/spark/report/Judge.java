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

  /** Percentage points that nobody minds, and those that one has to look at. */
  private static final double SMALL_DROP = 0.005;

  private static final double LARGE_DROP = 0.02;

  /** Shares of equal answers, and cosines of outputs, for nets whose answers nobody labelled. */
  private static final double GOOD_AGREEMENT = 0.99;

  private static final double FAIR_AGREEMENT = 0.97;
  private static final double GOOD_COSINE = 0.999;
  private static final double FAIR_COSINE = 0.99;

  /** How much slower or faster is more than what a timing on a busy machine tells. */
  private static final double SAME_SPEED = 0.05;

  /** Share of magnitude lost, or of elements clipped, that is worth a word. */
  private static final double MUCH_CLIPPED = 0.01;

  /** A threshold below this share of the range cuts deep. */
  private static final double DEEP_CUT = 0.25;

  /** Layers that are named as those that harm most. */
  private static final int MOST_BLAMED = 3;

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
    Level level;
    String headline;
    switch (found.metric()) {
      case "accuracy" -> {
        double drop = found.fp32().accuracy() - found.int8().accuracy();
        level = drop <= SMALL_DROP ? Level.GOOD : drop <= LARGE_DROP ? Level.WATCH : Level.POOR;
        headline = headline(level, "the accuracy of fp32", "accuracy");
        sentences.add(accuracy(found, drop));
      }
      case "agreement" -> {
        level = level(found.agreement(), GOOD_AGREEMENT, FAIR_AGREEMENT);
        headline = headline(level, "the answers of fp32", "answers");
        sentences.add(
            "int8 answers as fp32 does for "
                + Words.percent(found.agreement())
                + " of "
                + Words.count(found.samples(), "sample")
                + ". Nobody labelled them, so whether the others are wrong is open.");
      }
      default -> {
        double cosine = found.output().meanCosine();
        level = level(cosine, GOOD_COSINE, FAIR_COSINE);
        headline = headline(level, "the output of fp32", "detail of its output");
        sentences.add(
            "The mean cosine between both outputs is "
                + Words.number(cosine, 4)
                + " over "
                + Words.count(found.samples(), "sample")
                + ", 1 where they are the same; the noise in the output lies "
                + Words.decibels(found.output().sqnr())
                + " dB below it.");
      }
    }
    if (level != Level.GOOD) {
      addCulprit(found);
    }
    addSize();
    addSpeed();
    addBad(found.badSamples());
    if (level == Level.GOOD) {
      next.add(new Advice("Write the int8 net and ship it.", "vernier quantize"));
    } else {
      advise(found);
    }
    return new Verdict(level, headline, sentences, next);
  }

  private static String headline(Level level, String kept, String lost) {
    return switch (level) {
      case GOOD -> "int8 keeps " + kept;
      case WATCH -> "int8 loses some " + lost;
      default -> "int8 loses too much " + lost;
    };
  }

  private static Level level(double value, double good, double fair) {
    return value >= good ? Level.GOOD : value >= fair ? Level.WATCH : Level.POOR;
  }

  private static String accuracy(EvaluationFigures found, double drop) {
    double chance = 2 * Math.sqrt((1 - found.agreement()) / found.fp32().labelled());
    String points = Words.number(Math.abs(100 * drop), 2) + " percentage points";
    return "Of "
        + Words.count(found.fp32().labelled(), "labelled sample")
        + " fp32 answers "
        + Words.percent(found.fp32().accuracy())
        + " right and int8 "
        + Words.percent(found.int8().accuracy())
        + (Math.abs(drop) < 1e-9 ? ": the same." : ": " + points + (drop > 0 ? " less." : " more."))
        + (Math.abs(drop) > 1e-9 && Math.abs(drop) <= chance
            ? " On so few samples a difference of up to "
                + Words.number(100 * chance, 1)
                + " points can be chance."
            : "");
  }

  /** The layer that adds most noise, and why if its threshold tells. */
  private void addCulprit(EvaluationFigures found) {
    List<EvaluationFigures.Layer> byHarm = found.byHarm();
    if (byHarm.isEmpty()) {
      return;
    }
    EvaluationFigures.Layer worst = byHarm.get(0);
    StringBuilder culprit =
        new StringBuilder("Layer ")
            .append(worst.layer())
            .append(" adds most noise: ")
            .append(Words.percent(worst.ownNoise()))
            .append(" of its signal when it alone is int8");
    if (byHarm.size() > 1) {
      culprit.append(", the next one ").append(Words.percent(byHarm.get(1).ownNoise()));
    }
    culprit.append('.');
    byHarm.stream()
        .limit(MOST_BLAMED)
        .filter(Judge::isCutDeep)
        .findFirst()
        .ifPresent(
            layer ->
                culprit
                    .append(
                        layer == worst ? " Its threshold" : " The threshold of " + layer.layer())
                    .append(" looks too low: ")
                    .append(Words.number(layer.threshold()))
                    .append(" cuts off ")
                    .append(Words.percent(layer.ownSaturation()))
                    .append(" of an input that reaches ")
                    .append(Words.number(layer.reach()))
                    .append('.'));
    sentences.add(culprit.toString());
  }

  private static boolean isCutDeep(EvaluationFigures.Layer layer) {
    return layer.threshold() != null
        && layer.threshold() < DEEP_CUT * layer.reach()
        && layer.ownSaturation() > MUCH_CLIPPED;
  }

  private void advise(EvaluationFigures found) {
    List<String> harmful =
        found.byHarm().stream().limit(MOST_BLAMED).map(EvaluationFigures.Layer::layer).toList();
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
                + String.join(", ", harmful)
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
