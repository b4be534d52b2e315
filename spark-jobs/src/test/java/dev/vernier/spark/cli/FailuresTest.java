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
}
