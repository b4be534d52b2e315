package dev.vernier.spark.report;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import java.util.Map;

/**
 * Times two nets on the same sample, by turns, and takes the fastest run of each: what else the
 * machine does only makes runs slower.
 */
final class NetMeasure {
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long TIMED_NANOS = 800_000_000L;
  private static final int LEAST_RUNS = 3;

  private NetMeasure() {}

  /**
   * What was measured.
   *
   * @param realMillis milliseconds of the first net's fastest run
   * @param int8Millis of the second
   * @param runs how often each was timed
   */
  record Speeds(double realMillis, double int8Millis, int runs) {}

  /** Runs both nets for all their outputs. */
  static Speeds of(Net real, Net int8, Map<String, Mat> inputs, Option option) {
    Runnable first = runner(real, inputs, option);
    Runnable second = runner(int8, inputs, option);
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      first.run();
      second.run();
    }
    double firstMillis = Double.POSITIVE_INFINITY;
    double secondMillis = Double.POSITIVE_INFINITY;
    int runs = 0;
    start = System.nanoTime();
    while (runs < LEAST_RUNS || System.nanoTime() - start < TIMED_NANOS) {
      firstMillis = Math.min(firstMillis, millis(first));
      secondMillis = Math.min(secondMillis, millis(second));
      runs++;
    }
    return new Speeds(firstMillis, secondMillis, runs);
  }

  private static Runnable runner(Net net, Map<String, Mat> inputs, Option option) {
    Extractor extractor = net.extractor(option);
    int[] outputs = net.outputs().stream().mapToInt(Blob::index).toArray();
    return () -> {
      inputs.forEach(extractor::input);
      extractor.extract(outputs);
    };
  }

  private static double millis(Runnable run) {
    long before = System.nanoTime();
    run.run();
    return (System.nanoTime() - before) / 1e6;
  }
}
