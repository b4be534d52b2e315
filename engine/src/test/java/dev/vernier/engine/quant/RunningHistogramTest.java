package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.kernel.StatisticsKernels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunningHistogramTest {
  private static final StatisticsKernels KERNELS = KernelProvider.AUTO.kernels().statistics();

  private static RunningHistogram of(float[]... samples) {
    RunningHistogram histogram = new RunningHistogram();
    for (float[] sample : samples) {
      histogram.add(sample, 0, sample.length, KERNELS);
    }
    return histogram;
  }

  /** Samples whose magnitudes grow and shrink over six powers of two. */
  private static List<float[]> samples() {
    Random random = new Random(3);
    List<float[]> samples = new ArrayList<>();
    for (int s = 0; s < 20; s++) {
      float[] sample = new float[4000];
      double scale = Math.pow(2, 6 * random.nextDouble() - 3);
      for (int i = 0; i < sample.length; i++) {
        sample[i] = random.nextInt(5) == 0 ? 0f : (float) (random.nextGaussian() * scale);
      }
      samples.add(sample);
    }
    return samples;
  }

  @Test
  void partsAndTheirOrderMakeNoDifference() {
    List<float[]> samples = samples();
    RunningHistogram whole = of(samples.toArray(float[][]::new));
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(samples, new Random(seed));
      RunningHistogram merged = new RunningHistogram();
      for (int from = 0; from < samples.size(); from += 3) {
        List<float[]> part = samples.subList(from, Math.min(samples.size(), from + 3));
        merged.merge(of(part.toArray(float[][]::new)));
      }
      assertThat(merged.merge(new RunningHistogram())).isEqualTo(whole);
    }
  }

  @Test
  void itsBinsDifferFromExactOnesByWhatLiesAtTheirEdges() {
    float[][] samples = samples().toArray(float[][]::new);
    RunningHistogram once = of(samples);
    Histogram exact = new Histogram(once.absMax().value());
    for (float[] sample : samples) {
      exact.add(sample, 0, sample.length, KERNELS);
    }
    Histogram found = once.histogram();
    assertThat(found.absMax()).isEqualTo(exact.absMax());
    assertThat(found.total()).isEqualTo(exact.total());
    long sum = 0;
    long exactSum = 0;
    for (int i = 0; i < Histogram.BINS; i++) {
      sum += found.count(i);
      exactSum += exact.count(i);
      long neighbours = exact.count(i) + (i + 1 < Histogram.BINS ? exact.count(i + 1) : 0);
      assertThat(Math.abs(sum - exactSum)).as("up to bin %d", i).isLessThanOrEqualTo(neighbours);
    }
  }

  @Test
  void isExactWhereAbsMaxIsAPowerOfTwo() {
    float[] values = new float[5000];
    Random random = new Random(9);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 8 - 4;
    }
    values[17] = -4f;
    Histogram exact = new Histogram(4f);
    exact.add(values, 0, values.length, KERNELS);
    assertThat(of(values).histogram().counts()).isEqualTo(exact.counts());
  }

  @Test
  void travelsWhole() throws IOException, ClassNotFoundException {
    RunningHistogram sent = of(samples().toArray(float[][]::new));
    float[] many = new float[300_000];
    Arrays.fill(many, 0.25f);
    sent.merge(of(many));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    assertThat(bytes.size()).isLessThan(200_000);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(sent);
    }
  }

  @Test
  void zerosAloneMakeAnEmptyHistogram() {
    Histogram found = of(new float[100]).histogram();
    assertThat(found.absMax()).isZero();
    assertThat(found.total()).isZero();
    assertThat(of(new float[100]).merge(of(new float[] {1f, 0f})).histogram().total()).isOne();
  }

  @Test
  void nanAndInfinityAreCountedApart() {
    RunningHistogram histogram =
        of(new float[] {1f, Float.NaN, -2f, Float.NEGATIVE_INFINITY}, new float[] {0.5f, 0f});
    assertThat(histogram.absMax().value()).isEqualTo(2f);
    assertThat(histogram.absMax().nans()).isOne();
    assertThat(histogram.absMax().infinities()).isOne();
    assertThat(histogram.histogram().total()).isEqualTo(3);
  }

  @Test
  void theLargestAndTheSmallestFloatsHaveBins() {
    float[] large = {Float.MAX_VALUE, 1e38f, -3e38f};
    assertThat(of(large).histogram().total()).isEqualTo(3);
    float[] small = {Float.MIN_VALUE, -2 * Float.MIN_VALUE, Float.MIN_NORMAL};
    assertThat(of(small).histogram().total()).isEqualTo(3);
    long[] both = of(small, large).histogram().counts();
    assertThat(LongStream.of(both).sum()).isEqualTo(6);
    assertThat(both[0]).isEqualTo(3);
  }

  @Test
  void countsEqualElements() {
    float[] values = new float[200_000];
    Arrays.fill(values, -0.75f);
    values[0] = 1f;
    Histogram found = of(values, values).histogram();
    assertThat(found.count(3 * Histogram.BINS / 4)).isEqualTo(399_998L);
    assertThat(found.total()).isEqualTo(400_000L);
  }

  @Test
  void tinyActivationsAreCounted() {
    float[] values = {Float.MIN_VALUE, -Float.MIN_NORMAL, 0f, 1e-35f};
    Histogram found = of(values).histogram();
    assertThat(found.total()).isEqualTo(3L);
    RunningHistogram grown = of(values, new float[] {0x1p-90f});
    assertThat(grown.histogram().count(0)).isEqualTo(3L);
  }
}
