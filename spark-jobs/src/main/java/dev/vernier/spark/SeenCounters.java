package dev.vernier.spark;

import dev.vernier.spark.metrics.SampleMetrics;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What the Spark UI shows of a running job. A retried task is counted again, so no result is ever
 * taken from here.
 */
public final class SeenCounters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LongAccumulator samples;
  private final LongAccumulator bad;
  private final LongAccumulator decodeNanos;
  private final LongAccumulator inferenceNanos;

  /** Counters that the UI shows under {@code vernier: ...}. */
  public SeenCounters(SparkContext context) {
    this.samples = context.longAccumulator("vernier: samples seen");
    this.bad = context.longAccumulator("vernier: bad records seen");
    this.decodeNanos = context.longAccumulator("vernier: decode ns");
    this.inferenceNanos = context.longAccumulator("vernier: inference ns");
  }

  /** A sample was decoded in this time. */
  public void decoded(long nanos) {
    decodeNanos.add(nanos);
    SampleMetrics.decoded(nanos);
  }

  /** A sample went through the net in this time. */
  public void sample(long nanos) {
    samples.add(1);
    inferenceNanos.add(nanos);
    SampleMetrics.inferred(nanos);
  }

  /** A record was bad. */
  public void bad() {
    bad.add(1);
    SampleMetrics.bad();
  }
}
