package dev.vernier.spark.tune;

import dev.vernier.spark.tune.Trials.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for few layers that have to stay fp32. First the shortest beginning of the ranking that is
 * good enough; then those of it are given back, one or several at a time, that can be int8 after
 * all. It ends where no single one can be given back.
 */
final class LayerSearch {
  /** Choices that one pass over the samples scores: its memory grows with them. */
  private static final int CHOICES_A_PASS = 12;

  private final List<String> ranking;
  private final Trials trials;
  private final Map<Set<String>, Outcome> known = new LinkedHashMap<>();

  /**
   * A search.
   *
   * @param ranking all layers that may stay fp32, the most harmful in int8 first
   */
  LayerSearch(List<String> ranking, Trials trials) {
    this.ranking = List.copyOf(ranking);
    this.trials = trials;
  }

  /**
   * The layers to keep, in the order of the ranking; all of them if nothing less will do.
   *
   * @param always layers that are kept anyway
   */
  List<String> search(List<String> always) {
    Set<String> kept = shortestBeginning(always);
    List<String> spare = spare(kept, always);
    while (!spare.isEmpty()) {
      kept = givenBack(kept, spare);
      spare = spare(kept, always);
    }
    return ordered(kept);
  }

  /** The outcome when one of the kept layers is int8 after all. */
  Outcome outcomeWithout(List<String> kept, String layer) {
    return known.get(without(new TreeSet<>(kept), List.of(layer)));
  }

  /** How many choices have been tried. */
  int tried() {
    return known.size();
  }

  private Set<String> shortestBeginning(List<String> always) {
    List<String> rest = ranking.stream().filter(layer -> !always.contains(layer)).toList();
    List<Integer> sizes = new ArrayList<>();
    sizes.add(0);
    for (int size = 1; size < rest.size(); size *= 2) {
      sizes.add(size);
    }
    int fails = -1;
    // Everything in fp32 is the fp32 net itself: it needs no trial.
    int meets = rest.size();
    while (!sizes.isEmpty()) {
      tryAll(sizes.stream().map(size -> beginning(always, rest, size)).toList());
      for (int size : sizes) {
        if (known.get(beginning(always, rest, size)).good()) {
          meets = size;
          break;
        }
        fails = size;
      }
      sizes = between(fails, meets);
    }
    return beginning(always, rest, meets);
  }

  /** Sizes between two, evenly, as many as a pass takes. */
  private static List<Integer> between(int low, int high) {
    Set<Integer> sizes = new LinkedHashSet<>();
    int gap = high - low;
    for (int i = 1; i <= CHOICES_A_PASS; i++) {
      int size = low + (int) ((long) gap * i / (CHOICES_A_PASS + 1));
      if (size > low && size < high) {
        sizes.add(size);
      }
    }
    if (sizes.isEmpty() && gap > 1) {
      sizes.add(low + 1);
    }
    return new ArrayList<>(sizes);
  }

  private static Set<String> beginning(List<String> always, List<String> rest, int size) {
    Set<String> kept = new TreeSet<>(always);
    kept.addAll(rest.subList(0, size));
    return kept;
  }

  /** Layers of which each alone can be given back, the least harmful first. */
  private List<String> spare(Set<String> kept, List<String> always) {
    List<String> layers = ordered(kept).stream().filter(layer -> !always.contains(layer)).toList();
    tryAll(layers.stream().map(layer -> without(kept, List.of(layer))).toList());
    Comparator<String> byOutput =
        Comparator.comparingDouble(layer -> known.get(without(kept, List.of(layer))).noise());
    return layers.stream()
        .filter(layer -> known.get(without(kept, List.of(layer))).good())
        .sorted(byOutput)
        .toList();
  }

  /** Without as many of the spare layers as can go together, but for the first at least. */
  private Set<String> givenBack(Set<String> kept, List<String> spare) {
    List<Integer> counts = new ArrayList<>();
    for (int count = 2; count < spare.size(); count *= 2) {
      counts.add(count);
    }
    if (spare.size() > 1) {
      counts.add(spare.size());
    }
    tryAll(counts.stream().map(count -> without(kept, spare.subList(0, count))).toList());
    int most = 1;
    for (int count : counts) {
      if (known.get(without(kept, spare.subList(0, count))).good()) {
        most = count;
      }
    }
    return without(kept, spare.subList(0, most));
  }

  private static Set<String> without(Set<String> kept, List<String> layers) {
    Set<String> rest = new TreeSet<>(kept);
    rest.removeAll(new TreeSet<>(layers));
    return rest;
  }

  private List<String> ordered(Set<String> kept) {
    return ranking.stream().filter(kept::contains).toList();
  }

  private void tryAll(List<Set<String>> choices) {
    List<Set<String>> missing =
        choices.stream().filter(choice -> !known.containsKey(choice)).distinct().toList();
    for (int from = 0; from < missing.size(); from += CHOICES_A_PASS) {
      List<Set<String>> some =
          missing.subList(from, Math.min(missing.size(), from + CHOICES_A_PASS));
      List<Outcome> outcomes = trials.run(some);
      for (int i = 0; i < some.size(); i++) {
        known.put(some.get(i), outcomes.get(i));
      }
    }
  }
}
