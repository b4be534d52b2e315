package dev.vernier.spark.report;

import dev.vernier.spark.report.Verdict.Level;
import java.util.List;
import java.util.Optional;

/** Finds the words for an evaluation: how good int8 is, and which layer is to blame. */
final class EvaluationJudge {
  /** Percentage points that nobody minds, and those that one has to look at. */
  private static final double SMALL_DROP = 0.005;

  private static final double LARGE_DROP = 0.02;

  /** Shares of equal answers, and cosines of outputs, for nets whose answers nobody labelled. */
  private static final double GOOD_AGREEMENT = 0.99;

  private static final double FAIR_AGREEMENT = 0.97;
  private static final double GOOD_COSINE = 0.999;
  private static final double FAIR_COSINE = 0.99;

  /** Share of clipped elements that is worth a word. */
  private static final double MUCH_CLIPPED = 0.01;

  /** A threshold below this share of the range cuts deep. */
  private static final double DEEP_CUT = 0.25;

  /** Layers that are named as those that harm most. */
  private static final int MOST_BLAMED = 3;

  /** Shares that are the same but for the last bits of a float. */
  private static final double SAME = 1e-9;

  private final EvaluationFigures found;

  EvaluationJudge(EvaluationFigures found) {
    this.found = found;
  }

  private double drop() {
    return found.fp32().accuracy() - found.int8().accuracy();
  }

  Level level() {
    return switch (found.metric()) {
      case "accuracy" -> level(-drop(), -SMALL_DROP, -LARGE_DROP);
      case "agreement" -> level(found.agreement(), GOOD_AGREEMENT, FAIR_AGREEMENT);
      default -> level(found.output().meanCosine(), GOOD_COSINE, FAIR_COSINE);
    };
  }

  private static Level level(double value, double good, double fair) {
    return value >= good - SAME ? Level.GOOD : value >= fair - SAME ? Level.WATCH : Level.POOR;
  }

  String headline() {
    return switch (found.metric()) {
      case "accuracy" -> headline(level(), "the accuracy of fp32", "accuracy");
      case "agreement" -> headline(level(), "the answers of fp32", "answers");
      default -> headline(level(), "the output of fp32", "detail of its output");
    };
  }

  private static String headline(Level level, String kept, String lost) {
    return switch (level) {
      case GOOD -> "int8 keeps " + kept;
      case WATCH -> "int8 loses some " + lost;
      default -> "int8 loses too much " + lost;
    };
  }

  /** What was measured, in a sentence or two. */
  String summary() {
    String samples = Words.count(found.samples(), "sample");
    return switch (found.metric()) {
      case "accuracy" -> accuracy();
      case "agreement" ->
          "int8 answers as fp32 does for "
              + Words.percent(found.agreement())
              + " of "
              + samples
              + ". Nobody labelled them, so whether the others are wrong is open.";
      default ->
          "The mean cosine between both outputs is "
              + Words.number(found.output().meanCosine(), 4)
              + " over "
              + samples
              + ", 1 where they are the same; the noise in the output lies "
              + Words.decibels(found.output().sqnr())
              + " dB below it.";
    };
  }

  private String accuracy() {
    double drop = drop();
    double chance = 2 * Math.sqrt((1 - found.agreement()) / found.fp32().labelled());
    String points = Words.number(Math.abs(100 * drop), 2) + " percentage points";
    return "Of "
        + Words.count(found.fp32().labelled(), "labelled sample")
        + " fp32 answers "
        + Words.percent(found.fp32().accuracy())
        + " right and int8 "
        + Words.percent(found.int8().accuracy())
        + (Math.abs(drop) < SAME ? ": the same." : ": " + points + (drop > 0 ? " less." : " more."))
        + (Math.abs(drop) > SAME && Math.abs(drop) <= chance
            ? " On so few samples a difference of up to "
                + Words.number(100 * chance, 1)
                + " points can be chance."
            : "");
  }

  /** The layer that adds most noise, and why if its threshold tells. */
  Optional<String> culprit() {
    List<EvaluationFigures.Layer> byHarm = found.byHarm();
    if (byHarm.isEmpty()) {
      return Optional.empty();
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
        .filter(EvaluationJudge::isCutDeep)
        .findFirst()
        .ifPresent(
            layer ->
                culprit
                    .append(
                        layer.equals(worst)
                            ? " Its threshold"
                            : " The threshold of " + layer.layer())
                    .append(" looks too low: ")
                    .append(Words.number(layer.threshold()))
                    .append(" cuts off ")
                    .append(Words.percent(layer.ownSaturation()))
                    .append(" of an input that reaches ")
                    .append(Words.number(layer.reach()))
                    .append('.'));
    return Optional.of(culprit.toString());
  }

  private static boolean isCutDeep(EvaluationFigures.Layer layer) {
    return layer.threshold() != null
        && layer.threshold() < DEEP_CUT * layer.reach()
        && layer.ownSaturation() > MUCH_CLIPPED;
  }

  /** The layers that add most noise. */
  List<String> blamed() {
    return found.byHarm().stream().limit(MOST_BLAMED).map(EvaluationFigures.Layer::layer).toList();
  }
}
