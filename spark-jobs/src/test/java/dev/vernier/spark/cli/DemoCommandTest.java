package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README. */
@ExtendWith(SparkExtension.class)
class DemoCommandTest {
  @TempDir private Path folder;

  @Test
  void goesFromOnnxToAnInt8NetThatKeepsItsAccuracyAndReadsLinesOfText() throws Exception {
    Path output = folder.resolve("demo");
    Vernier demo = run(TestData.ROOT.resolve("spark-jobs/target/models"), output);
    assertThat(demo.exitCode()).as(demo.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(demo.out());
    double fp32 = found.at("/fashion/evaluation/fp32/accuracy").asDouble();
    double int8 = found.at("/fashion/evaluation/int8/accuracy").asDouble();
    assertThat(fp32).isEqualTo(0.917);
    assertThat(int8).isGreaterThan(fp32 - 0.01);
    assertThat(found.at("/fashion/int8Bytes").asLong())
        .isLessThan(found.at("/fashion/fp32Bytes").asLong() / 2);
    assertThat(output.resolve("fmnist-int8.param")).exists();
    assertThat(Files.readString(output.resolve("report.html")))
        .contains("<html")
        .contains("/stem/stem.0/Conv");
    JsonNode report = new ObjectMapper().readTree(output.resolve("report.json").toFile());
    assertThat(report.fieldNames()).toIterable().contains("calibration", "evaluation", "tuning");
    assertThat(found.at("/directions/evaluation/int8/accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(found.at("/texts/evaluation/fp32/accuracy").asDouble()).isEqualTo(0.89);
    assertThat(found.at("/texts/evaluation/int8/accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(found.at("/texts/int8Bytes").asLong())
        .isLessThan(found.at("/texts/fp32Bytes").asLong() / 3);
    assertThat(output.resolve("report-rec.html")).exists();
  }

  @Test
  void namesTheFolderThatIsMissing() {
    Vernier demo = run(folder.resolve("none"), folder.resolve("demo"));
    assertThat(demo.exitCode()).isEqualTo(1);
    assertThat(demo.err()).contains("none: no such folder; --models names");
    assertThat(folder.resolve("demo")).doesNotExist();
  }

  private static Vernier run(Path models, Path output) {
    Path datasets = TestData.ROOT.resolve("datasets");
    return Vernier.run(
        "demo", "--datasets", datasets, "--models", models, "--output", output, "--json");
  }
}
