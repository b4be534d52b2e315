package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.RunningHistogram;
import dev.vernier.engine.quant.SampleHash;
import dev.vernier.engine.quant.ThresholdSearch;
import dev.vernier.spark.config.CalibrateOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Doubles the sample until no threshold moves by as much as was asked for. Thresholds on the way
 * are those of one pass, whose bins merge whatever comes later, so that no sample runs again.
 */
final class Growth {
  private static final int FIRST = 64;
  private static final int FACTOR = 2;

  private final PartPasses passes;
  private final CalibrateOptions options;
  private final ThresholdSearch search;
  private final List<String> blobs;
  private Stability stability;

  Growth(PartPasses passes, CalibrateOptions options, Taps taps) {
    this.passes = passes;
    this.options = options;
    // Where scales are searched with the weights, kl's are what the search starts from.
    this.search =
        options.method().needsColumns() ? CalibrationMethod.KL.search() : options.search();
    this.blobs = taps.blobs();
  }

  /** The parts of the sample whose thresholds have settled, or of all samples. */
  PartPasses.Chosen grow(long[] keys) {
    long[] order = shuffled(keys);
    double limit = options.choice().stablePercent();
    List<Integer> growths = new ArrayList<>();
    List<Double> largestMoves = new ArrayList<>();
    List<Float> before = null;
    for (int wanted = FIRST; ; wanted = (int) Math.min(Integer.MAX_VALUE, (long) wanted * FACTOR)) {
      int count = Math.min(wanted, order.length);
      while (count < order.length && order[count] == order[count - 1]) {
        count++;
      }
      long[] sample = Arrays.copyOf(order, count);
      Arrays.sort(sample);
      PartPasses.Chosen chosen =
          passes.first(sample, true, "calibrate: growing to " + count + " samples");
      growths.add(count);
      List<Float> thresholds = thresholds(passes.running(chosen));
      Map<String, Double> moves = before == null ? Map.of() : moves(before, thresholds);
      double largest = moves.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
      List<String> moving =
          moves.keySet().stream().filter(blob -> moves.get(blob) >= limit).toList();
      boolean settled = before != null && moving.isEmpty();
      if (before != null) {
        largestMoves.add(largest);
        passes.note(said(count, largest, moving, settled));
      }
      if (settled || count == order.length) {
        stability = new Stability(limit, settled, chosen.samples(), growths, largestMoves, moving);
        if (!settled) {
          passes.note(unsettled(before != null));
        }
        return chosen;
      }
      before = thresholds;
    }
  }

  private String said(int count, double largest, List<String> moving, boolean settled) {
    String moved =
        String.format(
            Locale.ROOT,
            "calibrate: with %d samples no threshold has moved more than %.3g %%",
            count,
            largest);
    return settled
        ? moved + ": settled"
        : moved
            + ", "
            + moving.size()
            + " of "
            + blobs.size()
            + " by "
            + options.choice().stablePercent()
            + " % or more";
  }

  private String unsettled(boolean compared) {
    String all = "calibrate: not settled after all " + stability.samples() + " samples: ";
    return compared
        ? all + "the thresholds of " + stability.moving() + " still move"
        : all + "there are too few to compare two growths";
  }

  /** Chance by seed and bytes; the same bytes stay together. */
  private long[] shuffled(long[] keys) {
    long seed = options.choice().seed();
    return Arrays.stream(keys)
        .boxed()
        .sorted(
            Comparator.comparingLong((Long key) -> SampleHash.with(key, seed))
                .thenComparing(Comparator.naturalOrder()))
        .mapToLong(Long::longValue)
        .toArray();
  }

  private List<Float> thresholds(List<RunningHistogram> running) {
    return passes.merged(running).stream()
        .collect(
            Collectors.toMap(
                LayerStatistics::blob, layer -> layer, (one, same) -> one, TreeMap::new))
        .values()
        .parallelStream()
        .map(layer -> search.search(layer.input()).threshold())
        .toList();
  }

  private Map<String, Double> moves(List<Float> before, List<Float> now) {
    List<String> sorted = blobs.stream().sorted().toList();
    Map<String, Double> moves = new TreeMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      double from = before.get(i);
      double to = now.get(i);
      moves.put(sorted.get(i), from == to ? 0 : 100 * Math.abs(to - from) / Math.max(from, to));
    }
    return moves;
  }

  /** How that went. */
  Stability stability() {
    return stability;
  }
}
