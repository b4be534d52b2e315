package dev.vernier.spark.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.tune.Trials.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LayerSearchTest {
  private static final long SEED = 20261123;

  private final List<Integer> passes = new ArrayList<>();

  private LayerSearch search(List<String> ranking, Predicate<Set<String>> good) {
    return new LayerSearch(
        ranking,
        choices -> {
          passes.add(choices.size());
          return choices.stream()
              .map(kept -> new Outcome(good.test(kept), kept.size(), 1.0 / (1 + kept.size())))
              .toList();
        });
  }

  private static List<String> names(int n) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      names.add(String.format(Locale.ROOT, "layer%03d", i));
    }
    return names;
  }

  @Test
  void nothingIsKeptWhereNothingHarms() {
    assertThat(search(names(40), kept -> true).search(List.of())).isEmpty();
    assertThat(passes).hasSize(1);
  }

  @Test
  void allIsKeptWhereNothingElseWillDo() {
    List<String> names = names(7);
    assertThat(search(names, kept -> kept.size() == 7).search(List.of())).isEqualTo(names);
    assertThat(search(names(1), kept -> false).search(List.of())).containsExactly("layer000");
  }

  @Test
  void layersThatRankHighAndDoNoHarmAreGivenBack() {
    Set<String> needed = Set.of("layer003", "layer011", "layer029");
    LayerSearch search = search(names(60), kept -> kept.containsAll(needed));
    assertThat(search.search(List.of())).containsExactly("layer003", "layer011", "layer029");
    assertThat(search.outcomeWithout(new ArrayList<>(needed), "layer011").good()).isFalse();
  }

  @Test
  void theEndIsAChoiceThatNoSingleLayerCanLeave() {
    for (int round = 0; round < 50; round++) {
      long seed = SEED + round;
      Random random = new Random(seed);
      List<String> names = names(1 + random.nextInt(50));
      double[] harm = names.stream().mapToDouble(name -> random.nextDouble()).toArray();
      double allowed = random.nextDouble() * names.size() / 2;
      Predicate<Set<String>> good =
          kept -> {
            double sum = 0;
            for (int i = 0; i < harm.length; i++) {
              sum += kept.contains(names.get(i)) ? 0 : harm[i];
            }
            return sum <= allowed;
          };
      List<String> kept = search(names, good).search(List.of());
      assertThat(good.test(new TreeSet<>(kept))).as("seed %d", seed).isTrue();
      for (String layer : kept) {
        Set<String> less = new TreeSet<>(kept);
        less.remove(layer);
        assertThat(good.test(less)).as("seed %d without %s", seed, layer).isFalse();
      }
    }
  }

  @Test
  void whatIsKeptAnywayStays() {
    Set<String> needed = Set.of("layer005", "layer008");
    assertThat(
            search(names(20), kept -> kept.containsAll(needed))
                .search(List.of("layer001", "layer005")))
        .containsExactly("layer001", "layer005", "layer008");
  }

  @Test
  void aPassScoresADozenChoicesAtMost() {
    search(names(300), kept -> kept.size() > 250).search(List.of());
    assertThat(passes).allMatch(size -> size <= 12);
  }
}
