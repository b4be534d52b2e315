package dev.vernier.spark.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.spark.SparkExtension;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How the statistics of many partitions become one. Run as a program it takes the numbers of blobs
 * and partitions and prints what that took on the driver.
 */
@ExtendWith(SparkExtension.class)
class ReductionTest {
  private static final float RANGE = 10f;
  private static final int ELEMENTS = 2000;

  /** Prints seconds, and the most memory that was left after a collection. */
  public static void main(String[] args) {
    int blobs = Integer.parseInt(args[0]);
    int partitions = Integer.parseInt(args[1]);
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf())) {
      long start = System.nanoTime();
      PassResult<TapStatistics> all = reduce(context, blobs, partitions);
      double seconds = (System.nanoTime() - start) / 1e9;
      long peak =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getPeakUsage)
              .mapToLong(usage -> usage.getUsed() >> 20)
              .sum();
      System.out.println(
          all.samples()
              + " samples, "
              + all.statistics().size()
              + " blobs, "
              + partitions
              + " partitions: "
              + seconds
              + " s, heap at most "
              + peak
              + " of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB");
    }
  }

  private static PassResult<TapStatistics> reduce(
      JavaSparkContext context, int blobs, int partitions) {
    List<Integer> seeds = IntStream.range(0, partitions).boxed().toList();
    JavaRDD<PassResult<TapStatistics>> parts =
        context.parallelize(seeds, partitions).map(seed -> part(blobs, seed));
    return PassResult.reduce(parts, TapStatistics::merge);
  }

  /** What a task might have found: magnitudes as of a normal distribution. */
  private static PassResult<TapStatistics> part(int blobs, int seed) {
    Random random = new Random(seed);
    float[] values = new float[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
      values[i] = (float) random.nextGaussian();
    }
    List<TapStatistics> statistics = new ArrayList<>();
    for (int b = 0; b < blobs; b++) {
      Histogram histogram = new Histogram(RANGE);
      histogram.add(values, 0, ELEMENTS - b, KernelProvider.SCALAR.kernels().statistics());
      statistics.add(new TapStatistics(histogram, new ArrayList<>()));
    }
    PassResult<TapStatistics> result = new PassResult<>(statistics);
    result.countSample();
    if (seed % 3 == 0) {
      result.countBad("sample-" + seed, "made up");
    }
    return result;
  }

  @Test
  void isTheSameForAnyNumberOfPartitions(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    for (int partitions : new int[] {1, 2, 7, 64}) {
      PassResult<TapStatistics> found = reduce(context, 5, partitions);
      PassResult<TapStatistics> expected = part(5, 0);
      for (int seed = 1; seed < partitions; seed++) {
        expected.merge(part(5, seed), TapStatistics::merge);
      }
      assertThat(found.samples()).isEqualTo(partitions);
      assertThat(found.bad().count()).isEqualTo((partitions + 2) / 3);
      assertThat(TapStatistics.histograms(found.statistics()))
          .as("%d partitions", partitions)
          .isEqualTo(TapStatistics.histograms(expected.statistics()));
    }
  }

  @Test
  void ofNoPartitionsIsNothing(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<PassResult<TapStatistics>> none = context.emptyRDD();
    PassResult<TapStatistics> found = PassResult.reduce(none, TapStatistics::merge);
    assertThat(found.samples()).isZero();
    assertThat(found.statistics()).isEmpty();
  }
}
