package dev.vernier.spark.tune;

import java.util.Locale;

/** Says why a layer stays fp32. */
final class Reasons {

  private Reasons() {}

  /** One sentence with what was measured. */
  static String of(String layer, TuneJob.Found found) {
    int rank = 0;
    while (!found.ranked().get(rank).layer().equals(layer)) {
      rank++;
    }
    String alone =
        String.format(
            Locale.ROOT,
            "alone in int8 it leaves the output at %.2f dB SQNR and %s at %.2f %% (rank %d of %d)",
            found.ranked().get(rank).sqnr(),
            found.metric().label(),
            100 * found.ranked().get(rank).value(),
            rank + 1,
            found.ranked().size());
    if (!found.searched().contains(layer)) {
      return alone + "; held-back samples fell short without it";
    }
    return String.format(
        Locale.ROOT,
        "%s; with it in int8 and the others kept, %s falls to %.2f %%",
        alone,
        found.metric().label(),
        100 * found.search().outcomeWithout(found.searched(), layer).value());
  }
}
