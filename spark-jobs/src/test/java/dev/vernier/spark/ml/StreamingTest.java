package dev.vernier.spark.ml;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class StreamingTest {
  private final SparkSession spark;

  @TempDir private Path folder;

  StreamingTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void filesThatArriveGoThroughTheNetOnce() throws Exception {
    Path arriving = Files.createDirectory(folder.resolve("arriving"));
    Path results = folder.resolve("results");
    List<Path> files = TestData.fmnistImages(Files.createDirectory(folder.resolve("all")), 12);
    NcnnModel model = MlData.fmnist(spark).setPredictionCol("prediction").setHandleInvalid("keep");
    Dataset<Row> images =
        spark
            .readStream()
            .format("binaryFile")
            .schema(
                spark.read().format("binaryFile").load(folder.resolve("all").toString()).schema())
            .option("maxFilesPerTrigger", "4")
            .load(arriving.toString());
    Dataset<Row> predictions =
        model.transform(images).select("path", "prediction", "output", "reason");
    assertThat(predictions.isStreaming()).isTrue();

    copy(files.subList(0, 5), arriving);
    Files.write(arriving.resolve("broken.png"), new byte[] {1, 2, 3});
    run(predictions, results);
    assertThat(spark.read().parquet(results.toString()).count()).isEqualTo(6);
    copy(files.subList(5, 12), arriving);
    run(predictions, results);

    Dataset<Row> written = spark.read().parquet(results.toString());
    assertThat(written.count()).isEqualTo(13);
    assertThat(written.filter(col("reason").isNotNull()).collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.<String>getAs("path")).endsWith("/broken.png"));
    Dataset<Row> expected =
        model.transform(spark.read().format("binaryFile").load(folder.resolve("all").toString()));
    assertThat(
            written.filter(col("reason").isNull()).select("output").orderBy("path").collectAsList())
        .isEqualTo(expected.select("output").orderBy("path").collectAsList());
  }

  private static void copy(List<Path> files, Path target) throws Exception {
    for (Path file : files) {
      Files.copy(file, target.resolve(file.getFileName()));
    }
  }

  /** Takes what has arrived since the last time. */
  private void run(Dataset<Row> predictions, Path results) throws Exception {
    StreamingQuery query =
        predictions
            .writeStream()
            .format("parquet")
            .option("path", results.toString())
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    assertThat(query.awaitTermination(120_000)).isTrue();
  }
}
