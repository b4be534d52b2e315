package dev.vernier.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdenkarau.spark.testing.JavaRDDComparisons;
import dev.vernier.spark.JobException;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.config.SourceFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class SampleSourcesTest {
  private final SparkSession spark;

  @TempDir private Path folder;

  SampleSourcesTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("images/deep er"));
    write("images/b.png", "B");
    write("images/deep er/a 1.npy", "A");
    write("images/deep er/no-extension", "N");
    write("images/labels.tsv", "not a sample");
    write("images/.hidden.png", "not a sample");
    write("images/_SUCCESS", "not a sample");
  }

  @Test
  void aFolderHoldsWhatLiesBelowIt() {
    assertSamples(open("images", 2), "b.png=B", "a 1.npy=A", "no-extension=N");
  }

  @Test
  void aGlobAndAFileAndAUri() {
    assertSamples(open("images/*.png", 0), "b.png=B");
    assertSamples(open("images/b.png", 0), "b.png=B");
    SampleSet uri =
        new SampleSources(spark).open(List.of(input(folder.toUri() + "images/deep er/a*")), 0);
    assertSamples(uri, "a 1.npy=A");
  }

  @Test
  void aListIsRelativeToItsFolderAndKeepsSpaces() throws IOException {
    write("images/list.txt", "deep er/a 1.npy\r\n\n" + folder.resolve("images/b.png") + "\ngone\n");

    SampleSet samples = open("images/list.txt", 1);

    assertThat(samples.count()).isEqualTo(3);
    List<EncodedSample> read = encoded(samples).collect();
    assertThat(read.get(0).name()).endsWith("images/deep er/a 1.npy");
    assertThat(read.get(1).contents().get(0)).asString().isEqualTo("B");
    assertThat(read.get(2).reason()).isEqualTo("cannot read: no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.png",
        "deep er/../../secret.png",
        "../images2/b.png",
        "../../../x",
        ".."
      })
  void aListDoesNotLeaveItsFolderByDots(String line) throws IOException {
    write("secret.png", "S");
    write("images/list.txt", "b.png\n\n" + line + "\n");
    String list = folder.resolve("images/list.txt").toString();

    for (boolean allowed : new boolean[] {false, true}) {
      InputOptions input =
          InputOptions.of(
              SampleSourceOptions.of(list).withAbsolutePaths(allowed), PreprocessOptions.DEFAULT);
      assertThatThrownBy(() -> new SampleSources(spark).open(List.of(input), 1))
          .isInstanceOf(JobException.class)
          .hasMessage(
              list
                  + " line 3: \""
                  + line
                  + "\" lies outside the list's folder file:"
                  + folder
                  + "/images; name it by its absolute path and give --absolute-paths");
    }
  }

  @Test
  void aListNamesFilesElsewhereByAbsolutePathWhereThatIsAllowed() throws IOException {
    write("secret.png", "S");
    String path = folder.resolve("secret.png").toString();
    write("images/list.txt", path + "\n" + "file://" + path + "\ndeep er/../b.png\n");
    SampleSourceOptions list = SampleSourceOptions.of(folder.resolve("images/list.txt").toString());

    SampleSet samples =
        new SampleSources(spark)
            .open(
                List.of(InputOptions.of(list.withAbsolutePaths(true), PreprocessOptions.DEFAULT)),
                1);

    assertSamples(samples, "secret.png=S", "secret.png=S", "b.png=B");
    assertThatThrownBy(() -> open("images/list.txt", 1))
        .isInstanceOf(JobException.class)
        .hasMessageEndingWith(
            "line 1: \""
                + path
                + "\" lies outside the list's folder file:"
                + folder
                + "/images; --absolute-paths allows it");
  }

  @Test
  void binaryFileAndParquetKeepTheirColumns() {
    SampleSet binary =
        new SampleSources(spark)
            .open(
                List.of(
                    InputOptions.of(
                        SampleSourceOptions.of(folder.resolve("images/deep er").toString())
                            .withFormat(SourceFormat.BINARY_FILE),
                        PreprocessOptions.DEFAULT)),
                0);
    assertThat(binary.rows().columns())
        .containsExactly("path", "modificationTime", "length", "content");
    assertSamples(binary, "a 1.npy=A", "no-extension=N");

    binary.rows().withColumnRenamed("content", "image").write().parquet(folder + "/table");
    SampleSourceOptions table = SampleSourceOptions.of(folder + "/table").withColumn("image");
    SampleSet parquet =
        new SampleSources(spark)
            .open(List.of(InputOptions.of(table, PreprocessOptions.DEFAULT)), 3);
    assertThat(parquet.partitions()).isEqualTo(3);
    assertThat(parquet.rows().rdd().getNumPartitions()).isEqualTo(3);
    assertSamples(parquet, "a 1.npy=A", "no-extension=N");

    assertThatThrownBy(() -> new SampleSources(spark).open(List.of(input(folder + "/table")), 0))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("/table has no column \"content\", its columns are [path,");
  }

  @Test
  void severalInputsAreZippedByPosition() throws IOException {
    write("left.txt", "images/b.png\nimages/deep er/a 1.npy\n");
    write("right.txt", "images/deep er/no-extension\nimages/b.png\n");
    write("short.txt", "images/b.png\n");

    SampleSet samples =
        new SampleSources(spark)
            .open(List.of(input(folder + "/left.txt"), input(folder + "/right.txt")), 2);

    assertThat(samples.rows().columns()).containsExactly("path", "path_2");
    List<EncodedSample> read = encoded(samples).collect();
    assertThat(read.get(0).contents())
        .extracting(b -> new String(b, UTF_8))
        .containsExactly("B", "N");
    assertThat(read.get(1).contents())
        .extracting(b -> new String(b, UTF_8))
        .containsExactly("A", "B");
    assertThatThrownBy(
            () ->
                new SampleSources(spark)
                    .open(List.of(input(folder + "/left.txt"), input(folder + "/short.txt")), 2))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "input "
                + folder
                + "/short.txt has 1 samples, input "
                + folder
                + "/left.txt has 2;"
                + " inputs are zipped by position and must have the same number");
  }

  @Test
  void whatIsMissingOrEmptyIsAnError() throws IOException {
    write("empty.txt", "\n\n");

    assertThatThrownBy(() -> open("nothing", 0))
        .isInstanceOf(JobException.class)
        .hasMessage("input " + folder.resolve("nothing") + ": no such file, folder or glob match");
    assertThatThrownBy(() -> open("empty.txt", 0))
        .hasMessage(
            "input " + folder.resolve("empty.txt") + " is empty, expected at least one sample");
  }

  @Test
  void aMeanThatDoesNotFitIsAnErrorBeforeAnythingRuns() {
    PreprocessOptions gray = new PreprocessOptions(List.of(1f, 2f), List.of(), List.of(), "GRAY");
    InputOptions input =
        InputOptions.of(SampleSourceOptions.of(folder.resolve("images").toString()), gray);

    assertThatThrownBy(() -> new SampleSources(spark).open(List.of(input), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mean has 2 values, GRAY has 1 channel");
  }

  private SampleSet open(String path, int partitions) {
    return new SampleSources(spark)
        .open(List.of(input(folder.resolve(path).toString())), partitions);
  }

  private static InputOptions input(String path) {
    return InputOptions.of(SampleSourceOptions.of(path), PreprocessOptions.DEFAULT);
  }

  private JavaRDD<EncodedSample> encoded(SampleSet samples) {
    SampleReader reader = new SampleReader(samples);
    return samples.rows().javaRDD().map(reader::read);
  }

  /** Compares name=contents of the samples, in any order. */
  private void assertSamples(SampleSet samples, String... expected) {
    JavaRDD<String> found =
        encoded(samples)
            .map(
                sample ->
                    Path.of(sample.name()).getFileName()
                        + "="
                        + new String(sample.contents().get(0), UTF_8));
    JavaRDD<String> wanted =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(Stream.of(expected).toList());
    JavaRDDComparisons.assertRDDEquals(wanted, found);
    assertThat(samples.count()).isEqualTo(expected.length);
  }

  private void write(String path, String text) throws IOException {
    Files.writeString(folder.resolve(path), text, UTF_8);
  }
}
