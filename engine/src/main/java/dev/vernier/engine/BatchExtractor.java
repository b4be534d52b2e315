package dev.vernier.engine;

import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Packing;
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

  /** Bytes of blobs of all samples of a run, and share of the heap; more is run one by one. */
  private static final long MOST_BYTES = 256L << 20;

  private static final int SHARE_OF_HEAP = 8;

  private final Extractor one;
  private final LaneRun run;
  private final Net net;
  private final Kernels kernels;
  private final boolean prefersPacked;
  private final int lanes;

  /** Shapes for which {@link #together} holds. */
  private Mat[] decided;

  private boolean together;

  BatchExtractor(Net net, Option option) {
    this(net, option, option.kernels().kernels().prefersPacked());
  }

  /**
   * One of a net.
   *
   * @param prefersPacked whether layers that gain by channels side by side gain less by samples
   */
  BatchExtractor(Net net, Option option, boolean prefersPacked) {
    this.net = net;
    this.prefersPacked = prefersPacked;
    this.one = new Extractor(net, option);
    this.kernels = option.kernels().kernels();
    this.lanes = kernels.lanes();
    this.run = new LaneRun(net, option);
  }

  /**
   * How many samples may run at once. Lists of a multiple of these are the fastest; lanes that are
   * left over work for nothing, so that a sample's result does not depend on its company.
   */
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
    List<Mat[]> given = samples.stream().map(sample -> new Mat[] {sample}).toList();
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
    while (found.size() < samples.size()) {
      int next = found.size();
      Mat[] first = samples.get(next);
      if (!sameShapes(first, decided)) {
        decide(inputs, first, targets);
      }
      if (together) {
        int end = next + 1;
        int most = Math.min(samples.size(), next + lanes);
        while (end < most && sameShapes(first, samples.get(end))) {
          end++;
        }
        found.addAll(together(inputs, samples.subList(next, end), targets));
      } else {
        found.add(alone(inputs, first, targets));
      }
    }
    return found;
  }

  private static boolean sameShapes(Mat[] sample, Mat[] other) {
    boolean same = other != null && other.length == sample.length;
    for (int i = 0; same && i < sample.length; i++) {
      same = sample[i].type() == other[i].type() && sample[i].sameShape(other[i]);
    }
    return same;
  }

  /**
   * Whether samples like this one are to be run side by side: at least half of the products must
   * gain by it, and not more with channels side by side, and all blobs fit. Never by time: results
   * must be the same in every run.
   */
  private void decide(int[] inputs, Mat[] sample, int[] targets) {
    decided = null;
    long[] products = new long[2];
    one.observe(
        (layer, bottoms, tops, nanos) -> {
          long count = layer.multiplyAdds(bottoms, tops);
          products[0] += count;
          boolean packed = prefersPacked && layer.packing(kernels) == Packing.SEEKS;
          products[1] += !packed && layer.gainsInLanes(bottoms, tops) ? count : 0;
        });
    try {
      alone(inputs, sample, targets);
    } finally {
      one.observe(null);
      one.clear();
    }
    long most = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    together = lanes > 1 && 2 * products[1] >= products[0] && one.bufferBytes() * lanes <= most;
    decided = sample;
  }

  /** Whether samples of the shape seen last run side by side. */
  boolean runsTogether() {
    return together;
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
