package dev.vernier.engine;

import dev.vernier.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a {@link Net} on many samples, several at a time where that is faster: their elements then
 * lie side by side in the lanes of vectors ({@link Kernels#lanes}), so that images of any size fill
 * them, and a weight that was read serves all. What that gives is equal to sample by sample up to
 * the rounding of sums.
 *
 * <p>Not thread-safe; extractors of one net do not touch each other.
 */
public final class BatchExtractor {

  /** Bytes of blobs of all samples of a run; more would have to come from memory each time. */
  private static final long MOST_BYTES = 256L << 20;

  private final Net net;
  private final Extractor one;
  private final LaneRun run;
  private final int lanes;

  BatchExtractor(Net net, Option option) {
    this.net = net;
    this.one = new Extractor(net, option);
    this.lanes = option.kernels().kernels().lanes();
    this.run = new LaneRun(net, option);
  }

  /** How many samples run at once; lists of a multiple of these are the fastest. */
  public int lanes() {
    return lanes;
  }

  /**
   * Computes one blob of many samples.
   *
   * @param input name of the one blob that is given
   * @param samples its value of each sample; shared, not copied, never written to
   * @param output name of the blob that is wanted
   * @return its value of each sample, with an array of its own
   * @throws NetException if there is no such blob; the message gives the nearest names
   * @throws IllegalArgumentException if a sample has a shape that a layer cannot take
   */
  public List<Mat> extract(String input, List<Mat> samples, String output) {
    List<Mat[]> given = new ArrayList<>(samples.size());
    for (Mat sample : samples) {
      given.add(new Mat[] {sample});
    }
    int[] inputs = {net.blob(input).index()};
    int[] targets = {net.blob(output).index()};
    return extract(inputs, given, targets).stream().map(found -> found[0]).toList();
  }

  /**
   * Computes several blobs of many samples from several.
   *
   * @param inputs indices of the blobs that are given
   * @param samples for each sample their values, in that order
   * @param targets indices of the blobs that are wanted
   * @return for each sample their values, in that order, with arrays of their own
   */
  public List<Mat[]> extract(int[] inputs, List<Mat[]> samples, int[] targets) {
    List<Mat[]> found = new ArrayList<>(samples.size());
    int next = 0;
    while (next < samples.size()) {
      int count = Math.min(lanes, samples.size() - next);
      if (suits(samples.subList(next, next + count))) {
        found.addAll(together(inputs, samples.subList(next, next + count), targets));
        next += count;
      } else {
        found.add(alone(inputs, samples.get(next), targets));
        next++;
      }
    }
    return found;
  }

  /** Whether some samples are to be run side by side: enough of one shape, and small enough. */
  private boolean suits(List<Mat[]> samples) {
    // The first one tells how much memory a sample takes.
    long bytes = one.bufferBytes() * lanes;
    boolean fits = bytes > 0 && bytes <= Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4);
    if (lanes == 1 || samples.size() <= lanes / 2 || !fits) {
      return false;
    }
    for (Mat[] sample : samples) {
      for (int i = 0; i < sample.length; i++) {
        if (sample[i].type() != Mat.Type.FLOAT32 || !sample[i].sameShape(samples.get(0)[i])) {
          return false;
        }
      }
    }
    return true;
  }

  private List<Mat[]> together(int[] inputs, List<Mat[]> samples, int[] targets) {
    Mat[][] given = new Mat[inputs.length][lanes];
    for (int i = 0; i < inputs.length; i++) {
      for (int s = 0; s < lanes; s++) {
        // Lanes that are left over repeat the last sample.
        given[i][s] = samples.get(Math.min(s, samples.size() - 1))[i];
      }
    }
    return Arrays.asList(run.run(inputs, given, targets)).subList(0, samples.size());
  }

  private Mat[] alone(int[] inputs, Mat[] sample, int[] targets) {
    for (int i = 0; i < inputs.length; i++) {
      one.input(inputs[i], sample[i]);
    }
    return one.extract(targets).stream().map(Mat::copy).toArray(Mat[]::new);
  }
}
