package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.ColumnProduct;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.layer.Quantizable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnSampleTest {
  private static final long SEED = 20261123;

  /** A fully connected layer of 2 inputs: each row of a bottom (2, h) is a column. */
  private static final ColumnProduct ROWS =
      ((Quantizable) OneLayerNet.of("InnerProduct", "0=1 2=2").weights(1, 1).layer())
          .columnProduct();

  @Test
  void isTheSameForAnyPartsInAnyOrder() {
    Random random = new Random(SEED);
    List<Mat> bottoms = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      bottoms.add(rows(i, 1 + random.nextInt(200)));
    }
    Columns whole = gather(bottoms, 1, random);
    assertThat(whole.count()).isEqualTo(2048);
    for (int parts : new int[] {1, 2, 3, 7, 40}) {
      Columns found = gather(bottoms, parts, random);
      assertThat(found).as("%d parts, seed %d", parts, SEED).isEqualTo(whole);
    }
  }

  @Test
  void keepsAllThereAreOfFew() {
    Columns found = gather(List.of(rows(1, 3), rows(2, 1)), 2, new Random(SEED));
    List<Float> firsts = new ArrayList<>();
    for (int i = 0; i < found.count(); i++) {
      firsts.add(found.values()[2 * i]);
    }
    assertThat(firsts).containsExactlyInAnyOrder(1000f, 1001f, 1002f, 2000f);
  }

  @Test
  void samplesContributeAlikeHoweverLarge() {
    List<Mat> bottoms = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bottoms.add(rows(i, i < 10 ? 500 : 10_000));
    }
    Columns found = gather(bottoms, 3, new Random(SEED));
    int ofSmall = 0;
    for (int i = 0; i < found.count(); i++) {
      ofSmall += found.values()[2 * i + 1] < 10 ? 1 : 0;
    }
    // 1024 of 2048 expected, standard deviation 23.
    assertThat(ofSmall).isBetween(924, 1124);
  }

  @Test
  void wantsFewerLongColumns() {
    assertThat(ColumnSample.wanted(9)).isEqualTo(2048);
    assertThat(ColumnSample.wanted(4096)).isEqualTo(128);
    assertThat(ColumnSample.wanted(1 << 20)).isEqualTo(32);
  }

  @Test
  void leavesOutWhatIsNotFinite() {
    Mat bottom =
        Mat.wrap(new float[] {1, Float.NaN, 2, 2, Float.NEGATIVE_INFINITY, 3}, 2, 2, 3, 1, 1);
    assertThat(gather(List.of(bottom), 1, new Random(SEED)).values()).containsExactly(2, 2);
  }

  @Test
  void partsOfDifferentLayersDoNotMerge() {
    ColumnSample sample = new ColumnSample("a", 2, 1);
    assertThatThrownBy(() -> sample.merge(new ColumnSample("b", 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("samples of different layers or runs do not merge");
  }

  @Test
  void hashesTellEveryByteAndWherePartsEnd() {
    byte[] nine = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    byte[] other = nine.clone();
    other[8] = 10;
    assertThat(SampleHash.of(List.of(nine)))
        .isEqualTo(SampleHash.of(List.of(nine.clone())))
        .isNotEqualTo(SampleHash.of(List.of(other)))
        .isNotEqualTo(SampleHash.of(List.of(new byte[] {1, 2, 3, 4}, new byte[] {5, 6, 7, 8, 9})));
  }

  /** Rows (1000·id + row, id). */
  private static Mat rows(int id, int h) {
    float[] values = new float[2 * h];
    for (int row = 0; row < h; row++) {
      values[2 * row] = 1000 * id + row;
      values[2 * row + 1] = id;
    }
    return Mat.wrap(values, 2, 2, h, 1, 1);
  }

  /** Each bottom goes to a part by chance; parts merge in an order of chance. */
  private static Columns gather(List<Mat> bottoms, int parts, Random random) {
    List<ColumnSample> samples = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      samples.add(new ColumnSample("fc", 2, bottoms.size()));
    }
    List<Mat> shuffled = new ArrayList<>(bottoms);
    Collections.shuffle(shuffled, random);
    for (Mat bottom : shuffled) {
      long sample = SampleHash.of(String.valueOf(bottom.floats()[1]));
      samples.get(random.nextInt(parts)).add(ROWS, bottom, sample);
    }
    Collections.shuffle(samples, random);
    ColumnSample merged = new ColumnSample("fc", 2, bottoms.size());
    samples.forEach(merged::merge);
    return merged.columns();
  }
}
