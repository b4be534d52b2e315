package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What {@code tune} is asked to do.
 *
 * @param net the fp32 net
 * @param table path of its calibration table
 * @param inputs what feeds each input of the net, one or more; zipped by position
 * @param answers how an output is read, and where the labels are
 * @param maxDrop by how many percentage points the int8 net may be worse than the fp32 one
 * @param heldBack share of the samples that the search does not see and the result is verified on
 * @param samples how many samples are used at most, 0 for all
 * @param output path of the table that is written; the reasons go to the same name with {@code
 *     .json} behind it
 * @param run how the job runs
 */
public record TuneOptions(
    NetOptions net,
    String table,
    List<InputOptions> inputs,
    AnswerOptions answers,
    double maxDrop,
    double heldBack,
    int samples,
    String output,
    RunOptions run)
    implements Serializable {

  /** Half of the samples is held back where the user does not say. */
  public static final double DEFAULT_HELD_BACK = 0.5;

  /** Samples that are used where the user does not say. */
  public static final int DEFAULT_SAMPLES = 1000;

  /** At least one input, numbers in range; nothing may be null. */
  public TuneOptions {
    Objects.requireNonNull(net, "net");
    NetOptions.requirePath(table, "table");
    inputs = CalibrateOptions.requireInputs(inputs);
    Objects.requireNonNull(answers, "answers");
    NetOptions.requirePath(output, "output table");
    Objects.requireNonNull(run, "run");
    if (!(maxDrop >= 0 && maxDrop <= 100)) {
      throw new IllegalArgumentException(
          "max-drop is " + maxDrop + ", must be 0 to 100 percentage points");
    }
    if (!(heldBack > 0 && heldBack < 1)) {
      throw new IllegalArgumentException(
          "held-back is " + heldBack + ", must be between 0 and 1: a share of the samples");
    }
    if (samples < 0) {
      throw new IllegalArgumentException("samples is " + samples + ", must be at least 0");
    }
  }
}
