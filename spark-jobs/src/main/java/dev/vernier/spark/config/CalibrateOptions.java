package dev.vernier.spark.config;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.PercentileSearch;
import dev.vernier.engine.quant.ThresholdSearch;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What {@code calibrate} is asked to do.
 *
 * @param net the fp32 net
 * @param inputs what feeds each input of the net, one or more; zipped by position
 * @param method how a threshold is found
 * @param percentile the share in per cent of what is not clipped, for method percentile
 * @param table path of the table that is written, local or any Hadoop path; replaced if it exists
 * @param run how the job runs
 */
public record CalibrateOptions(
    NetOptions net,
    List<InputOptions> inputs,
    CalibrationMethod method,
    double percentile,
    String table,
    RunOptions run)
    implements Serializable {

  /** At least one input; nothing may be null. */
  public CalibrateOptions {
    Objects.requireNonNull(net, "net");
    inputs = requireInputs(inputs);
    Objects.requireNonNull(method, "method");
    // Refused here, before any sample is read.
    new PercentileSearch(percentile);
    NetOptions.requirePath(table, "table");
    Objects.requireNonNull(run, "run");
  }

  /** The method's search, with what was asked of it. */
  public ThresholdSearch search() {
    return method == CalibrationMethod.PERCENTILE
        ? new PercentileSearch(percentile)
        : method.search();
  }

  /** The same with the default percentile. */
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
