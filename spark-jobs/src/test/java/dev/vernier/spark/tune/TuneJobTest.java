package dev.vernier.spark.tune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.spark.JobException;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.AnswerOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.TuneOptions;
import dev.vernier.spark.score.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class TuneJobTest {
  private static final String TABLE =
      TestData.ROOT
          .resolve("engine/src/test/resources/goldens/nets/fmnist/fmnist.kl.table")
          .toString();

  private final SparkSession spark;

  @TempDir private Path folder;

  TuneJobTest(SparkSession spark) {
    this.spark = spark;
  }

  private TuneResult tune(String input, double maxDrop, double heldBack, int partitions) {
    return new TuneJob(spark, Progress.NONE)
        .execute(
            new TuneOptions(
                TestData.fmnistNet(),
                TABLE,
                TestData.fmnistInput(input),
                AnswerOptions.DEFAULT,
                maxDrop,
                heldBack,
                600,
                folder.resolve("tuned.table").toString(),
                RunOptions.DEFAULT.withPartitions(partitions)));
  }

  @Test
  void theTableLosesTheLayersThatHarm() throws IOException {
    TuneResult result = tune(TestData.TEST.toString(), 0.3, 0.5, 4);

    assertThat(result.metric()).isEqualTo(Metric.ACCURACY);
    assertThat(result.search().samples() + result.heldBack().samples()).isBetween(520L, 680L);
    assertThat(result.kept()).isNotEmpty().hasSizeLessThan(8);
    assertThat(result.layers()).hasSize(16);
    assertThat(result.layers().get(0).layer()).isEqualTo("r1_a");
    for (TuneResult.Figures figures : List.of(result.search(), result.heldBack())) {
      assertThat(figures.after()).isGreaterThanOrEqualTo(figures.fp32() - 0.003 - 1e-9);
    }
    CalibrationTable before = CalibrationTable.read(Path.of(TABLE));
    CalibrationTable after = CalibrationTable.read(folder.resolve("tuned.table"));
    assertThat(after.lines()).hasSize(before.lines().size() - 2 * result.kept().size());
    for (TuneResult.KeptLayer kept : result.kept()) {
      assertThat(after.activation(kept.layer())).isEmpty();
      assertThat(after.weights(kept.layer(), 0)).isEmpty();
      assertThat(kept.reason()).contains("alone in int8 it leaves the output at ");
      assertThat(kept.type()).startsWith("Convolution");
    }
    JsonNode reasons = new ObjectMapper().readTree(folder.resolve("tuned.table.json").toFile());
    assertThat(reasons.get("kept")).hasSize(result.kept().size());
    assertThat(reasons.get("kept").get(0).get("reason").asText())
        .isEqualTo(result.kept().get(0).reason());
    assertThat(reasons.get("maxDrop").asDouble()).isEqualTo(0.3);

    TuneResult again = tune(TestData.TEST.toString(), 0.3, 0.5, 9);
    assertThat(again.kept()).isEqualTo(result.kept());
    assertThat(again.heldBack()).isEqualTo(result.heldBack());
  }

  @Test
  void withoutLabelsAgreementCounts() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    TestData.fmnistImages(images, 80);
    TuneResult result = tune(images.toString(), 40, 0.3, 2);

    assertThat(result.metric()).isEqualTo(Metric.AGREEMENT);
    assertThat(result.search().fp32()).isEqualTo(1);
    assertThat(result.kept()).isEmpty();
    assertThat(Files.readString(folder.resolve("tuned.table"), UTF_8))
        .isEqualTo(Files.readString(Path.of(TABLE), UTF_8));
  }

  @Test
  void saysThatNoSampleIsLeft() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    TestData.fmnistImages(images, 1);
    assertThatThrownBy(() -> tune(images.toString(), 1, 0.5, 1))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no usable sample is left for ");
    assertThat(folder.resolve("tuned.table")).doesNotExist();
    assertThat(folder.resolve("tuned.table.json")).doesNotExist();
  }

  @Test
  void numbersAreChecked() {
    assertThatThrownBy(() -> tune("x", -1, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max-drop is -1.0, must be 0 to 100 percentage points");
    assertThatThrownBy(() -> tune("x", 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("held-back is 1.0, must be between 0 and 1: a share of the samples");
  }
}
