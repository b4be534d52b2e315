package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    assertThat(Secrets.masked("hdfs://me@nn:8020/a@b.png, file:/a@b, s3a:/K:S@x"))
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

  @Test
  void showsNoneWhereUsageIsWrong() {
    Vernier unknown =
        Vernier.run(
            "calibrate", "--param=p", "--bin=b", "--table=t", "s3a://KEY:SECRET@bucket/images");
    Vernier config =
        Vernier.run(
            "calibrate", "--config", "s3a://KEY:SECRET@bucket/calibrate.conf", "--table", "t");

    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("s3a://***@bucket/images");
    assertThat(config.exitCode()).isEqualTo(2);
    assertThat(unknown.err() + config.err()).doesNotContain("SECRET");
  }

  @Test
  void showsNoneInResults() throws IOException {
    StringWriter said = new StringWriter();
    try (PrintWriter out = new PrintWriter(said)) {
      new CommonArguments()
          .print(out, "s3a://KEY:SECRET@bucket/t", (to, table) -> to.println("table: " + table));
    }
    assertThat(said).hasToString("table: s3a://***@bucket/t" + System.lineSeparator());
  }
}
