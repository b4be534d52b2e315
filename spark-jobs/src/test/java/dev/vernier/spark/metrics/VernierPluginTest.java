package dev.vernier.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class VernierPluginTest {
  private final SparkSession spark;

  @TempDir private Path folder;
  @TempDir private Path tables;

  VernierPluginTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void sparksMetricsSystemSeesSamplesTheirTimesAndBadRecords() throws IOException {
    MetricRegistry registry =
        SparkEnv.get()
            .metricsSystem()
            .getSourcesByName("plugin." + VernierPlugin.class.getName())
            .head()
            .metricRegistry();
    long decoded = registry.timer("decode").getCount();
    long inferred = registry.timer("inference").getCount();
    long bad = registry.counter("badRecords").getCount();
    TestData.fmnistImages(folder, 2);
    Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});

    new CalibrateJob(spark, Progress.NONE)
        .execute(
            new CalibrateOptions(
                TestData.fmnistNet(),
                TestData.fmnistInput(folder.toString()),
                CalibrationMethod.MINMAX,
                tables.resolve("table").toString(),
                RunOptions.DEFAULT));

    assertThat(registry.timer("decode").getCount() - decoded).isEqualTo(2);
    assertThat(registry.timer("inference").getCount() - inferred).isEqualTo(2);
    assertThat(registry.timer("inference").getSnapshot().getMax()).isPositive();
    assertThat(registry.counter("badRecords").getCount() - bad).isEqualTo(1);
  }
}
