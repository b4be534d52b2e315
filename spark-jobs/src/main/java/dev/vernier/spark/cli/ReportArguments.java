package dev.vernier.spark.cli;

import dev.vernier.spark.JobException;
import dev.vernier.spark.Secrets;
import dev.vernier.spark.report.Report;
import dev.vernier.spark.report.ReportFiles;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether and where a job writes its report. */
final class ReportArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--report",
      defaultValue = "",
      paramLabel = "FILE",
      description = {
        "Write a report for people as one HTML file that needs no network, such as",
        "out/report.html, and its figures beside it as out/report.json; replaced if they exist."
      })
  private String report;

  @Option(
      names = "--report-with",
      defaultValue = "",
      paramLabel = "FILE",
      description = {
        "JSON of an earlier report of the same net, which --report takes in: what calibrate found",
        "beside what evaluate and tune did."
      })
  private String earlier;

  /** Writes the report of one run, or nothing where none was asked for. */
  @FunctionalInterface
  interface Writer {

    /** Makes the report and writes it. */
    void write(Supplier<Report> report);
  }

  /**
   * Looks at what can be looked at before a long job.
   *
   * @throws ParameterException if there is no report that an earlier one could go into
   * @throws JobException if the earlier report cannot be read
   */
  Writer open(SparkSession spark) {
    if (report.isEmpty()) {
      if (!earlier.isEmpty()) {
        throw new ParameterException(
            command.commandLine(), "--report-with is given without --report");
      }
      return made -> {};
    }
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    Report before = earlier.isEmpty() ? null : ReportFiles.read(configuration, earlier);
    return made -> {
      Report found = made.get();
      ReportFiles.write(configuration, report, before == null ? found : joined(found, before));
    };
  }

  private Report joined(Report found, Report before) {
    try {
      return found.with(before);
    } catch (IllegalArgumentException e) {
      throw new JobException("cannot take in report " + earlier + ": " + e.getMessage(), e);
    }
  }

  /** Says where the report lies; not among the results, which may be JSON. */
  void announce(PrintWriter err) {
    if (!report.isEmpty()) {
      err.println("report: " + Secrets.masked(report));
    }
  }
}
