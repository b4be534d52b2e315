package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What {@code evaluate} is asked to do.
 *
 * @param net the fp32 net
 * @param int8 the int8 net beside it
 * @param inputs what feeds each input of the net, one or more; zipped by position
 * @param answers how an output is read, and where the labels are
 * @param worst how many of the worst samples are listed
 * @param run how the job runs
 */
public record EvaluateOptions(
    NetOptions net,
    Int8Options int8,
    List<InputOptions> inputs,
    AnswerOptions answers,
    int worst,
    RunOptions run)
    implements Serializable {

  /** How many samples are listed where the user does not say. */
  public static final int DEFAULT_WORST = 10;

  /** At least one input; nothing may be null. */
  public EvaluateOptions {
    Objects.requireNonNull(net, "net");
    Objects.requireNonNull(int8, "int8");
    inputs = CalibrateOptions.requireInputs(inputs);
    Objects.requireNonNull(answers, "answers");
    Objects.requireNonNull(run, "run");
    if (worst < 0) {
      throw new IllegalArgumentException("worst is " + worst + ", must be at least 0");
    }
  }
}
