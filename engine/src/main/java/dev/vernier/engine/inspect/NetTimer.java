package dev.vernier.engine.inspect;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import java.util.Arrays;
import java.util.Map;

/** Times a net the way benchncnn does: the same sample over and over, after a warm-up. */
public final class NetTimer {
  private static final long WARM_UP_NANOS = 2_000_000_000L;

  /**
   * What was measured.
   *
   * @param loops timed runs
   * @param minMillis the fastest run of a sample, in milliseconds
   * @param medianMillis the median run of a sample, in milliseconds
   * @param maxMillis the slowest run of a sample, in milliseconds
   * @param imagesPerSecond samples a second at the median
   * @param gflops billions of float operations a second at the median, two a multiply-add
   */
  public record Timing(
      int loops,
      double minMillis,
      double medianMillis,
      double maxMillis,
      double imagesPerSecond,
      double gflops) {}

  private NetTimer() {}

  /**
   * Runs a net for its outputs, warms up for two seconds or as many loops as are timed, whichever
   * takes longer, then times.
   *
   * @param inputs a mat for each input whose shape the net does not tell
   * @param batch samples in a run; times are given for one
   * @param loops timed runs, at least 1
   */
  public static Timing time(Net net, Option option, Map<String, Mat> inputs, int batch, int loops) {
    Map<String, Mat> mats = InputShapes.resolve(net, inputs);
    int[] outputs = net.outputs().stream().mapToInt(Blob::index).toArray();
    Extractor extractor = net.extractor(option);
    long start = System.nanoTime();
    int warmed = 0;
    while (warmed < loops || System.nanoTime() - start < WARM_UP_NANOS) {
      run(extractor, mats, outputs, batch);
      warmed++;
    }
    double[] millis = new double[loops];
    for (int loop = 0; loop < loops; loop++) {
      long before = System.nanoTime();
      run(extractor, mats, outputs, batch);
      millis[loop] = (System.nanoTime() - before) / 1e6 / batch;
    }
    Arrays.sort(millis);
    double median = (millis[(loops - 1) / 2] + millis[loops / 2]) / 2;
    long multiplyAdds = NetSummary.of(net, mats).multiplyAdds();
    return new Timing(
        loops,
        millis[0],
        median,
        millis[loops - 1],
        1000 / median,
        2 * multiplyAdds / (median * 1e6));
  }

  private static void run(Extractor extractor, Map<String, Mat> inputs, int[] outputs, int batch) {
    for (int sample = 0; sample < batch; sample++) {
      inputs.forEach(extractor::input);
      extractor.extract(outputs);
    }
  }
}
