package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.TestData;
import dev.vernier.spark.config.AnswerOptions;
import dev.vernier.spark.config.EvaluateOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The settings in a report. */
class RunFactsTest {

  private static InputOptions input(String path) {
    return InputOptions.of(SampleSourceOptions.of(path), PreprocessOptions.DEFAULT);
  }

  private static EvaluateOptions options(InputOptions... inputs) {
    return new EvaluateOptions(
        TestData.fmnistNet(),
        Int8Options.ofTable("s3a://KEY:SECRET@bucket/a.table"),
        List.of(inputs),
        AnswerOptions.DEFAULT,
        3,
        RunOptions.DEFAULT);
  }

  @Test
  void optionsAreListedFlatWithoutThoseThatAreEmpty() {
    assertThat(RunFacts.settings(options(input("a.parquet"))))
        .containsEntry("net.param", TestData.fmnistNet().param())
        .containsEntry("inputs.source.path", "a.parquet")
        .containsEntry("worst", "3")
        .containsEntry("run.mode", "PERMISSIVE")
        .doesNotContainKeys("answers.keys", "int8.files");
  }

  @Test
  void severalInputsAreNumbered() {
    assertThat(RunFacts.settings(options(input("a"), input("b"))))
        .containsEntry("inputs.1.source.path", "a")
        .containsEntry("inputs.2.source.path", "b");
  }

  @Test
  void usersOfUrisAreLeftOut() {
    assertThat(RunFacts.settings(options(input("hdfs://me@host/x"))))
        .containsEntry("int8.table", "s3a://***@bucket/a.table")
        .containsEntry("inputs.source.path", "hdfs://***@host/x");
  }
}
