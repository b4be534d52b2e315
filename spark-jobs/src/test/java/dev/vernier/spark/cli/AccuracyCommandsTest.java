package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} and {@code tune} as a user calls them. */
@ExtendWith(SparkExtension.class)
class AccuracyCommandsTest {
  private static final Path TABLE =
      TestData.ROOT.resolve("engine/src/test/resources/goldens/nets/fmnist/fmnist.kl.table");

  private final SparkSession spark;

  @TempDir private Path folder;
  private Path images;

  AccuracyCommandsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void samples() {
    images = folder.resolve("images.parquet");
    spark.read().parquet(TestData.TEST.toString()).limit(50).write().parquet(images.toString());
  }

  private Vernier run(String command, Object... more) {
    Object[] given = {
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
      "--pixel=GRAY"
    };
    Object[] words = new Object[given.length + more.length];
    System.arraycopy(given, 0, words, 0, given.length);
    System.arraycopy(more, 0, words, given.length, more.length);
    return Vernier.run(words);
  }

  @Test
  void evaluateShowsLayersMistakesAndWorstSamples() {
    Vernier done =
        run("evaluate", "--table", TABLE, "--labels", TestData.FMNIST.resolve("labels.txt"));

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err()).contains("evaluate: running both nets");
    assertThat(done.out())
        .contains("r1_a ")
        .contains("worst samples:")
        .contains("fp32: ", "int8: ", " right of 50 labelled samples, top-5 ")
        .contains("agreement ")
        .containsPattern("output: SQNR \\d+\\.\\d\\d dB, cosine 0\\.\\d+")
        .contains("50 samples in ");
  }

  @Test
  void evaluateAsJsonIsNothingButJson() throws IOException {
    Path missing = Files.writeString(folder.resolve("truth.tsv"), "nobody.png\t1\n");
    Vernier done = run("evaluate", "--table", TABLE, "--truth", missing, "--worst", 2, "--json");

    JsonNode json = new ObjectMapper().readTree(done.out());
    assertThat(json.get("metric").asText()).isEqualTo("AGREEMENT");
    assertThat(json.get("layers")).hasSize(16);
    assertThat(json.get("worst")).hasSize(2);
    assertThat(json.get("fp32").get("accuracy").isNull()).isTrue();
  }

  @Test
  void wrongUsageSaysWhatGoesTogether() {
    assertUsage(run("evaluate"), "give --table, or --int8-param and --int8-bin");
    assertUsage(run("evaluate", "--int8-param", "x"), "--int8-param and --int8-bin go together");
    assertUsage(
        run("evaluate", "--table", "t", "--int8-param", "x", "--int8-bin", "y"),
        "give --table, or --int8-param and --int8-bin, not both");
    assertUsage(
        run("evaluate", "--table", "t", "--label-column", "a", "--truth", "b"),
        "labels come from column \"a\" or from b, not from both");
    assertUsage(run("evaluate", "--table", "t", "--worst=-1"), "worst is -1, must be at least 0");
    assertUsage(
        run("tune", "--table", "t", "--out-table", "o", "--max-drop", "101"),
        "max-drop is 101.0, must be 0 to 100 percentage points");
    assertUsage(run("tune", "--table", "t"), "Missing required option: '--out-table=FILE'");
  }

  private static void assertUsage(Vernier wrong, String message) {
    assertThat(wrong.err()).startsWith("vernier: ").contains(message);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
  }

  @Test
  void tuneWritesTheTableAndTheReasons() throws IOException {
    Path tuned = folder.resolve("out/tuned.table");
    Vernier done = run("tune", "--table", TABLE, "--out-table", tuned, "--max-drop", 30);

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err()).contains("tune: ranking 16 layers");
    assertThat(done.out())
        .contains("0 of 16 layers stay fp32")
        .contains("accuracy on the samples held back (")
        .contains("table: " + tuned)
        .contains("reasons: " + tuned + ".json");
    assertThat(Files.readString(tuned)).isEqualTo(Files.readString(TABLE));
    assertThat(tuned.getParent().toFile().list())
        .containsExactlyInAnyOrder("tuned.table", "tuned.table.json");
  }

  @Test
  void theExamplesInConfAreUnderstood() {
    for (String command : new String[] {"evaluate", "tune"}) {
      Path conf = TestData.ROOT.resolve("conf/" + command + ".conf");
      Vernier stopped = Vernier.run(command, "--config", conf, "--partitions=-1");
      assertThat(stopped.err()).as(command).contains("partitions is -1, must be at least 0");
    }
  }
}
