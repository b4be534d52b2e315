package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.ColumnProduct;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.layer.Quantizable;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scales chosen by a layer's output: {@link OutputSearch}, its search and its trials. */
class OutputSearchTest {
  private static final long SEED = 20261123;

  private final Kernels kernels = OneLayerNet.provider().kernels();
  private final OutputSearch search = new OutputSearch(kernels);

  @Test
  void aTrialComputesByHand() {
    Quantizable layer =
        (Quantizable)
            OneLayerNet.of("InnerProduct", "0=1 1=1 2=2 9=1").weights(0.5f, 1).raw(-1).layer();
    ProductTrial trial =
        new ProductTrial(layer, new Columns(2, new float[] {1, 2, 0, 0.5f}), kernels);
    // Weights become 5 and 10, the columns (2, 4) and (0, 1): sums 50 and 10, a unit is 1/20.
    trial.setInputScale(2);
    trial.setWeightScales(new float[] {10});
    assertThat(trial.output()).containsExactly(1.5f, 0);
    assertThat(trial.squaredError(trial.output())).isZero();
    assertThat(trial.cosine(trial.output())).isEqualTo(1);
    assertThat(trial.power()).isEqualTo(2.25);
    // Now the columns are (1, 2) and (0, 1): sums 25 and 10 of 1/10, before the activation 1.5, 0.
    trial.setInputScale(1);
    assertThat(trial.output()).containsExactly(1.5f, 0);
    assertThat(trial.meanErrors()).containsExactly(-0.25f);
    assertThat(trial.cosine(new float[] {0, 0})).isZero();
    assertThat(trial.cosine(new float[] {3, 4})).isCloseTo(0.6, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "Convolution, 0=4 1=3 4=1 5=1 6=108 9=1, 3, 108, 4, 4, 2",
    "Convolution, 0=4 1=1 5=1 6=12, 3, 12, 4, 4, 2",
    "ConvolutionDepthWise, 0=4 1=3 4=1 5=1 6=36 7=4 9=1, 4, 36, 4, 4, 1",
    "ConvolutionDepthWise, 0=6 1=2 5=1 6=24 7=2, 2, 24, 6, 2, 1",
  })
  void aTrialComputesWhatTheInt8LayerDoes(
      String type, String params, int c, int weights, int outputs, int scales, int term) {
    Random random = new Random(SEED);
    float[] weight = gaussian(random, weights);
    float[] bias = gaussian(random, outputs);
    Quantizable layer =
        (Quantizable) OneLayerNet.of(type, params).weights(weight).raw(bias).layer();
    float[] weightScales = new float[scales];
    for (int i = 0; i < scales; i++) {
      weightScales[i] = 20 + 10 * i;
    }
    Mat bottom = Mat.wrap(gaussian(random, c * 35), 3, 7, 5, 1, c);
    float[] expected =
        OneLayerNet.values(
            OneLayerNet.of(type, params + " 8=" + term)
                .weights(weight)
                .raw(bias)
                .raw(weightScales)
                .raw(40)
                .run(bottom));

    ProductTrial trial = new ProductTrial(layer, columns(layer.columnProduct(), bottom), kernels);
    trial.setInputScale(40);
    trial.setWeightScales(weightScales);
    float[] found = trial.output();

    assertThat(found).as("seed %d", SEED).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as("%d, seed %d", i, SEED).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Convolution, 0=8 1=3 4=1 5=1 6=216 9=1, 3, 216, 8",
    "Convolution, 0=8 1=1 5=1 6=24 9=1, 3, 24, 8",
    "ConvolutionDepthWise, 0=4 1=3 4=1 5=1 6=36 7=4 9=1, 4, 36, 4",
  })
  void eqIsNeverFartherFromTheOutputThanKl(
      String type, String params, int c, int weights, int outputs) {
    Random random = new Random(SEED);
    Quantizable layer =
        (Quantizable)
            OneLayerNet.of(type, params)
                .weights(gaussian(random, weights))
                .raw(gaussian(random, outputs))
                .layer();
    Mat bottom = Mat.wrap(gaussian(random, c * 20 * 20), 3, 20, 20, 1, c);
    bottom.floats()[3] = 15;
    BlobStatistics statistics = statistics(bottom.floats());
    Columns columns = columns(layer.columnProduct(), bottom);

    LayerScales eq = search.search(CalibrationMethod.EQ, layer, statistics, columns);

    assertThat(eq.method()).isEqualTo(CalibrationMethod.EQ);
    assertThat(eq.sqnr()).containsOnlyKeys(CalibrationMethod.KL, CalibrationMethod.EQ);
    float[] absMax = absMaxScales(layer);
    Threshold kl = CalibrationMethod.KL.search().search(statistics);
    double before = cosine(layer, columns, kl.scale(), absMax);
    double after = cosine(layer, columns, eq.threshold().scale(), eq.weightScales());
    assertThat(after).as("seed %d", SEED).isGreaterThan(before);
    assertThat(search.search(CalibrationMethod.EQ, layer, statistics, columns).weightScales())
        .containsExactly(eq.weightScales());
    if (layer.weightBits() == 6) {
      for (int i = 0; i < absMax.length; i++) {
        assertThat(eq.weightScales()[i]).isLessThanOrEqualTo(absMax[i]);
      }
    }
  }

  @Test
  void autoTakesTheLeastError() {
    Random random = new Random(SEED);
    Quantizable layer =
        (Quantizable)
            OneLayerNet.of("InnerProduct", "0=4 2=64").weights(gaussian(random, 64)).layer();
    float[] values = gaussian(random, 16 * 100);
    values[0] = 40;
    Mat bottom = Mat.wrap(values, 2, 16, 100, 1, 1);
    Columns columns = columns(layer.columnProduct(), bottom);

    LayerScales auto = search.search(CalibrationMethod.AUTO, layer, statistics(values), columns);

    assertThat(auto.sqnr().keySet())
        .containsExactly(
            CalibrationMethod.KL,
            CalibrationMethod.ACIQ,
            CalibrationMethod.MINMAX,
            CalibrationMethod.PERCENTILE,
            CalibrationMethod.MSE,
            CalibrationMethod.EQ);
    double best = auto.sqnr().get(auto.method());
    assertThat(auto.sqnr().values()).allSatisfy(sqnr -> assertThat(sqnr).isLessThanOrEqualTo(best));
    ProductTrial trial = new ProductTrial(layer, columns, kernels);
    trial.setInputScale(auto.threshold().scale());
    trial.setWeightScales(auto.weightScales());
    double error = trial.squaredError(trial.output());
    assertThat(10 * Math.log10(trial.power() / error)).isCloseTo(best, within(1e-9));
  }

  @Test
  void withoutColumnsOrValuesKlIsTaken() {
    Quantizable layer =
        (Quantizable) OneLayerNet.of("InnerProduct", "0=1 2=2").weights(1, 2).layer();
    BlobStatistics some = statistics(new float[] {1, 2, 3});
    LayerScales found =
        search.search(CalibrationMethod.AUTO, layer, some, new Columns(2, new float[0]));
    assertThat(found.method()).isEqualTo(CalibrationMethod.KL);
    assertThat(found.threshold()).isEqualTo(CalibrationMethod.KL.search().search(some));
    assertThat(found.sqnr()).isEqualTo(Map.of());

    BlobStatistics zeros = statistics(new float[2]);
    found = search.search(CalibrationMethod.EQ, layer, zeros, new Columns(2, new float[2]));
    assertThat(found.threshold().degenerate()).isTrue();
    assertThat(found.weightScales()).containsExactly(127f / 2);
  }

  @Test
  void refusesColumnsOfAnotherLengthAndOtherMethods() {
    Quantizable layer =
        (Quantizable) OneLayerNet.of("InnerProduct", "0=1 2=2").weights(1, 2).layer();
    BlobStatistics some = statistics(new float[] {1, 2, 3});
    assertThatThrownBy(
            () -> search.search(CalibrationMethod.EQ, layer, some, new Columns(3, new float[3])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("found 1 columns of 3 inputs, expected at least one of 2");
    assertThatThrownBy(
            () -> search.search(CalibrationMethod.MSE, layer, some, new Columns(2, new float[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("method mse does not look at outputs");
    assertThatThrownBy(() -> new Columns(2, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 values do not fall into columns of 2");
  }

  private double cosine(Quantizable layer, Columns columns, float scale, float[] weightScales) {
    ProductTrial trial = new ProductTrial(layer, columns, kernels);
    trial.setInputScale(scale);
    trial.setWeightScales(weightScales);
    return trial.cosine(trial.output());
  }

  private static float[] absMaxScales(Quantizable layer) {
    return WeightScales.of(
            layer.weight().toFloats(),
            layer.scaleCount(),
            layer.weightBits(),
            CalibrationMethod.MINMAX)
        .scales();
  }

  private static Columns columns(ColumnProduct product, Mat bottom) {
    int positions = product.positions(bottom);
    float[] values = new float[positions * product.inputs()];
    float[][] columns = product.columns(bottom, IntStream.range(0, positions).toArray());
    for (int i = 0; i < positions; i++) {
      System.arraycopy(columns[i], 0, values, i * product.inputs(), product.inputs());
    }
    return new Columns(product.inputs(), values);
  }

  private static BlobStatistics statistics(float[] values) {
    AbsMax absMax = new AbsMax();
    absMax.add(values, 0, values.length);
    Histogram histogram = new Histogram(absMax.value());
    histogram.add(values, 0, values.length);
    return BlobStatistics.of(absMax, histogram);
  }

  private static float[] gaussian(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
