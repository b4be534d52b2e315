package dev.vernier.spark.ml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/spark-ml.md shows in Java, run as it stands there. */
@ExtendWith(SparkExtension.class)
class SparkMlDocTest {
  private final SparkSession spark;
  private final String param = TestData.fmnistNet().param();
  private final String bin = TestData.fmnistNet().bin();
  private final String[] labels = MlData.LABELS;

  @TempDir private Path temporary;

  private String folder;
  private String path;
  private String out;
  private String checkpoint;

  SparkMlDocTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void images() throws IOException {
    folder = Files.createDirectory(temporary.resolve("images")).toString();
    path = temporary.resolve("saved").toString();
    out = temporary.resolve("out").toString();
    checkpoint = temporary.resolve("checkpoint").toString();
    TestData.fmnistImages(Path.of(folder), 12);
  }

  @Test
  void itsExamplesRun() throws Exception {
    NcnnModel model =
        NcnnModel.fromFiles(spark, param, bin)
            .setInputCol("content")
            .setInputShape(28, 28, 1)
            .setPixel("GRAY")
            .setMean(127.5)
            .setNorm(0.007843137)
            .setLabels(
                "T-shirt",
                "trouser",
                "pullover",
                "dress",
                "coat",
                "sandal",
                "shirt",
                "sneaker",
                "bag",
                "boot")
            .setOutputCol("scores")
            .setPredictionCol("prediction")
            .setPredictedLabelCol("name");
    Dataset<Row> images = spark.read().format("binaryFile").load(folder);
    model.transform(images).select("path", "name", "scores").show();

    assertThat(model.getLabels()).isEqualTo(labels);
    assertThat(model.transform(images).select("name").distinct().count()).isGreaterThan(3);
    save(model);
    pipeline(model, images);
    calibrate(model, images);
    stream(model, images);
    sql(model, images);
  }

  private void save(NcnnModel model) throws IOException {
    model.write().overwrite().save(path);
    NcnnModel loaded = NcnnModel.load(path);

    assertThat(loaded.getLabels()).isEqualTo(labels);
    model.release();
  }

  private void pipeline(NcnnModel model, Dataset<Row> images) throws IOException {
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  model,
                  new IndexToString()
                      .setInputCol("prediction")
                      .setOutputCol("text")
                      .setLabels(labels)
                });
    PipelineModel fitted = pipeline.fit(images);
    fitted.write().overwrite().save(path);
    PipelineModel.load(path).transform(images).show();

    assertThat(fitted.transform(images).filter("text = name").count()).isEqualTo(12);
  }

  private void calibrate(NcnnModel model, Dataset<Row> images) throws IOException {
    NcnnModel int8 = NcnnCalibrator.of(model).setMethod("kl").fit(images);
    int8.write().overwrite().save(path);
    String table = int8.table();

    assertThat(table).startsWith("stem_param_0 ");
  }

  private void stream(NcnnModel model, Dataset<Row> images) throws Exception {
    Dataset<Row> arriving =
        spark.readStream().format("binaryFile").schema(images.schema()).load(folder);
    StreamingQuery query =
        model
            .setHandleInvalid("keep")
            .transform(arriving)
            .select("path", "name", "reason")
            .writeStream()
            .format("parquet")
            .option("path", out)
            .option("checkpointLocation", checkpoint)
            .trigger(Trigger.AvailableNow())
            .start();

    assertThat(query.awaitTermination(120_000)).isTrue();
    assertThat(spark.read().parquet(out).filter("reason is null").count()).isEqualTo(12);
  }

  private void sql(NcnnModel model, Dataset<Row> images) throws IOException {
    model.write().overwrite().save(path);
    images.createOrReplaceTempView("images");
    VernierFunctions.register(spark);
    spark.sql("SELECT path, ncnn_infer('" + path + "', content) AS scores FROM images").show();

    assertThat(
            spark
                .sql(
                    "SELECT ncnn_infer('"
                        + path
                        + "', content) AS scores FROM binaryFile.`"
                        + folder
                        + "`")
                .filter("size(scores) = 10")
                .count())
        .isEqualTo(12);
    spark.catalog().dropTempView("images");
  }

  @Test
  void allOfItsJavaIsInThisTest() throws IOException {
    String doc = Files.readString(TestData.ROOT.resolve("docs/spark-ml.md"), UTF_8);
    String test =
        Files.readString(
            TestData.ROOT.resolve(
                "spark-jobs/src/test/java/dev/vernier/spark/ml/SparkMlDocTest.java"),
            UTF_8);
    List<String> examples = new ArrayList<>();
    Matcher java = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(doc);
    while (java.find()) {
      examples.add(java.group(1));
    }

    assertThat(examples).hasSizeGreaterThan(6);
    for (String example : examples) {
      assertThat(withoutBlanks(test)).as(example).contains(withoutBlanks(example));
    }
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }
}
