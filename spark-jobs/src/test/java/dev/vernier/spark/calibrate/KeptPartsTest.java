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
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics that are kept part by part: going on, adding, and adding up. */
@ExtendWith(SparkExtension.class)
class KeptPartsTest {
  @TempDir private static Path images;

  private static List<Path> files;

  private static NetOptions net;

  private final SparkSession spark;

  @TempDir private Path folder;

  KeptPartsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void unpack() throws IOException {
    files = TestData.fmnistImages(images, 100);
    net = TestData.smallNet(images);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void finishedPartsAreNotRunAgain(int passes) throws IOException {
    CalibrateOptions options =
        options(list(0, 100), CalibrationMethod.PERCENTILE, 3).inPasses(passes);
    String expected = table(run(options));
    Path stats = folder.resolve("stats dir");
    CalibrateOptions kept = options.keeping(stats.toString());
    assertThat(table(run(kept))).isEqualTo(expected);

    CalibrateResult again = run(kept);
    assertThat(again.passSeconds()).isEmpty();
    assertThat(again.notes().get(0))
        .isEqualTo(
            "calibrate: pass 1 of "
                + passes
                + ": 100 of 100 samples are finished, in 4 parts of "
                + stats);
    assertThat(table(again)).isEqualTo(expected);

    // As a crash leaves it: of one part nothing is there, of another the second pass is missing.
    List<Path> parts = parts(stats, ".samples");
    Files.delete(parts.get(0));
    for (Path counts : parts(stats, ".counts").subList(0, passes == 2 ? 2 : 0)) {
      Files.delete(counts);
    }
    TestData.empty(stats.resolve("statistics"));
    Files.delete(stats.resolve("statistics"));
    CalibrateResult resumed = run(kept);
    assertThat(resumed.notes().get(0)).contains(": 75 of 100 samples are finished, in 3 parts");
    assertThat(table(resumed)).isEqualTo(expected);
    assertThat(table(run(from(options, stats.toString())))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void addedSamplesAreRunAlone(int passes) throws IOException {
    Path stats = folder.resolve("stats");
    CalibrateOptions few = options(list(0, 40), CalibrationMethod.PERCENTILE, 2).inPasses(passes);
    CalibrateOptions all = options(list(0, 100), CalibrationMethod.PERCENTILE, 2).inPasses(passes);
    run(few.keeping(stats.toString()));

    CalibrateResult added = run(all.keeping(stats.toString()));

    assertThat(added.samples()).isEqualTo(100);
    assertThat(added.notes().get(0)).contains(": 40 of 100 samples are finished, in 2 parts");
    assertThat(parts(stats, ".samples")).hasSize(4);
    String direct = table(run(all));
    assertThat(Files.readString(Path.of(run(all.keeping(stats.toString())).table())))
        .isEqualTo(direct);
    if (passes == 2) {
      // The columns too, of which fewer are kept of each when there are more samples.
      CalibrateOptions eq = options(list(0, 100), CalibrationMethod.EQ, 2);
      String expected = table(run(eq));
      assertThat(table(run(from(eq, stats.toString())))).isEqualTo(expected);
    }
    // And back to fewer.
    CalibrateResult fewer = run(few.keeping(stats.toString()));
    String expected = table(fewer);
    assertThat(expected).isEqualTo(table(run(few)));
  }

  @Test
  void sameBytesTwiceCountTwiceHoweverTheyArrive() throws IOException {
    Path stats = folder.resolve("stats");
    Path twice = folder.resolve("twice.txt");
    run(options(list(0, 40), CalibrationMethod.PERCENTILE, 2).keeping(stats.toString()));
    List<String> lines = new ArrayList<>(Files.readAllLines(list(0, 40)));
    lines.add(lines.get(7));
    lines.add("missing.png");
    Files.write(twice, lines, UTF_8);
    CalibrateOptions options = options(twice, CalibrationMethod.PERCENTILE, 2);

    CalibrateResult kept = run(options.keeping(stats.toString()));
    String table = table(kept);

    assertThat(kept.samples()).isEqualTo(41);
    assertThat(kept.badSamples()).isEqualTo(1);
    assertThat(kept.firstBad().get(0).reason()).isEqualTo("cannot read: no such file");
    assertThat(table).isEqualTo(table(run(options)));
  }

  @Test
  void otherSettingsAreRefusedByName() throws IOException {
    Path stats = folder.resolve("stats");
    CalibrateOptions options = options(list(0, 10), CalibrationMethod.MINMAX, 1);
    run(options.keeping(stats.toString()));
    PreprocessOptions other =
        new PreprocessOptions(List.of(120f), List.of(0.007843137f), List.of(28, 28, 1), "GRAY");
    SampleSourceOptions source =
        SampleSourceOptions.of(list(0, 10).toString()).withAbsolutePaths(true);
    CalibrateOptions changed =
        new CalibrateOptions(
                net,
                List.of(InputOptions.of(source, other)),
                CalibrationMethod.MINMAX,
                options.table(),
                RunOptions.DEFAULT)
            .inPasses(1)
            .keeping(stats.toString());

    assertThatThrownBy(() -> run(changed))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("statistics " + stats + " were made under other settings (SHA-256 ")
        .hasMessageContaining("…, expected ")
        .hasMessageEndingWith(
            "…): bins is 2048, expected 131072; mean is [127.5], expected [120.0];"
                + " passes is 2, expected 1");
    assertThatThrownBy(
            () ->
                run(
                    new CalibrateOptions(
                            TestData.sumNet(folder),
                            TestData.sumInputs(folder, new float[][] {{1}}, new float[][] {{1}}),
                            CalibrationMethod.PERCENTILE,
                            folder.resolve("t").toString(),
                            RunOptions.DEFAULT)
                        .keeping(stats.toString())))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("statistics " + stats + " are of another net, small.param");
  }

  @Test
  void onePassStatisticsOfSeveralRunsAddUpExactly() throws IOException {
    CalibrateOptions all = options(list(0, 100), CalibrationMethod.PERCENTILE, 2).inPasses(1);
    run(options(list(0, 40), CalibrationMethod.PERCENTILE, 1).inPasses(1).keeping(stats("a")));
    run(options(list(40, 100), CalibrationMethod.PERCENTILE, 3).inPasses(1).keeping(stats("b")));
    String expected = table(run(all));

    CalibrateResult merged = run(from(all, stats("a") + ", " + stats("b")));

    assertThat(table(merged)).isEqualTo(expected);
    assertThat(merged.samples()).isEqualTo(100);
    assertThat(merged.notes()).isEmpty();
    assertThatThrownBy(() -> run(from(options(list(0, 1), CalibrationMethod.EQ, 1), stats("a"))))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "method eq needs columns, but statistics "
                + stats("a")
                + " were made in one pass, without them");
  }

  @Test
  void twoPassStatisticsOfSeveralRunsSayWhatIsNotExact() throws IOException {
    run(options(list(0, 40), CalibrationMethod.PERCENTILE, 1).keeping(stats("a")));
    run(options(list(40, 100), CalibrationMethod.PERCENTILE, 1).keeping(stats("b")));
    run(options(list(20, 100), CalibrationMethod.PERCENTILE, 1).keeping(stats("c")));
    CalibrateOptions exact = options(list(0, 100), CalibrationMethod.PERCENTILE, 1);
    CalibrateResult direct = run(exact);
    CalibrateResult merged = run(from(exact, stats("a") + "," + stats("b")));

    assertThat(merged.notes()).hasSize(1);
    assertThat(merged.notes().get(0))
        .contains("end at different absmax", "exact is --stats " + stats("a"));
    for (int i = 0; i < direct.layers().size(); i++) {
      LayerScale layer = direct.layers().get(i);
      assertThat(merged.layers().get(i).absMax()).isEqualTo(layer.absMax());
      assertThat(Math.abs(merged.layers().get(i).threshold() - layer.threshold()))
          .as(layer.layer())
          .isLessThanOrEqualTo(layer.absMax() / 2048 * 1.001f);
    }
    CalibrateOptions minmax = options(list(0, 100), CalibrationMethod.MINMAX, 1);
    String expected = table(run(minmax));
    assertThat(table(run(from(minmax, stats("a") + "," + stats("b"))))).isEqualTo(expected);
    assertThat(run(from(minmax, stats("a") + "," + stats("c"))).notes())
        .contains(
            "20 samples of "
                + stats("c")
                + " are in "
                + stats("a")
                + " too, and count in"
                + " both of them");
    assertThatThrownBy(() -> run(from(minmax, stats("a") + "," + stats("a"))))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith(
            "statistics " + stats("a") + " and " + stats("a") + " are of the same data (SHA-256 ");
  }

  private static List<Path> parts(Path stats, String ending) throws IOException {
    if (!Files.isDirectory(stats.resolve("parts"))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(stats.resolve("parts"))) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private String stats(String name) {
    return folder.resolve(name).toString();
  }

  private Path list(int from, int to) throws IOException {
    List<String> lines = files.subList(from, to).stream().map(Path::toString).toList();
    return Files.write(folder.resolve("list " + from + " " + to + ".txt"), lines, UTF_8);
  }

  private CalibrateResult run(CalibrateOptions options) {
    return new CalibrateJob(spark, Progress.NONE).execute(options);
  }

  private static CalibrateOptions from(CalibrateOptions options, String folders) {
    return options.from(folders);
  }

  private CalibrateOptions options(Path input, CalibrationMethod method, int partitions) {
    return new CalibrateOptions(
        net,
        TestData.fmnistInput(input.toString()),
        method,
        folder.resolve("net.table").toString(),
        RunOptions.DEFAULT.withPartitions(partitions));
  }

  private static String table(CalibrateResult result) throws IOException {
    return Files.readString(Path.of(result.table()), UTF_8);
  }
}
