package dev.vernier.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BadRecordTallyTest {

  @Test
  void keepsTheFirstTenByNameWhateverTheOrderAndTheParts() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      names.add("image-" + (char) ('a' + i));
    }
    for (long seed = 1; seed <= 5; seed++) {
      Collections.shuffle(names, new Random(seed));
      BadRecordTally left = new BadRecordTally();
      BadRecordTally right = new BadRecordTally();
      for (int i = 0; i < names.size(); i++) {
        (i < 7 ? left : right).add(names.get(i), "broken");
      }
      left.merge(right);

      assertThat(left.count()).isEqualTo(25);
      assertThat(left.first())
          .as("seed %d", seed)
          .extracting(BadRecord::name)
          .containsExactly(
              "image-a", "image-b", "image-c", "image-d", "image-e", "image-f", "image-g",
              "image-h", "image-i", "image-j");
    }
  }
}
