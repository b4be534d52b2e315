package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.spark.JobException;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Samples that are drawn, and samples that grow. */
@ExtendWith(SparkExtension.class)
class SampleChoiceTest {
  @TempDir private static Path nets;

  private static NetOptions net;

  private final SparkSession spark;

  @TempDir private Path folder;

  SampleChoiceTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void makeNet() throws IOException {
    net = TestData.smallNet(nets);
  }

  @Test
  void aSeedDrawsTheSameRowsForAnyPartitions() throws IOException {
    SampleChoice choice = new SampleChoice(50, "label", 7, 0);
    String expected = table(run(options(1).of(choice)));
    for (int partitions : new int[] {2, 7}) {
      assertThat(table(run(options(partitions).of(choice)))).isEqualTo(expected);
    }
    assertThat(table(run(options(2).of(new SampleChoice(50, "label", 8, 0)))))
        .isNotEqualTo(expected);
    CalibrateResult kept = run(options(2).of(choice).keeping(folder.resolve("s").toString()));
    assertThat(kept.samples()).isEqualTo(50);
    assertThat(table(kept)).isEqualTo(expected);
  }

  @Test
  void aSeedDrawsTheSameFilesForAnyPartitions() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    TestData.fmnistImages(images, 60);
    SampleChoice choice = new SampleChoice(20, "", 3, 0);
    String expected = table(run(options(images, 1).of(choice)));
    for (int partitions : new int[] {2, 7}) {
      CalibrateResult result = run(options(images, partitions).of(choice));
      assertThat(result.samples()).isEqualTo(20);
      assertThat(table(result)).isEqualTo(expected);
    }
    assertThatThrownBy(() -> run(options(images, 1).of(new SampleChoice(20, "label", 3, 0))))
        .isInstanceOf(JobException.class)
        .hasMessage("stratify: the input has no column \"label\", its columns are [path]");
    assertThatThrownBy(() -> run(options(images, 1).of(new SampleChoice(61, "", 3, 0))))
        .isInstanceOf(JobException.class)
        .hasMessage("sample is 61, but the input has 60 samples");
  }

  @Test
  void strataAreDrawnFromInProportion() {
    Map<String, List<Long>> keys = new TreeMap<>();
    keys.put("a", new ArrayList<>(Collections.nCopies(60, 1L)));
    keys.put("b", new ArrayList<>(Collections.nCopies(30, 1L)));
    keys.put("c", new ArrayList<>(Collections.nCopies(9, 1L)));
    keys.put("d", new ArrayList<>(Collections.nCopies(1, 1L)));

    assertThat(SampleDraw.shares(keys, 10)).isEqualTo(Map.of("a", 6, "b", 3, "c", 1));
    assertThat(SampleDraw.shares(keys, 100)).isEqualTo(Map.of("a", 60, "b", 30, "c", 9, "d", 1));
  }

  @Test
  void aSampleGrowsUntilThresholdsSettle() throws IOException {
    Path stats = folder.resolve("grown");
    CalibrateOptions options = options(2).keeping(stats.toString());
    CalibrateResult result = run(options.of(new SampleChoice(0, "", 5, 20)));
    Stability stability = result.stability();
    String grown = table(result);

    assertThat(stability.settled()).isTrue();
    assertThat(stability.samples()).isLessThan(1000).isEqualTo(result.samples());
    assertThat(stability.growths()).startsWith(64, 128);
    assertThat(stability.largestMove()).isLessThan(20);
    assertThat(stability.moving()).isEmpty();
    assertThat(result.notes()).anyMatch(note -> note.endsWith(": settled"));
    // A pass for each growth over what is new, and the exact second one at the end.
    assertThat(result.passSeconds()).hasSize(stability.growths().size() + 1);
    assertThat(table(run(options(2).from(stats.toString())))).isEqualTo(grown);
  }

  @Test
  void aSampleThatNeverSettlesSaysWhichBlobsMove() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    TestData.fmnistImages(images, 100);
    CalibrateOptions options = options(images, 2);
    String expected = table(run(options));
    CalibrateResult result =
        run(
            options
                .keeping(folder.resolve("restless").toString())
                .of(new SampleChoice(0, "", 0, 1e-9)));

    assertThat(result.stability().settled()).isFalse();
    assertThat(result.stability().growths()).containsExactly(64, 100);
    assertThat(result.stability().moving()).isNotEmpty();
    assertThat(result.notes())
        .anyMatch(
            note ->
                note.startsWith(
                    "calibrate: not settled after all 100 samples: the thresholds of ["));
    assertThat(table(result)).isEqualTo(expected);
  }

  @Test
  void whatCannotBeChosenIsRefused() {
    assertThatThrownBy(() -> options(1).of(new SampleChoice(0, "", 0, 1)))
        .hasMessage("until-stable needs stats, a folder that keeps what finished samples gave");
    assertThatThrownBy(() -> new SampleChoice(0, "label", 0, 0))
        .hasMessage("stratify needs sample, the number of samples to draw");
    assertThatThrownBy(() -> SampleChoice.percent("much"))
        .hasMessage("until-stable is \"much\", expected a percentage such as 1%");
    assertThatThrownBy(() -> SampleChoice.percent("0%"))
        .hasMessage("until-stable is 0%, must be a percentage above 0 and below 100");
    assertThat(SampleChoice.percent("1.5 %")).isEqualTo(1.5);
  }

  private CalibrateResult run(CalibrateOptions options) {
    return new CalibrateJob(spark, Progress.NONE).execute(options);
  }

  private CalibrateOptions options(int partitions) {
    return options(TestData.CALIBRATION, partitions);
  }

  private CalibrateOptions options(Path input, int partitions) {
    return new CalibrateOptions(
        net,
        TestData.fmnistInput(input.toString()),
        CalibrationMethod.PERCENTILE,
        folder.resolve("net.table").toString(),
        RunOptions.DEFAULT.withPartitions(partitions));
  }

  private static String table(CalibrateResult result) throws IOException {
    return Files.readString(Path.of(result.table()), UTF_8);
  }
}
