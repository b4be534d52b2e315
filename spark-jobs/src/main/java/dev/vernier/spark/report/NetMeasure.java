package dev.vernier.spark.report;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import java.util.Map;

/**
 * Times two nets on the same sample, by turns, and takes the fastest run of each: what else the
 * machine does, and the compiler at first, only makes runs slower. Ends when a round no longer
 * finds much faster ones.
 */
final class NetMeasure {
  private static final long ROUND_NANOS = 250_000_000L;
  private static final int LEAST_ROUNDS = 3;
  private static final int MOST_ROUNDS = 10;

  /** A round whose best is not this much better than all before has found nothing new. */
  private static final double BETTER = 0.97;

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
    double firstMillis = Double.POSITIVE_INFINITY;
    double secondMillis = Double.POSITIVE_INFINITY;
    int runs = 0;
    boolean better = true;
    for (int round = 0; round < LEAST_ROUNDS || better && round < MOST_ROUNDS; round++) {
      double firstBefore = firstMillis;
      double secondBefore = secondMillis;
      long end = System.nanoTime() + ROUND_NANOS;
      do {
        firstMillis = Math.min(firstMillis, millis(first));
        secondMillis = Math.min(secondMillis, millis(second));
        runs++;
      } while (System.nanoTime() < end);
      better = firstMillis < firstBefore * BETTER || secondMillis < secondBefore * BETTER;
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
