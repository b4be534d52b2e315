package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reports of small runs: every figure in them is the job's. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportCommandsTest {
  private static final int SAMPLES = 40;

  private final SparkSession spark;

  private Path folder;
  private Path images;
  private JsonNode calibrated;
  private JsonNode evaluated;
  private JsonNode tuned;

  ReportCommandsTest(SparkSession spark) {
    this.spark = spark;
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(file(name).toFile());
  }

  private Vernier run(String command, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                command,
                "--param",
                TestData.FMNIST.resolve("fmnist.param"),
                "--bin",
                TestData.FMNIST.resolve("fmnist.bin"),
                "--input",
                images,
                "--mean=127.5",
                "--norm=0.007843137",
                "--shape=28,28,1",
                "--pixel=GRAY",
                "--json"));
    words.addAll(Arrays.asList(more));
    return Vernier.run(words.toArray());
  }

  private JsonNode done(Vernier run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @BeforeAll
  void runAll(@TempDir Path shared) throws IOException {
    folder = shared;
    images = file("images.parquet");
    spark
        .read()
        .parquet(TestData.TEST.toString())
        .limit(SAMPLES)
        .write()
        .parquet(images.toString());
    Path labels = TestData.FMNIST.resolve("labels.txt");
    Path table = file("a.table");
    calibrated = done(run("calibrate", "--table", table, "--report", file("calibrate.html")));
    evaluated =
        done(
            run(
                "evaluate",
                "--table",
                table,
                "--labels",
                labels,
                "--report",
                file("all.html"),
                "--report-with",
                file("calibrate.json")));
    tuned =
        done(
            run(
                "tune",
                "--table",
                table,
                "--labels",
                labels,
                "--max-drop=20",
                "--out-table",
                file("tuned.table"),
                "--report",
                file("tune.html")));
  }

  @Test
  void calibrationsFiguresAreTheJobs() throws IOException {
    JsonNode report = json("calibrate.json").get("calibration");
    assertThat(report.get("samples")).isEqualTo(calibrated.get("samples"));
    assertThat(report.get("layers")).hasSize(16);
    for (int i = 0; i < 16; i++) {
      JsonNode shown = report.get("layers").get(i);
      JsonNode found = calibrated.get("layers").get(i);
      for (String figure : List.of("layer", "type", "blob", "absMax", "threshold", "scale")) {
        assertThat(shown.get(figure)).as(figure).isEqualTo(found.get(figure));
      }
    }
  }

  @Test
  void everyBlobHasItsHistogramAndItsDivergences() throws IOException {
    JsonNode blobs = json("calibrate.json").get("calibration").get("blobs");
    assertThat(blobs).hasSize(16);
    for (JsonNode blob : blobs) {
      assertThat(blob.get("counts")).hasSize(2048);
      assertThat(blob.get("divergences")).hasSize(1920);
      assertThat(blob.get("counts").get(2047).asLong()).as("largest of %s", blob).isPositive();
    }
    // The threshold that kl has chosen is where the curve is lowest.
    JsonNode blob = blobs.get(1);
    double threshold = calibrated.get("layers").get(1).get("threshold").asDouble();
    int chosen = (int) (threshold * 2048 / blob.get("absMax").asDouble()) - 128;
    for (JsonNode other : blob.get("divergences")) {
      assertThat(blob.get("divergences").get(chosen).asDouble())
          .isLessThanOrEqualTo(other.asDouble() * 1.0002);
    }
  }

  @Test
  void evaluationsFiguresAreTheJobs() throws IOException {
    JsonNode report = json("all.json").get("evaluation");
    assertThat(report.get("fp32")).isEqualTo(evaluated.get("fp32"));
    assertThat(report.get("int8")).isEqualTo(evaluated.get("int8"));
    assertThat(report.get("agreement")).isEqualTo(evaluated.get("agreement"));
    for (int i = 0; i < 16; i++) {
      JsonNode shown = report.get("layers").get(i);
      JsonNode found = evaluated.get("layers").get(i);
      for (String figure : List.of("layer", "ownSqnr", "sqnr", "ownSaturation", "threshold")) {
        assertThat(shown.get(figure)).as(figure).isEqualTo(found.get(figure));
      }
    }
    assertThat(report.get("worst")).hasSize(10);
    for (JsonNode worst : report.get("worst")) {
      assertThat(worst.get("picture").asText()).startsWith("data:image/png;base64,");
    }
    assertThat(report.get("worst").findValuesAsText("label")).doesNotContain("0", "1", "2", "6");
  }

  @Test
  void tuningsFiguresAreTheJobs() throws IOException {
    JsonNode report = json("tune.json").get("tuning");
    assertThat(report.get("heldBack")).isEqualTo(tuned.get("heldBack"));
    assertThat(report.get("search")).isEqualTo(tuned.get("search"));
    assertThat(report.get("layers")).isEqualTo(tuned.get("layers"));
    assertThat(report.get("kept")).isEqualTo(tuned.get("kept"));
  }

  @Test
  void sizesAreThoseOfTheFiles() throws IOException {
    JsonNode net = json("all.json").get("net");
    assertThat(net.get("fp32Bytes").asLong())
        .isEqualTo(
            Files.size(TestData.FMNIST.resolve("fmnist.param"))
                + Files.size(TestData.FMNIST.resolve("fmnist.bin")));
    Vernier quantized =
        Vernier.run(
            "quantize",
            "--param",
            TestData.FMNIST.resolve("fmnist.param"),
            "--bin",
            TestData.FMNIST.resolve("fmnist.bin"),
            "--table",
            file("a.table"),
            "--out-param",
            file("int8.param"),
            "--out-bin",
            file("int8.bin"));
    assertThat(quantized.exitCode()).as(quantized.err()).isZero();
    assertThat(net.get("int8Bytes").asLong())
        .isEqualTo(Files.size(file("int8.param")) + Files.size(file("int8.bin")));
    assertThat(net.get("fp32Millis").asDouble()).isPositive();
  }

  @Test
  void provenanceTellsRunsApartByTheirDataNotByItsOrder() throws IOException {
    JsonNode runs = json("all.json").get("runs");
    assertThat(runs.findValuesAsText("command")).containsExactly("calibrate", "evaluate");
    String data = runs.get(0).get("data").asText();
    assertThat(data).hasSize(64).isEqualTo(runs.get(1).get("data").asText());
    assertThat(runs.get(0).get("samples").asInt()).isEqualTo(SAMPLES);
    assertThat(runs.get(0).get("settings").get("method").asText()).isEqualTo("KL");
    assertThat(runs.get(0).get("versions").get("Spark").asText()).isEqualTo(spark.version());

    Path turned = file("turned.parquet");
    spark.read().parquet(images.toString()).orderBy("label").write().parquet(turned.toString());
    images = turned;
    done(run("calibrate", "--table", file("b.table"), "--report", file("b.html")));
    assertThat(json("b.json").get("runs").get(0).get("data").asText()).isEqualTo(data);
  }

  @Test
  void thePageHoldsVerdictBlobsLayersAndSamples() throws IOException {
    String page = Files.readString(file("all.html"));
    assertThat(page).contains(json("all.json").get("verdict").get("headline").asText());
    for (JsonNode blob : json("all.json").get("calibration").get("blobs")) {
      assertThat(page).contains("data-name=\"" + blob.get("blob").asText() + "\"");
    }
    for (JsonNode worst : evaluated.get("worst")) {
      assertThat(page).contains("alt=\"Sample " + worst.get("name").asText() + "\"");
    }
    assertThat(Files.size(file("all.html"))).isLessThan(1_000_000);
  }

  @Test
  void usageIsCheckedBeforeTheJobRuns() {
    Vernier alone = run("calibrate", "--table", file("c.table"), "--report-with", file("all.json"));
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains("--report-with is given without --report");
    Vernier none =
        run("calibrate", "--table", file("c.table"), "--report=r", "--report-with", file("none"));
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("cannot read report " + file("none") + ": no such file");
    assertThat(file("c.table")).doesNotExist();
  }
}
