package dev.vernier.spark.config;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.PercentileSearch;
import dev.vernier.engine.quant.ThresholdSearch;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What {@code calibrate} is asked to do.
 *
 * @param net the fp32 net
 * @param inputs what feeds each input of the net, one or more, zipped by position; none with
 *     fromStats
 * @param method how a threshold is found
 * @param percentile the share in per cent of what is not clipped, for method percentile
 * @param passes 2 for the exact table, 1 to run the net once a sample, over bins that are cut to
 *     the absmax afterwards
 * @param table path of the table that is written, local or any Hadoop path; replaced if it exists
 * @param stats folder that keeps the statistics, on any file system that Hadoop knows; empty for
 *     none. What it holds of the same samples is not done again
 * @param fromStats folders of statistics, with commas between them, that take the place of the
 *     inputs; empty for none
 * @param run how the job runs
 * @param choice how many of the samples are used
 */
public record CalibrateOptions(
    NetOptions net,
    List<InputOptions> inputs,
    CalibrationMethod method,
    double percentile,
    int passes,
    String table,
    String stats,
    String fromStats,
    RunOptions run,
    SampleChoice choice)
    implements Serializable {

  /** Inputs or kept statistics; nothing may be null. */
  public CalibrateOptions {
    Objects.requireNonNull(net, "net");
    Objects.requireNonNull(stats, "stats");
    if (Objects.requireNonNull(fromStats, "fromStats").isEmpty()) {
      inputs = requireInputs(inputs);
    } else if (!inputs.isEmpty()) {
      throw new IllegalArgumentException(
          "both inputs and kept statistics are given, expected one of them");
    } else if (!stats.isEmpty()) {
      throw new IllegalArgumentException(
          "statistics that are read from " + fromStats + " are kept already, not to " + stats);
    } else {
      inputs = List.of();
    }
    Objects.requireNonNull(method, "method");
    // Refused here, before any sample is read.
    new PercentileSearch(percentile);
    requirePasses(passes, method);
    NetOptions.requirePath(table, "table");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(choice, "choice");
    if (!fromStats.isEmpty() && !choice.equals(SampleChoice.ALL)) {
      throw new IllegalArgumentException(
          "sample and until-stable choose from inputs, but statistics are read from " + fromStats);
    }
    if (choice.grows() && stats.isEmpty()) {
      throw new IllegalArgumentException(
          "until-stable needs stats, a folder that keeps what finished samples gave");
    }
  }

  /** Of all samples. */
  public CalibrateOptions(
      NetOptions net,
      List<InputOptions> inputs,
      CalibrationMethod method,
      double percentile,
      int passes,
      String table,
      String stats,
      String fromStats,
      RunOptions run) {
    this(net, inputs, method, percentile, passes, table, stats, fromStats, run, SampleChoice.ALL);
  }

  private static void requirePasses(int passes, CalibrationMethod method) {
    if (passes != 1 && passes != 2) {
      throw new IllegalArgumentException("passes is " + passes + ", must be 1 or 2");
    }
    if (passes == 1 && method.needsColumns()) {
      throw new IllegalArgumentException(
          "method " + method.name().toLowerCase(Locale.ROOT) + " needs 2 passes, found 1");
    }
  }

  /** The same in 1 or 2 passes. */
  public CalibrateOptions inPasses(int number) {
    return new CalibrateOptions(
        net, inputs, method, percentile, number, table, stats, fromStats, run, choice);
  }

  /** The same of some of the samples. */
  public CalibrateOptions of(SampleChoice other) {
    return new CalibrateOptions(
        net, inputs, method, percentile, passes, table, stats, fromStats, run, other);
  }

  /** The folders whose statistics take the place of the inputs. */
  public List<String> statisticsFolders() {
    return Arrays.stream(fromStats.split(","))
        .map(String::strip)
        .filter(folder -> !folder.isEmpty())
        .toList();
  }

  /** The method's search, with what was asked of it. */
  public ThresholdSearch search() {
    return method == CalibrationMethod.PERCENTILE
        ? new PercentileSearch(percentile)
        : method.search();
  }

  /** Whether the statistics are kept in a folder. */
  public boolean keepsStatistics() {
    return !stats.isEmpty();
  }

  /** Whether kept statistics take the place of samples. */
  public boolean readsStatistics() {
    return !fromStats.isEmpty();
  }

  /** From samples, keeping no statistics. */
  public CalibrateOptions(
      NetOptions net,
      List<InputOptions> inputs,
      CalibrationMethod method,
      double percentile,
      String table,
      RunOptions run) {
    this(net, inputs, method, percentile, 2, table, "", "", run);
  }

  /** The same that also keeps its statistics. */
  public CalibrateOptions keeping(String folder) {
    return new CalibrateOptions(
        net, inputs, method, percentile, passes, table, folder, "", run, choice);
  }

  /** The same from kept statistics in place of samples. */
  public CalibrateOptions from(String folder) {
    return new CalibrateOptions(net, List.of(), method, percentile, passes, table, "", folder, run);
  }

  /** From samples, with the default percentile. */
  public CalibrateOptions(
      NetOptions net,
      List<InputOptions> inputs,
      CalibrationMethod method,
      String table,
      RunOptions run) {
    this(net, inputs, method, PercentileSearch.DEFAULT_PERCENT, table, run);
  }

  static List<InputOptions> requireInputs(List<InputOptions> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("no input is given, expected one for each input blob");
    }
    return List.copyOf(inputs);
  }
}
