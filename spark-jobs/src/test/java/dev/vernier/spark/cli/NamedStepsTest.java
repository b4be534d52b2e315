package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.NetOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

/** What Spark's UI is told of every job: what its stages do, and how far they are. */
@ExtendWith(SparkExtension.class)
class NamedStepsTest {
  private static final int IMAGES = 20;

  /** What Spark calls a stage that nobody names. */
  private static final Pattern NAMELESS = Pattern.compile(".* at \\S+:\\d+");

  private final SparkSession spark;

  @TempDir private Path folder;

  private NetOptions net;
  private Path images;

  NamedStepsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void writeFiles() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    TestData.fmnistImages(images, IMAGES);
    net = TestData.smallNet(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--method kl",
        "--method minmax",
        "--method kl --passes 1",
        "--method eq",
        "--method auto --stats STATS",
        "--method kl --until-stable 5% --stats STATS",
        "--method kl --sample 10",
      })
  void calibrateNamesItsStages(String options) throws Exception {
    Seen seen = calibrate(options);
    assertNamed(seen, "calibrate");
    assertThat(seen.of("vernier: samples seen")).isPositive();
  }

  @Test
  void calibrateFromStatisticsNamesItsStages() throws Exception {
    calibrate("--stats STATS");
    assertNamed(
        run("calibrate", "--from-stats", folder.resolve("stats"), "--table", folder.resolve("t")),
        "calibrate");
  }

  @Test
  void evaluateAndTuneNameTheirStages() throws Exception {
    calibrate("--method kl");
    assertNamed(runOnImages("evaluate", "--table", folder.resolve("t")), "evaluate");
    assertNamed(
        runOnImages("tune", "--table", folder.resolve("t"), "--out-table", folder.resolve("tuned")),
        "tune");
  }

  @Test
  void countersHoldTheSamplesBadRecordsAndTimes() throws Exception {
    Files.write(images.resolve("broken.png"), new byte[] {1, 2, 3});
    long start = System.nanoTime();
    Seen seen = runOnImages("infer", "--output", folder.resolve("rows"));
    long end = System.nanoTime();

    assertNamed(seen, "infer");
    assertThat(seen.of("vernier: samples seen")).isEqualTo(IMAGES);
    assertThat(seen.of("vernier: bad records seen")).isOne();
    // Two cores, whose times add up.
    assertThat(seen.of("vernier: decode ns")).isBetween(1L, 2 * (end - start));
    assertThat(seen.of("vernier: inference ns")).isBetween(1L, 2 * (end - start));

    Seen passes = calibrate("--method kl");
    assertThat(passes.of("vernier: samples seen")).isEqualTo(2 * IMAGES);
  }

  private static void assertNamed(Seen seen, String job) {
    assertThat(seen.stages).isNotEmpty().noneMatch(name -> NAMELESS.matcher(name).matches());
    assertThat(seen.descriptions)
        .isNotEmpty()
        // Spark's own, where it lists files.
        .filteredOn(name -> !name.startsWith("Listing leaf files"))
        .allMatch(name -> name.startsWith(job + ": "));
  }

  private Seen calibrate(String options) throws Exception {
    List<Object> words = new ArrayList<>(List.of("--table", folder.resolve("t")));
    String stats = folder.resolve("stats").toString();
    words.addAll(
        Arrays.stream(options.split(" ")).map(word -> word.replace("STATS", stats)).toList());
    return runOnImages("calibrate", words.toArray());
  }

  private Seen runOnImages(String command, Object... more) throws Exception {
    List<Object> words =
        new ArrayList<>(
            List.of("--input", images, "--shape", "28,28,1", "--pixel", "GRAY", "--mean", "127.5"));
    words.addAll(List.of("--norm", "0.007843137"));
    words.addAll(List.of(more));
    return run(command, words.toArray());
  }

  private Seen run(String command, Object... more) throws Exception {
    List<Object> words =
        new ArrayList<>(List.of(command, "--param", net.param(), "--bin", net.bin()));
    words.addAll(List.of(more));
    Seen seen = new Seen();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().addSparkListener(seen);
    try {
      Vernier done = Vernier.run(words.toArray());
      assertThat(done.exitCode()).as(done.err()).isZero();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(seen);
    }
    return seen;
  }

  /** What a listener such as the UI's is told. */
  private static final class Seen extends SparkListener {
    private final List<String> descriptions = new ArrayList<>();
    private final List<String> stages = new ArrayList<>();
    private final Map<String, Map<Long, Long>> counters = new HashMap<>();

    @Override
    public synchronized void onJobStart(SparkListenerJobStart job) {
      descriptions.add(String.valueOf(job.properties().getProperty("spark.job.description")));
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted stage) {
      stages.add(stage.stageInfo().name());
      for (AccumulableInfo info :
          JavaConverters.asJavaCollection(stage.stageInfo().accumulables().values())) {
        String name = info.name().isDefined() ? info.name().get() : "";
        if (name.startsWith("vernier: ") && info.value().get() instanceof Long value) {
          counters.computeIfAbsent(name, any -> new HashMap<>()).merge(info.id(), value, Math::max);
        }
      }
    }

    /** The sum over all counters of this name. */
    private synchronized long of(String counter) {
      return counters.getOrDefault(counter, Map.of()).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }
}
