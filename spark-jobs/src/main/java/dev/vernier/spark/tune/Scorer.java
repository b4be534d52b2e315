package dev.vernier.spark.tune;

import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastPair;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.score.AnswerReader;
import dev.vernier.spark.score.LabelledSample;
import dev.vernier.spark.score.Metric;
import dev.vernier.spark.source.BadRecord;
import dev.vernier.spark.source.SampleColumn;
import dev.vernier.spark.tune.Trials.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;

/**
 * Runs passes over samples and scores what they give.
 *
 * @param steps whom to tell
 * @param inputs what feeds the net
 * @param output index of the blob that is judged
 * @param reader reads it
 * @param mode what becomes of bad records
 * @param seen what the UI shows
 */
record Scorer(
    JobSteps steps,
    List<SampleColumn> inputs,
    int output,
    AnswerReader reader,
    BadRecordMode mode,
    SeenCounters seen) {

  /** Shares of the same count must not fall short by a rounding of doubles. */
  private static final double ROUNDING = 1e-9;

  /** Copies the list. */
  Scorer {
    inputs = List.copyOf(inputs);
  }

  /**
   * One pass.
   *
   * @param what the step's name
   * @throws JobException if no sample is usable, or one is bad in FAILFAST
   */
  TuneScores pass(
      String what, TunePass.Forms forms, BroadcastPair pair, JavaRDD<LabelledSample> part) {
    steps.step("tune: " + what);
    TuneScores scores;
    try {
      scores = new TunePass(forms, pair, inputs, output, reader, mode, seen).over(part);
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of(what + " failed", e);
    }
    if (scores.real().samples() == 0) {
      List<BadRecord> bad = scores.bad().first();
      throw new JobException(
          "no usable sample is left for "
              + what
              + (bad.isEmpty()
                  ? ": give more samples, or another --held-back"
                  : ", the first bad one: " + bad.get(0).name() + ": " + bad.get(0).reason()));
    }
    return scores;
  }

  /** A pass with a net for every choice of layers that stay fp32. */
  TuneScores choices(
      String what, List<Set<String>> kept, BroadcastPair pair, JavaRDD<LabelledSample> part) {
    return pass(what + ", " + kept.size() + " choices", MixedNets.of(kept), pair, part);
  }

  /** Whether choices are at most so many percentage points below the fp32 net. */
  List<Outcome> outcomes(
      String what,
      List<Set<String>> kept,
      Metric metric,
      double maxDrop,
      BroadcastPair pair,
      JavaRDD<LabelledSample> part) {
    TuneScores scores = choices(what, kept, pair, part);
    double least = metric.value(scores.real()) - maxDrop / 100 - ROUNDING;
    List<Outcome> outcomes = new ArrayList<>();
    scores
        .forms()
        .forEach(
            score ->
                outcomes.add(
                    new Outcome(
                        metric.value(score) >= least,
                        metric.value(score),
                        score.output().noise())));
    return outcomes;
  }
}
