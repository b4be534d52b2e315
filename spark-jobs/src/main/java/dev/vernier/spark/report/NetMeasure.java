package dev.vernier.spark.report;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import java.util.Arrays;
import java.util.Map;

/** Times two nets on the same sample, by turns, so that what else the machine does meets both. */
final class NetMeasure {
  private static final long WARM_UP_NANOS = 700_000_000L;
  private static final long TIMED_NANOS = 700_000_000L;
  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 1000;

  private NetMeasure() {}

  /**
   * What was measured.
   *
   * @param realMillis median milliseconds of the first net
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
    double[] firstMillis = new double[MOST_RUNS];
    double[] secondMillis = new double[MOST_RUNS];
    int runs = 0;
    start = System.nanoTime();
    while (runs < LEAST_RUNS || runs < MOST_RUNS && System.nanoTime() - start < TIMED_NANOS) {
      firstMillis[runs] = millis(first);
      secondMillis[runs] = millis(second);
      runs++;
    }
    return new Speeds(median(firstMillis, runs), median(secondMillis, runs), runs);
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

  private static double median(double[] values, int count) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }
}
