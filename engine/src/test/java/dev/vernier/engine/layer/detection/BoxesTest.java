package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxesTest {

  private static int[] labels(Boxes boxes) {
    int[] labels = new int[boxes.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = boxes.label(i);
    }
    return labels;
  }

  /** Two squares of area 4 share 2 of the 6 that they cover. */
  @ParameterizedTest
  @CsvSource({"0.30, 1", "0.34, 2"})
  void dropsABoxThatSharesMoreThanTheThreshold(float threshold, int kept) {
    Boxes boxes = new Boxes();
    boxes.add(0, 0, 2, 2, 0.9f, 1);
    boxes.add(1, 0, 3, 2, 0.8f, 2);
    boxes.suppressOverlaps(threshold, 10);
    assertThat(boxes.size()).isEqualTo(kept);
    assertThat(boxes.label(0)).isEqualTo(1);
  }

  @Test
  void comparesWithKeptBoxesOnly() {
    Boxes boxes = new Boxes();
    boxes.add(0, 0, 4, 1, 0.9f, 1);
    boxes.add(1, 0, 5, 1, 0.8f, 2);
    boxes.add(2, 0, 6, 1, 0.7f, 3);
    boxes.add(9, 9, 10, 10, 0.6f, 4);
    // The second goes (3 of 5 shared); the third shares 3 of 5 with it alone, 2 of 6 with the
    // first.
    boxes.suppressOverlaps(0.5f, 10);
    assertThat(labels(boxes)).containsExactly(1, 3, 4);
    assertThat(boxes.left(1)).isEqualTo(2f);
    assertThat(boxes.score(2)).isEqualTo(0.6f);
  }

  @Test
  void stopsWhenEnoughAreKept() {
    Boxes boxes = new Boxes();
    for (int i = 0; i < 5; i++) {
      boxes.add(2 * i, 0, 2 * i + 1, 1, 1f, i);
    }
    boxes.suppressOverlaps(0.5f, 3);
    assertThat(labels(boxes)).containsExactly(0, 1, 2);
  }

  @Test
  void sortsBoxesWithTheirScores() {
    Boxes boxes = new Boxes();
    boxes.addCentred(1, 2, 2, 4, 0.1f, 1);
    boxes.addCentred(10, 20, 2, 4, 0.9f, 2);
    boxes.sortByScore();
    assertThat(labels(boxes)).containsExactly(2, 1);
    assertThat(boxes.left(0)).isEqualTo(9f);
    assertThat(boxes.top(0)).isEqualTo(18f);
    assertThat(boxes.right(0)).isEqualTo(11f);
    assertThat(boxes.bottom(0)).isEqualTo(22f);
    boxes.keepFirst(1);
    assertThat(labels(boxes)).containsExactly(2);
  }

  @Test
  void growsAndAppends() {
    Boxes boxes = new Boxes();
    for (int i = 0; i < 1000; i++) {
      boxes.add(i, i, i, i, i, i);
    }
    Boxes all = new Boxes();
    all.addAll(boxes);
    all.addAll(boxes);
    assertThat(all.size()).isEqualTo(2000);
    assertThat(all.bottom(1999)).isEqualTo(999f);
    assertThat(all.label(1000)).isZero();
    all.clear();
    assertThat(all.size()).isZero();
  }
}
