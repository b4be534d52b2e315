package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.spark.JobException;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class CalibrateJobTest {
  private static final long SEED = 20261122;

  @TempDir private static Path images;

  private static List<Path> files;

  private final SparkSession spark;

  @TempDir private Path folder;

  CalibrateJobTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void unpack() throws IOException {
    files = TestData.fmnistImages(images, 40);
  }

  @Test
  void theTableIsTheSameForAnyPartitionsAndAnyOrder() throws IOException {
    String expected = table(calibrate(images.toString(), CalibrationMethod.KL, 1));
    for (int partitions : new int[] {2, 7, 50}) {
      assertThat(table(calibrate(images.toString(), CalibrationMethod.KL, partitions)))
          .as("%d partitions", partitions)
          .isEqualTo(expected);
    }
    List<String> lines = new ArrayList<>(files.stream().map(Path::toString).toList());
    Collections.shuffle(lines, new Random(SEED));
    Path list = Files.write(folder.resolve("shuffled.txt"), lines, UTF_8);
    assertThat(table(calibrate(list.toString(), CalibrationMethod.KL, 3)))
        .as("files in the order of seed %d", SEED)
        .isEqualTo(expected);
  }

  @Test
  void onePassGivesNearlyTheThresholdsOfTwo() {
    assertThat(binsApart(CalibrationMethod.PERCENTILE)).allMatch(bins -> bins <= 1.001);
    // The divergence has near ties, so that a count more or less may move a threshold far.
    assertThat(binsApart(CalibrationMethod.KL)).filteredOn(bins -> bins > 1.001).hasSizeLessThan(3);
  }

  private List<Double> binsApart(CalibrationMethod method) {
    CalibrateResult exact = calibrate(images.toString(), method, 2);
    CalibrateResult once = calibrateOnce(method, 3);
    assertThat(once.samples()).isEqualTo(exact.samples());
    List<Double> apart = new ArrayList<>();
    for (int i = 0; i < exact.layers().size(); i++) {
      LayerScale layer = exact.layers().get(i);
      LayerScale other = once.layers().get(i);
      assertThat(other.absMax()).isEqualTo(layer.absMax());
      double difference = (double) other.threshold() - layer.threshold();
      apart.add(Math.abs(difference) / layer.absMax() * Histogram.BINS);
    }
    return apart;
  }

  @Test
  void onePassGivesTheSameTableForAnyPartitions() throws IOException {
    String expected = table(calibrateOnce(CalibrationMethod.KL, 1));
    for (int partitions : new int[] {2, 7}) {
      assertThat(table(calibrateOnce(CalibrationMethod.KL, partitions))).isEqualTo(expected);
    }
  }

  private CalibrateResult calibrateOnce(CalibrationMethod method, int partitions) {
    RunOptions run = RunOptions.DEFAULT.withPartitions(partitions);
    return new CalibrateJob(spark, Progress.NONE)
        .execute(options(images.toString(), method, run).inPasses(1));
  }

  @Test
  void onePassIsRefusedWhereTwoAreNeeded() {
    CalibrateOptions kl = options(images.toString(), CalibrationMethod.KL, RunOptions.DEFAULT);
    CalibrateOptions eq = options(images.toString(), CalibrationMethod.EQ, RunOptions.DEFAULT);
    assertThatThrownBy(() -> eq.inPasses(1)).hasMessage("method eq needs 2 passes, found 1");
    assertThatThrownBy(() -> kl.inPasses(3)).hasMessage("passes is 3, must be 1 or 2");
  }

  @Test
  void fiftyPartitionsLoadTheNetOnce() {
    CalibrateResult result = calibrate(images.toString(), CalibrationMethod.MINMAX, 50);

    assertThat(result.partitions()).isEqualTo(50);
    assertThat(result.netLoads()).isEqualTo(Map.of("driver", 1));
  }

  @Test
  void minmaxTakesTheLargestMagnitude() throws IOException {
    CalibrateResult result = calibrate(images.toString(), CalibrationMethod.MINMAX, 2);

    assertThat(result.layers()).hasSize(16);
    for (LayerScale layer : result.layers()) {
      assertThat(layer.threshold()).as(layer.layer()).isEqualTo(layer.absMax());
      assertThat(layer.scale()).as(layer.layer()).isEqualTo(127f / layer.absMax());
    }
    // White pixels are there in every image: (255 - 127.5) * 0.007843137.
    assertThat(result.layers().get(0).absMax()).isBetween(0.9999f, 1.0001f);
    assertThat(table(result)).contains("\nstem 127.0");
  }

  @Test
  void badImagesAreLeftOutAndReported() throws IOException {
    String expected = table(calibrate(images.toString(), CalibrationMethod.KL, 2));
    List<String> lines = new ArrayList<>(files.stream().map(Path::toString).toList());
    Path broken = Files.write(folder.resolve("broken image.png"), new byte[] {1, 2, 3});
    lines.add(5, broken.toString());
    lines.add("missing.png");
    Path list = Files.write(folder.resolve("list.txt"), lines, UTF_8);

    CalibrateResult result = calibrate(list.toString(), CalibrationMethod.KL, 3);

    assertThat(result.samples()).isEqualTo(40);
    assertThat(result.badSamples()).isEqualTo(2);
    assertThat(result.firstBad()).hasSize(2);
    assertThat(result.firstBad().get(0).name()).endsWith("/broken image.png");
    assertThat(result.firstBad().get(0).reason()).startsWith("cannot decode image: ");
    assertThat(result.firstBad().get(1).name()).endsWith("/missing.png");
    assertThat(result.firstBad().get(1).reason()).isEqualTo("cannot read: no such file");
    assertThat(table(result)).isEqualTo(expected);
  }

  @Test
  void failfastNamesTheBadImageAndWritesNothing() throws IOException {
    Path list = folder.resolve("list.txt");
    Files.write(list, List.of(files.get(0).toString(), "missing.png"), UTF_8);
    CalibrateOptions options =
        options(
            list.toString(),
            CalibrationMethod.KL,
            RunOptions.DEFAULT.withMode(BadRecordMode.FAILFAST));

    assertThatThrownBy(() -> new CalibrateJob(spark, Progress.NONE).execute(options))
        .isInstanceOf(JobException.class)
        .hasMessageEndingWith("/missing.png: cannot read: no such file (mode FAILFAST)");
    assertThat(Path.of(options.table())).doesNotExist();
  }

  @Test
  void nothingButBadImagesIsAnError() throws IOException {
    Path bad = Files.createDirectories(folder.resolve("bad"));
    Files.write(bad.resolve("a.png"), new byte[] {1, 2, 3});
    Files.write(bad.resolve("b.png"), new byte[0]);

    assertThatThrownBy(() -> calibrate(bad.toString(), CalibrationMethod.KL, 0))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("none of 2 records is usable, the first: ")
        .hasMessageContaining("/a.png: cannot decode image: ");
  }

  @Test
  void anEmptyFolderIsAnError() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> calibrate(empty.toString(), CalibrationMethod.KL, 0))
        .isInstanceOf(JobException.class)
        .hasMessage("input " + empty + " is empty, expected at least one sample");
  }

  @Test
  void progressNamesThePassesAndReachesTheirEnd() {
    Set<String> steps = ConcurrentHashMap.newKeySet();
    Progress progress = (step, done, total) -> steps.add(step + " " + done + "/" + total);

    new CalibrateJob(spark, progress)
        .execute(
            options(images.toString(), CalibrationMethod.KL, RunOptions.DEFAULT.withPartitions(2)));

    assertThat(steps).contains("calibrate: pass 1 of 2 2/2", "calibrate: pass 2 of 2 0/0");
  }

  @Test
  void nothingStaysCached() {
    calibrate(images.toString(), CalibrationMethod.KL, 2);

    assertThat(spark.sparkContext().getPersistentRDDs().size()).isZero();
  }

  @Test
  void severalInputsOfTensorsAndAChannelOfZeros() throws IOException {
    float[][] a = {{1, 2, 3}, {4, 5, -6}, {0, Float.NaN, 0}};
    float[][] b = {{1, 1, 1}, {0, 0, -2}, {0, 0, 0}};

    CalibrateResult result = calibrateSum(a, b);

    assertThat(result.samples()).isEqualTo(2);
    assertThat(result.layers()).hasSize(1);
    assertThat(result.layers().get(0).absMax()).isEqualTo(8);
    assertThat(table(result)).isEqualTo("fc_param_0 42.333332 1.000000 \nfc 15.875000 \n");
    assertThat(result.warnings())
        .containsExactly(
            "layer \"fc\": 1 of 2 channels have no weight but zeros, their scale is 1: [1]");
    assertThat(result.firstBad()).hasSize(1);
    assertThat(result.firstBad().get(0).reason())
        .isEqualTo("npy tensor holds NaN at element 1, expected finite numbers");
  }

  @Test
  void aBlobOfZerosGetsScaleOneAndAWarning() throws IOException {
    CalibrateResult result = calibrateSum(new float[][] {{1, 2, 3}}, new float[][] {{-1, -2, -3}});

    assertThat(table(result)).endsWith("\nfc 1.000000 \n");
    assertThat(result.warnings())
        .contains("layer \"fc\": its input \"sum\" is zero in every sample, its scale is 1");
  }

  @Test
  void tensorsThatTheNetCannotTakeAreBadRecords() {
    assertThatThrownBy(
            () -> calibrateSum(new float[][] {{1, 2, 3}}, new float[][] {{1, 2, 3, 4, 5}}))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("none of 1 records is usable, the first: ")
        .hasMessageContaining("/b 0.npy: the net cannot take it: ");
  }

  @Test
  void aNumberOfInputsThatDoesNotFitTheNetIsAnError() throws IOException {
    CalibrateOptions options =
        new CalibrateOptions(
            TestData.sumNet(folder),
            TestData.sumInputs(folder, new float[][] {{1}}, new float[][] {{1}}).subList(0, 1),
            CalibrationMethod.KL,
            folder.resolve("net.table").toString(),
            RunOptions.DEFAULT);

    assertThatThrownBy(() -> new CalibrateJob(spark, Progress.NONE).execute(options))
        .isInstanceOf(JobException.class)
        .hasMessage("1 inputs are given, the net has 2: [a, b]");
  }

  private CalibrateResult calibrateSum(float[][] a, float[][] b) throws IOException {
    return new CalibrateJob(spark, Progress.NONE)
        .execute(
            new CalibrateOptions(
                TestData.sumNet(folder),
                TestData.sumInputs(folder, a, b),
                CalibrationMethod.MINMAX,
                folder.resolve("net.table").toString(),
                RunOptions.DEFAULT));
  }

  private CalibrateResult calibrate(String input, CalibrationMethod method, int partitions) {
    return new CalibrateJob(spark, Progress.NONE)
        .execute(options(input, method, RunOptions.DEFAULT.withPartitions(partitions)));
  }

  private CalibrateOptions options(String input, CalibrationMethod method, RunOptions run) {
    return new CalibrateOptions(
        TestData.fmnistNet(),
        TestData.fmnistInput(input),
        method,
        folder.resolve("net.table").toString(),
        run);
  }

  private static String table(CalibrateResult result) throws IOException {
    return Files.readString(Path.of(result.table()), UTF_8);
  }
}
