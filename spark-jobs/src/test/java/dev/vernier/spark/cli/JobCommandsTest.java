package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands that run jobs, on forty images in a folder. */
@ExtendWith(SparkExtension.class)
class JobCommandsTest {
  private static final Object[] NET = {
    "--param",
    TestData.FMNIST.resolve("fmnist.param"),
    "--bin",
    TestData.FMNIST.resolve("fmnist.bin"),
    "--shape",
    "28,28,1",
    "--pixel",
    "GRAY",
    "mean=[127.5]",
    "norm=[0.007843137]"
  };

  private final SparkSession spark;

  @TempDir private Path folder;
  private Path images;

  JobCommandsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void writeImages() throws Exception {
    images = Files.createDirectory(folder.resolve("some images"));
    for (Row row :
        spark.read().parquet(TestData.CALIBRATION.toString()).limit(40).collectAsList()) {
      Files.write(images.resolve(row.<String>getAs("path")), row.<byte[]>getAs("content"));
    }
  }

  private Vernier run(String command, Object... more) {
    Object[] words = new Object[1 + NET.length + more.length];
    words[0] = command;
    System.arraycopy(NET, 0, words, 1, NET.length);
    System.arraycopy(more, 0, words, 1 + NET.length, more.length);
    return Vernier.run(words);
  }

  @Test
  void calibrateWritesTheTableAndSaysSo() throws Exception {
    Path table = folder.resolve("out/fmnist.table");
    Vernier done = run("calibrate", "--input", images, "--table", table);
    assertThat(done.err()).contains("calibrate: pass 2 of 2");
    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("40 samples in ").contains("table: " + table);
    assertThat(Files.readString(table)).startsWith("stem_param_0 ").contains("\nfc ");
    assertThat(table.getParent().toFile().list()).containsExactly("fmnist.table");
  }

  @Test
  void resultsAsJsonAreNothingButJson() throws Exception {
    Vernier done =
        run(
            "calibrate",
            "--input",
            images,
            "--table",
            folder.resolve("t"),
            "--method",
            "minmax",
            "--json");
    JsonNode json = new ObjectMapper().readTree(done.out());
    assertThat(json.get("samples").asInt()).isEqualTo(40);
    assertThat(json.get("layers")).hasSize(16);
  }

  @Test
  void keptStatisticsServeOtherMethodsAndBiasCorrection() throws Exception {
    Path stats = folder.resolve("stats");
    Path table = folder.resolve("auto.table");
    Vernier kept =
        run("calibrate", "--input", images, "--table", folder.resolve("t"), "--stats", stats);
    assertThat(kept.exitCode()).as(kept.err()).isZero();
    Vernier auto = run("calibrate", "--from-stats", stats, "--method", "auto", "--table", table);
    assertThat(auto.exitCode()).as(auto.err()).isZero();
    assertThat(auto.out()).contains(" of SQNR kl ").contains(" dB").contains("40 samples in ");
    assertThat(auto.err()).doesNotContain("pass 1");

    Path param = folder.resolve("int8.param");
    Path bin = folder.resolve("int8.bin");
    Object[] quantize = {
      "quantize",
      "--param",
      NET[1],
      "--bin",
      NET[3],
      "--table",
      table,
      "--out-param",
      param,
      "--out-bin",
      bin,
      "--bias-correction",
      "--stats",
      stats
    };
    Vernier made = Vernier.run(quantize);
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out()).contains("16 layers quantised").contains("16 biases corrected");

    Object[] without = Arrays.copyOf(quantize, quantize.length - 2);
    assertThat(Vernier.run(without).exitCode()).isEqualTo(2);
    assertThat(Vernier.run(without).err())
        .contains("--bias-correction and --stats=DIR go together");
    Path other = folder.resolve("other.param");
    Files.writeString(other, Files.readString(Path.of(NET[1].toString())) + "\n");
    quantize[2] = other;
    assertThat(Vernier.run(quantize).err())
        .contains("statistics " + stats + " are of another net, fmnist.param (SHA-256 ");
  }

  @Test
  void samplesOrStatisticsButNotBoth() {
    Vernier neither = run("calibrate", "--table", folder.resolve("t"));
    assertThat(neither.exitCode()).isEqualTo(2);
    assertThat(neither.err())
        .contains("neither --input nor --from-stats is given, expected one of them");
    Vernier both =
        run("calibrate", "--input", images, "--from-stats", "s", "--table", folder.resolve("t"));
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err())
        .contains("--input and --from-stats are both given, expected one of them");
    Vernier twice =
        run("calibrate", "--from-stats", "s", "--stats", "u", "--table", folder.resolve("t"));
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("statistics that are read from s are kept already, not to u");
    Vernier infer = run("infer", "--output", folder.resolve("o"));
    assertThat(infer.exitCode()).isEqualTo(2);
    assertThat(infer.err()).contains("Missing required option: '--input=[BLOB=]PATH'");
  }

  @Test
  void inferWritesRowsWithTheirLabels() throws Exception {
    Path labels = TestData.FMNIST.resolve("labels.txt");
    Files.write(images.resolve("broken.png"), new byte[] {1, 2, 3});
    Path output = folder.resolve("rows");
    Vernier done =
        run("infer", "--input", images, "--top-k", 2, "--labels", labels, "--output", output);
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).contains("1 bad records").contains("broken.png").contains("41 samples");
    Row row =
        spark
            .read()
            .parquet(output.toString())
            .filter("path like '%00000_9.png'")
            .selectExpr("top_k[0].index", "top_k[0].label")
            .first();
    List<String> names = Files.readAllLines(labels, StandardCharsets.UTF_8);
    assertThat(row.getString(1)).isEqualTo(names.get(row.getInt(0)));

    Vernier again = run("infer", "--input", images, "--output", output);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("exists; give another folder or --overwrite");
  }

  @Test
  void failuresAreTwoLinesAndExitCode1() throws Exception {
    Files.write(images.resolve("broken.png"), new byte[] {1, 2, 3});
    Path table = folder.resolve("t");
    Vernier failfast = run("calibrate", "--input", images, "--table", table, "--mode", "failfast");
    assertThat(failfast.exitCode()).isEqualTo(1);
    assertThat(failfast.err()).contains("broken.png").doesNotContain("\tat ");
    assertThat(table).doesNotExist();

    Vernier mean = run("calibrate", "--input", images, "--table", table, "--norm", "1,2,3");
    assertThat(mean.exitCode()).isIn(1, 2);
    assertThat(mean.err()).doesNotContain("\tat ");

    Path empty = Files.createDirectory(folder.resolve("empty"));
    Vernier nothing = run("calibrate", "--input", empty, "--table", table);
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(nothing.err()).contains("is empty, expected at least one sample");

    Vernier nowhere = run("calibrate", "--input", images, "--table", "/proc/none/t");
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err()).contains("cannot write table /proc/none/t");
  }
}
