package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Net;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.engine.quant.Columns;
import dev.vernier.engine.quant.ProductTrial;
import dev.vernier.spark.JobException;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Methods that look at outputs, and statistics that are kept. */
@ExtendWith(SparkExtension.class)
class OutputMethodsTest {
  private static final long SEED = 20261123;

  @TempDir private static Path images;
  @TempDir private static Path shared;

  private static List<Path> files;
  private static Path kept;

  private final SparkSession spark;

  @TempDir private Path folder;

  OutputMethodsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void keepStatistics(SparkSession spark) throws IOException {
    files = TestData.fmnistImages(images, 40);
    kept = shared.resolve("deep/fmnist stats");
    CalibrateOptions options =
        new CalibrateOptions(
            TestData.fmnistNet(),
            TestData.fmnistInput(images.toString()),
            CalibrationMethod.MINMAX,
            shared.resolve("kept.table").toString(),
            RunOptions.DEFAULT.withPartitions(3));
    new CalibrateJob(spark, Progress.NONE).execute(options.keeping(kept.toString()));
  }

  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void keptStatisticsGiveTheTableThatTheSamplesGive(CalibrationMethod method) throws IOException {
    // Kept by three partitions.
    String direct = table(run(options(images.toString(), method, 1)));
    CalibrateResult again = run(options(images.toString(), method, 1).from(kept.toString()));

    assertThat(table(again)).isEqualTo(direct);
    assertThat(again.samples()).isEqualTo(40);
    assertThat(again.passSeconds()).isEmpty();
    assertThat(again.partitions()).isZero();
    assertThat(again.layers()).hasSize(16);
  }

  @Test
  void statisticsAreTheSameForAnyPartitionsAndAnyOrder() throws IOException {
    Map<String, Columns> expected =
        new StatisticsFolder(spark, kept.toString()).columns(fingerprint());
    List<String> lines = new ArrayList<>(files.stream().map(Path::toString).toList());
    Collections.shuffle(lines, new Random(SEED));
    Path list = Files.write(folder.resolve("shuffled.txt"), lines, UTF_8);
    for (int partitions : new int[] {1, 7}) {
      String other = folder.resolve("stats " + partitions).toString();
      run(options(list.toString(), CalibrationMethod.MINMAX, partitions).keeping(other));
      assertThat(new StatisticsFolder(spark, other).columns(fingerprint()))
          .as("%d partitions, files in the order of seed %d", partitions, SEED)
          .isEqualTo(expected);
    }
  }

  @Test
  void eqTurnsNoLayerAwayFromFp32() throws IOException {
    Path kl = folder.resolve("kl.table");
    Files.writeString(kl, table(run(from(CalibrationMethod.KL))), UTF_8);
    CalibrateResult result = run(from(CalibrationMethod.EQ));
    CalibrationTable ofEq = CalibrationTable.read(Path.of(result.table()), BadScales.REJECT);
    CalibrationTable ofKl = CalibrationTable.read(kl, BadScales.REJECT);
    Net net = Net.load(Path.of(TestData.fmnistNet().param()), Path.of(TestData.fmnistNet().bin()));
    Map<String, Columns> columns =
        new StatisticsFolder(spark, kept.toString()).columns(fingerprint());

    int better = 0;
    for (LayerScale scale : result.layers()) {
      assertThat(scale.method()).as(scale.layer()).isEqualTo("eq");
      Columns sample = columns.get(scale.layer());
      double before = cosine(net, scale.layer(), sample, ofKl);
      double after = cosine(net, scale.layer(), sample, ofEq);
      // The table holds six places.
      assertThat(after).as(scale.layer()).isGreaterThanOrEqualTo(before - 1e-7);
      better += after > before + 1e-6 ? 1 : 0;
    }
    assertThat(better).isGreaterThan(8);
  }

  private static double cosine(Net net, String name, Columns columns, CalibrationTable table) {
    Layer layer =
        net.layers().stream().filter(l -> l.spec().name().equals(name)).findFirst().orElseThrow();
    Kernels kernels = KernelProvider.AUTO.kernels();
    ProductTrial trial = new ProductTrial((Quantizable) layer, columns, kernels);
    trial.setInputScale(table.activation(name).orElseThrow().scale(0));
    trial.setWeightScales(table.weights(name, 0).orElseThrow().scales());
    return trial.cosine(trial.output());
  }

  @Test
  void autoSaysWhatItTriedAndTookTheBest() {
    CalibrateResult result = run(from(CalibrationMethod.AUTO));
    for (LayerScale layer : result.layers()) {
      assertThat(layer.sqnr().keySet())
          .containsExactly("kl", "aciq", "minmax", "percentile", "mse", "eq");
      double best = layer.sqnr().get(layer.method());
      assertThat(layer.sqnr().values())
          .as(layer.layer())
          .allSatisfy(decibels -> assertThat(decibels).isLessThanOrEqualTo(best));
    }
    assertThat(run(from(CalibrationMethod.KL)).layers())
        .allSatisfy(layer -> assertThat(layer.sqnr()).isEmpty())
        .allSatisfy(layer -> assertThat(layer.method()).isEqualTo("kl"));
  }

  @Test
  void statisticsOfAnotherNetAreRefused() throws IOException {
    NetOptions other = TestData.sumNet(folder);
    CalibrateOptions options =
        new CalibrateOptions(
                other,
                TestData.fmnistInput("x"),
                CalibrationMethod.KL,
                folder.resolve("t").toString(),
                RunOptions.DEFAULT)
            .from(kept.toString());
    assertThatThrownBy(() -> run(options))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith(
            "statistics " + kept + " are of another net, fmnist.param (SHA-256 ")
        .hasMessageContaining(fingerprint().substring(0, 12));
    assertThat(folder.resolve("t")).doesNotExist();
  }

  @Test
  void foldersThatAreThereOrNotOursAreRefused() throws IOException {
    CalibrateOptions taken =
        options(images.toString(), CalibrationMethod.KL, 1).keeping(images.toString());
    assertThatThrownBy(() -> run(taken))
        .isInstanceOf(JobException.class)
        .hasMessage(images + " exists and holds no statistics that calibrate --stats wrote");
    CalibrateOptions rows =
        options("x", CalibrationMethod.KL, 1).from(TestData.CALIBRATION.toString());
    assertThatThrownBy(() -> run(rows))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(
            "holds no statistics that calibrate --stats wrote; its columns are [");
    CalibrateOptions missing =
        options("x", CalibrationMethod.KL, 1).from(folder.resolve("none").toString());
    assertThatThrownBy(() -> run(missing))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("cannot read statistics " + folder.resolve("none"));
  }

  @Test
  void nothingIsLeftBesideTheStatistics() {
    assertThat(kept.getParent().toFile().list()).containsExactly("fmnist stats");
    assertThat(spark.sparkContext().getPersistentRDDs().size()).isZero();
  }

  @Test
  void aLayerThatCannotTakeItsInputNamesTheSample() throws IOException {
    // The net itself never runs its last layer, whose input is all that calibration asks for.
    CalibrateOptions options =
        new CalibrateOptions(
            TestData.sumNet(folder),
            TestData.sumInputs(folder, new float[][] {{1, 2}}, new float[][] {{3, 4}}),
            CalibrationMethod.EQ,
            folder.resolve("t").toString(),
            RunOptions.DEFAULT);
    assertThatThrownBy(() -> run(options))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("/b 0.npy: ")
        .hasMessageContaining("expected 3 elements, or rows of 3");
  }

  private CalibrateResult run(CalibrateOptions options) {
    return new CalibrateJob(spark, Progress.NONE).execute(options);
  }

  private CalibrateOptions from(CalibrationMethod method) {
    return options("x", method, 1).from(kept.toString());
  }

  private CalibrateOptions options(String input, CalibrationMethod method, int partitions) {
    return new CalibrateOptions(
        TestData.fmnistNet(),
        TestData.fmnistInput(input),
        method,
        folder.resolve(method + ".table").toString(),
        RunOptions.DEFAULT.withPartitions(partitions));
  }

  private static String fingerprint() throws IOException {
    return BroadcastNet.fingerprint(
        Files.readAllBytes(Path.of(TestData.fmnistNet().param())),
        Files.readAllBytes(Path.of(TestData.fmnistNet().bin())));
  }

  private static String table(CalibrateResult result) throws IOException {
    return Files.readString(Path.of(result.table()), UTF_8);
  }
}
