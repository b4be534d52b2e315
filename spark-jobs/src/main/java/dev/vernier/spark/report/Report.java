package dev.vernier.spark.report;

import java.util.ArrayList;
import java.util.List;

/**
 * All that a report says; what the JSON file holds. Sections that no run has filled are null.
 *
 * @param format of this record, {@link #FORMAT}
 * @param verdict in words
 * @param net the two forms of the net
 * @param calibration what {@code calibrate} found
 * @param evaluation what {@code evaluate} found
 * @param tuning what {@code tune} found
 * @param runs the jobs that found it, in the order in which they were added
 */
public record Report(
    String format,
    Verdict verdict,
    NetFigures net,
    CalibrationFigures calibration,
    EvaluationFigures evaluation,
    TuningFigures tuning,
    List<Run> runs) {

  /** The only format so far. */
  public static final String FORMAT = "vernier-report-1";

  /** Copies the list. */
  public Report {
    runs = List.copyOf(runs);
  }

  /** The report of a calibration. */
  public static Report of(NetFigures net, CalibrationFigures found, Run run) {
    return judged(net, found, null, null, List.of(run));
  }

  /** The report of an evaluation. */
  public static Report of(NetFigures net, EvaluationFigures found, Run run) {
    return judged(net, null, found, null, List.of(run));
  }

  /** The report of a search for layers that stay fp32. */
  public static Report of(NetFigures net, TuningFigures found, Run run) {
    return judged(net, null, null, found, List.of(run));
  }

  private static Report judged(
      NetFigures net,
      CalibrationFigures calibration,
      EvaluationFigures evaluation,
      TuningFigures tuning,
      List<Run> runs) {
    Report silent = new Report(FORMAT, null, net, calibration, evaluation, tuning, runs);
    Verdict verdict = new Judge(silent).verdict();
    return new Report(FORMAT, verdict, net, calibration, evaluation, tuning, runs);
  }

  /**
   * This report with what an earlier one says of the same net: its sections stand where this one
   * has none.
   *
   * @throws IllegalArgumentException if it is another net's
   */
  public Report with(Report earlier) {
    if (!earlier.net().fingerprint().equals(net.fingerprint())) {
      throw new IllegalArgumentException(
          "it is of another net: "
              + earlier.net().name()
              + " with fingerprint "
              + earlier.net().fingerprint()
              + ", expected "
              + net.fingerprint());
    }
    List<Run> all = new ArrayList<>(earlier.runs());
    all.addAll(runs);
    return judged(
        net,
        calibration == null ? earlier.calibration() : calibration,
        evaluation == null ? earlier.evaluation() : evaluation,
        tuning == null ? earlier.tuning() : tuning,
        all);
  }

  /** The command whose run came last: what the verdict speaks of. */
  String lastCommand() {
    return runs.get(runs.size() - 1).command();
  }
}
