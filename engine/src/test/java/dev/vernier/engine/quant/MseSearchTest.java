package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.kernel.Int8;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MseSearchTest {

  private static Threshold search(float[] data) {
    AbsMax absMax = new AbsMax();
    absMax.add(data, 0, data.length);
    Histogram histogram = new Histogram(absMax.value());
    histogram.add(data, 0, data.length);
    return new MseSearch().search(BlobStatistics.of(absMax, histogram));
  }

  private static double error(float[] data, double threshold) {
    double sum = 0;
    for (float value : data) {
      double back = Int8.of((float) (value * 127 / threshold)) * threshold / 127;
      sum += (value - back) * (value - back);
    }
    return sum;
  }

  /** On the data itself, not its histogram, hardly any other threshold does better. */
  @Test
  void findsTheThresholdOfLeastErrorOfLongTails() {
    Random random = new Random(11);
    float[] data = new float[50_000];
    for (int i = 0; i < data.length; i++) {
      double gaussian = random.nextGaussian();
      data[i] = (float) (gaussian * gaussian * gaussian);
    }
    Threshold found = search(data);
    double least = Double.POSITIVE_INFINITY;
    for (double threshold = 1; threshold < 80; threshold += 0.25) {
      least = Math.min(least, error(data, threshold));
    }
    assertThat(error(data, found.threshold())).isLessThan(1.02 * least);
    assertThat(found.scale()).isEqualTo(127 / found.threshold());
  }

  @Test
  void clipsNothingWhereAllMagnitudesAreEquallyFrequent() {
    float[] data = new float[10_000];
    for (int i = 0; i < data.length; i++) {
      data[i] = (i + 1) / 10_000f;
    }
    assertThat(search(data).threshold()).isCloseTo(1f, within(0.02f));
  }

  @Test
  void hasNoThresholdForABlobThatIsZero() {
    assertThat(search(new float[10]).degenerate()).isTrue();
  }
}
