package dev.vernier.spark.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;

/**
 * What all tasks of this JVM have decoded and run, whatever job they are of; safe for any number of
 * threads. It counts whether or not somebody looks.
 */
public final class SampleMetrics {
  private static final Timer DECODE = new Timer();
  private static final Timer INFERENCE = new Timer();
  private static final Counter BAD_RECORDS = new Counter();

  private SampleMetrics() {}

  /** A sample was decoded in this time. */
  public static void decoded(long nanos) {
    DECODE.update(nanos, TimeUnit.NANOSECONDS);
  }

  /** A sample went through the net in this time. */
  public static void inferred(long nanos) {
    INFERENCE.update(nanos, TimeUnit.NANOSECONDS);
  }

  /** A record was bad. */
  public static void bad() {
    BAD_RECORDS.inc();
  }

  /** Shows them as {@code decode}, {@code inference} and {@code badRecords}. */
  static void register(MetricRegistry registry) {
    registry.register("decode", DECODE);
    registry.register("inference", INFERENCE);
    registry.register("badRecords", BAD_RECORDS);
  }
}
