package dev.vernier.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.spark.JobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports on disk. */
class ReportFilesTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final Report CALIBRATION =
      Report.of(
          Reports.NET,
          Reports.calibration("conv", "data", 2f, 4, 3, 2, 1),
          Reports.run("calibrate"));

  @TempDir private Path folder;

  @Test
  void theJsonHasThePagesName() {
    assertThat(ReportFiles.json("out/a.html")).isEqualTo("out/a.json");
    assertThat(ReportFiles.json("out/a.HTM")).isEqualTo("out/a.json");
    assertThat(ReportFiles.json("out/a.report")).isEqualTo("out/a.report.json");
  }

  @Test
  void whatWasThereIsReplacedAndNothingElseIsLeft() throws IOException {
    Path html = Files.writeString(folder.resolve("r.html"), "old");
    ReportFiles.write(CONFIGURATION, html.toString(), CALIBRATION);
    ReportFiles.write(CONFIGURATION, html.toString(), CALIBRATION);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("r.html", "r.json");
    assertThat(html).content().startsWith("<!DOCTYPE html>");
  }

  @Test
  void theJsonHoldsTheWholeReport() {
    String html = folder.resolve("r.html").toString();
    ReportFiles.write(CONFIGURATION, html, CALIBRATION);
    Report read = ReportFiles.read(CONFIGURATION, ReportFiles.json(html));
    assertThat(read).usingRecursiveComparison().isEqualTo(CALIBRATION);
  }

  @Test
  void anEarlierReportFillsTheSectionsThatAreEmpty() {
    EvaluationFigures evaluation = Reports.evaluation(10, 0.9, 0.9, 1);
    Report both = Report.of(Reports.NET, evaluation, Reports.run("evaluate")).with(CALIBRATION);
    assertThat(both.calibration()).isEqualTo(CALIBRATION.calibration());
    assertThat(both.evaluation()).isEqualTo(evaluation);
    assertThat(both.runs()).extracting(Run::command).containsExactly("calibrate", "evaluate");
    assertThat(both.verdict().headline()).isEqualTo("int8 keeps the accuracy of fp32");
  }

  @Test
  void reportsOfOtherNetsDoNotMix() {
    NetFigures other = new NetFigures("b.param", "beef", 1L, null, null, null, 0);
    Report evaluation =
        Report.of(other, Reports.evaluation(10, 0.9, 0.9, 1), Reports.run("evaluate"));
    assertThatThrownBy(() -> evaluation.with(CALIBRATION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it is of another net: a.param with fingerprint f00d, expected beef");
  }

  @Test
  void whatIsNoReportIsNotTaken() throws IOException {
    Path other = Files.writeString(folder.resolve("x.json"), "{\"format\": \"x\"}");
    assertThatThrownBy(() -> ReportFiles.read(CONFIGURATION, other.toString()))
        .isInstanceOf(JobException.class)
        .hasMessage(other + " is no report: its format is \"x\", expected vernier-report-1");
    Path broken = Files.writeString(folder.resolve("y.json"), "{");
    assertThatThrownBy(() -> ReportFiles.read(CONFIGURATION, broken.toString()))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("cannot read report " + broken + ": ");
    assertThatThrownBy(() -> ReportFiles.read(CONFIGURATION, folder + "/none.json"))
        .hasMessage("cannot read report " + folder + "/none.json: no such file");
  }

  @Test
  void aFolderInTheWayIsNamed() throws IOException {
    Path way = Files.createDirectory(folder.resolve("r.html"));
    assertThatThrownBy(() -> ReportFiles.write(CONFIGURATION, way.toString(), CALIBRATION))
        .isInstanceOf(JobException.class)
        .hasMessage("cannot write report " + way + ": is a folder, expected a file");
  }
}
