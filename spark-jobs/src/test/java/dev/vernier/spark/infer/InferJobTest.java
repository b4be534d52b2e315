package dev.vernier.spark.infer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.spark.JobException;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.config.InferOptions;
import dev.vernier.spark.config.OutputFormat;
import dev.vernier.spark.config.OutputOptions;
import dev.vernier.spark.config.RunOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class InferJobTest {
  @TempDir private static Path images;

  private static List<Path> files;

  private final SparkSession spark;

  @TempDir private Path folder;

  InferJobTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void unpack() throws IOException {
    files = TestData.fmnistImages(images, 12);
  }

  @Test
  void fashionMnistScoresWhatNcnnDoes() {
    InferResult result =
        new InferJob(spark, Progress.NONE)
            .execute(options(TestData.TEST.toString(), List.of(), 1, RunOptions.DEFAULT));

    assertThat(result.samples()).isEqualTo(2000);
    assertThat(result.badSamples()).isZero();
    assertThat(result.columns()).containsExactly("path", "label", "top_k", "reason");
    Dataset<Row> rows = spark.read().parquet(result.output());
    assertThat(rows.count()).isEqualTo(2000);
    long right =
        rows.filter(col("top_k").getItem(0).getField("index").equalTo(col("label"))).count();
    // ncnn's own accuracy on these images is 91.70 %.
    assertThat(right).isEqualTo(1834);
  }

  @Test
  void blobsBecomeValuesAndShapes() throws IOException {
    Path labels = Files.write(folder.resolve("labels.txt"), List.of("shirt", "trouser"), UTF_8);
    InferOptions options =
        new InferOptions(
            TestData.fmnistNet(),
            TestData.fmnistInput(images.toString()),
            List.of("prob", "stem"),
            3,
            labels.toString(),
            OutputOptions.of(folder.resolve("out").toString()),
            RunOptions.DEFAULT);

    InferResult result = new InferJob(spark, Progress.NONE).execute(options);

    assertThat(result.columns())
        .containsExactly("path", "prob", "prob_shape", "stem", "stem_shape", "top_k", "reason");
    List<Row> rows = spark.read().parquet(result.output()).orderBy("path").collectAsList();
    assertThat(rows).hasSize(12);
    for (Row row : rows) {
      List<Float> prob = row.getList(row.fieldIndex("prob"));
      assertThat(prob).hasSize(10);
      assertThat(prob.stream().mapToDouble(Float::doubleValue).sum()).isCloseTo(1, within(1e-4));
      assertThat(row.<Integer>getList(row.fieldIndex("prob_shape"))).containsExactly(10);
      assertThat(row.<Float>getList(row.fieldIndex("stem"))).hasSize(28 * 28 * 16);
      assertThat(row.<Integer>getList(row.fieldIndex("stem_shape"))).containsExactly(28, 28, 16);
      List<Row> top = row.getList(row.fieldIndex("top_k"));
      assertThat(top).hasSize(3);
      for (Row entry : top) {
        int index = entry.getInt(0);
        assertThat(entry.getFloat(2)).isEqualTo(prob.get(index));
        assertThat(entry.getString(1))
            .isEqualTo(index == 0 ? "shirt" : index == 1 ? "trouser" : null);
      }
      assertThat(top.get(0).getFloat(2)).isGreaterThanOrEqualTo(top.get(1).getFloat(2));
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void everyFormatHoldsTheSameRows(OutputFormat format) {
    String output = folder.resolve("out").toString();
    InferOptions options =
        new InferOptions(
            TestData.fmnistNet(),
            TestData.fmnistInput(images.toString()),
            List.of("prob"),
            0,
            "",
            new OutputOptions(output, format, false, false),
            RunOptions.DEFAULT);

    new InferJob(spark, Progress.NONE).execute(options);

    Dataset<Row> rows =
        switch (format) {
          case PARQUET -> spark.read().parquet(output);
          case JSON -> spark.read().json(output);
          case CSV ->
              spark
                  .read()
                  .option("header", "true")
                  .csv(output)
                  .selectExpr("path", "from_json(prob, 'array<float>') as prob");
        };
    List<Row> read = rows.orderBy("path").collectAsList();
    assertThat(read).hasSize(12);
    for (int i = 0; i < read.size(); i++) {
      Row row = read.get(i);
      assertThat(row.<String>getAs("path")).endsWith(files.get(i).getFileName().toString());
      List<Number> prob = row.getList(row.fieldIndex("prob"));
      assertThat(prob.stream().mapToDouble(Number::doubleValue).sum()).isCloseTo(1, within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 100})
  void miniBatchesOfAnySizeGiveTheSameRows(int batch) throws IOException {
    List<String> lines = new ArrayList<>();
    Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});
    for (Path file : files) {
      lines.add(file.toString());
    }
    lines.add(3, "broken.png");
    Path list = Files.write(folder.resolve("list.txt"), lines, UTF_8);
    RunOptions run = RunOptions.DEFAULT.withPartitions(2);
    List<Row> expected = rows(options(list.toString(), List.of("prob"), 1, run.withBatch(3)));

    assertThat(rows(options(list.toString(), List.of("prob"), 1, run.withBatch(batch))))
        .hasSize(13)
        .isEqualTo(expected);
  }

  private List<Row> rows(InferOptions options) throws IOException {
    InferResult result = new InferJob(spark, Progress.NONE).execute(options);
    List<Row> rows = spark.read().parquet(result.output()).orderBy("path").collectAsList();
    FileUtils.deleteDirectory(new File(result.output()));
    return rows;
  }

  @Test
  void permissiveKeepsBadRecordsWithAReason() throws IOException {
    InferResult result = inferBadList(BadRecordMode.PERMISSIVE);

    assertThat(result.samples()).isEqualTo(6);
    assertThat(result.badSamples()).isEqualTo(3);
    assertThat(result.firstBad()).hasSize(1);
    List<Row> bad =
        spark
            .read()
            .parquet(result.output())
            .filter(col("reason").isNotNull())
            .orderBy("path")
            .collectAsList();
    assertThat(bad).hasSize(3).allMatch(row -> row.isNullAt(row.fieldIndex("top_k")));
    assertThat(bad)
        .extracting(row -> row.<String>getAs("reason"))
        .anySatisfy(reason -> assertThat(reason).isEqualTo("cannot read: no such file"));
    assertThat(bad)
        .extracting(row -> row.<String>getAs("reason"))
        .anySatisfy(reason -> assertThat(reason).startsWith("cannot decode image: "));
    assertThat(bad)
        .extracting(row -> row.<String>getAs("reason"))
        .anySatisfy(
            reason -> assertThat(reason).startsWith("npy tensor is (3) float32, expected shape"));
  }

  @Test
  void dropmalformedLeavesThemOutAndCountsThem() throws IOException {
    InferResult result = inferBadList(BadRecordMode.DROPMALFORMED);

    assertThat(result.samples()).isEqualTo(6);
    assertThat(result.badSamples()).isEqualTo(3);
    assertThat(result.columns()).containsExactly("path", "top_k");
    assertThat(spark.read().parquet(result.output()).count()).isEqualTo(3);
  }

  @Test
  void failfastStopsAndLeavesNoOutput() {
    assertThatThrownBy(() -> inferBadList(BadRecordMode.FAILFAST))
        .isInstanceOf(JobException.class)
        .hasMessageMatching(".*/(bad\\.npy|broken\\.png|missing\\.png): .* \\(mode FAILFAST\\)");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void fiftyPartitionsLoadTheNetOnce() {
    InferResult result =
        new InferJob(spark, Progress.NONE)
            .execute(
                options(images.toString(), List.of(), 1, RunOptions.DEFAULT.withPartitions(50)));

    assertThat(result.partitions()).isEqualTo(50);
    assertThat(result.netLoads()).isEqualTo(Map.of("driver", 1));
    assertThat(result.samples()).isEqualTo(12);
  }

  @Test
  void anOutputThatExistsIsAnErrorUnlessOverwritten() {
    InferOptions options = options(images.toString(), List.of(), 1, RunOptions.DEFAULT);
    new InferJob(spark, Progress.NONE).execute(options);
    String output = options.output().path();

    assertThatThrownBy(() -> new InferJob(spark, Progress.NONE).execute(options))
        .isInstanceOf(JobException.class)
        .hasMessage("output " + output + " exists; give another folder or --overwrite");
    InferOptions again =
        new InferOptions(
            options.net(),
            options.inputs(),
            List.of(),
            2,
            "",
            new OutputOptions(output, OutputFormat.PARQUET, true, false),
            RunOptions.DEFAULT);
    new InferJob(spark, Progress.NONE).execute(again);
    assertThat(spark.read().parquet(output).count()).isEqualTo(12);
  }

  @Test
  void anOutputThatWouldReplaceItsInputIsAnError() {
    OutputOptions output =
        new OutputOptions(images.getParent().toString(), OutputFormat.PARQUET, true, false);
    InferOptions options =
        new InferOptions(
            TestData.fmnistNet(),
            TestData.fmnistInput(images.toString()),
            List.of(),
            1,
            "",
            output,
            RunOptions.DEFAULT);

    assertThatThrownBy(() -> new InferJob(spark, Progress.NONE).execute(options))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("which writing would replace");
    assertThat(files.get(0)).exists();
  }

  @Test
  void anUnknownBlobIsAnErrorThatNamesIt() {
    InferOptions options = options(images.toString(), List.of("prop"), 0, RunOptions.DEFAULT);

    assertThatThrownBy(() -> new InferJob(spark, Progress.NONE).execute(options))
        .hasMessageContaining("prop")
        .hasMessageContaining("prob");
  }

  @Test
  void severalInputsOfTensors() throws IOException {
    InferOptions options =
        new InferOptions(
            TestData.sumNet(folder),
            TestData.sumInputs(
                folder, new float[][] {{1, 2, 3}, {4, 5, 6}}, new float[][] {{1, 0, 0}, {0, 1, 0}}),
            List.of("out"),
            0,
            "",
            OutputOptions.of(folder.resolve("out").toString()),
            RunOptions.DEFAULT);

    InferResult result = new InferJob(spark, Progress.NONE).execute(options);

    assertThat(result.columns()).containsExactly("path", "path_2", "out", "out_shape", "reason");
    List<Row> rows = spark.read().parquet(result.output()).orderBy("path").collectAsList();
    assertThat(rows.get(0).<Float>getList(2)).containsExactly(7f, 0f);
    assertThat(rows.get(1).<Float>getList(2)).containsExactly(10f, 0f);
  }

  private InferResult inferBadList(BadRecordMode mode) throws IOException {
    Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});
    byte[] npy = TestData.npy(1, 2, 3);
    Files.write(folder.resolve("bad.npy"), npy);
    List<String> lines = new ArrayList<>();
    for (Path file : files.subList(0, 3)) {
      lines.add(file.toString());
    }
    lines.add(1, "broken.png");
    lines.add("bad.npy");
    lines.add("missing.png");
    Path list = Files.write(folder.resolve("list.txt"), lines, UTF_8);
    return new InferJob(spark, Progress.NONE)
        .execute(options(list.toString(), List.of(), 1, RunOptions.DEFAULT.withMode(mode)));
  }

  private InferOptions options(String input, List<String> blobs, int topK, RunOptions run) {
    return new InferOptions(
        TestData.fmnistNet(),
        TestData.fmnistInput(input),
        blobs,
        topK,
        "",
        OutputOptions.of(folder.resolve("out").toString()),
        run);
  }
}
