package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.NoSuchFileException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void looksThroughWhatSparkWrapsAReasonIn() {
    Exception reason = new IllegalStateException("disk full\nat somewhere");
    assertThat(Failures.describe(new SparkException("Job aborted", reason))).isEqualTo("disk full");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThat(Failures.describe(new NoSuchFileException("net.param")))
        .isEqualTo("net.param: no such file");
  }

  @Test
  void namesAnErrorWithoutAMessage() {
    assertThat(Failures.describe(new NullPointerException())).isEqualTo("NullPointerException");
  }

  @Test
  void showsNoPasswordsOfUris() {
    assertThat(Failures.describe(new IllegalStateException("s3a://KEY:SEC%2fRET@bucket/x: gone")))
        .isEqualTo("s3a://***@bucket/x: gone");
    assertThat(Failures.withoutUsers("hdfs://me@nn:8020/a@b.png, file:/a@b, s3a:/K:S@x"))
        .isEqualTo("hdfs://***@nn:8020/a@b.png, file:/a@b, s3a:/***@x");
  }

  @Test
  void showsNoneWhereTheStackTraceIsAskedFor() {
    Vernier failed =
        Vernier.run(
            "inspect", "--param", "s3a://KEY:SECRET@bucket/n.param", "--bin", "none", "--verbose");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).contains("\tat ").doesNotContain("SECRET");
  }
}
