package dev.vernier.benchmarks;

import dev.vernier.engine.kernel.vector.PackedColumns;
import dev.vernier.engine.kernel.vector.PackedRows;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Random;

/**
 * Prints the core's fp32 peak, the rate of a packed 1024³ matrix product, and the one as a share of
 * the other, both measured by turns in one run.
 */
public final class GemmPeak {
  private static final int SIZE = 1024;
  private static final int FMA_STEPS = 2_000_000;
  private static final int ROUNDS = 60;

  /** Its CPU time leaves out what other processes took. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private GemmPeak() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    Random random = new Random(1);
    PackedRows a = PackedRows.of(SIZE, SIZE, randoms(random), 0, null, 0);
    PackedColumns b = PackedColumns.of(SIZE, SIZE, randoms(random), 0, SIZE, 1);
    float[] c = new float[SIZE * SIZE];
    float[] tile = new float[PackedRows.tileElements()];
    long gemmOperations = 2L * SIZE * SIZE * SIZE;
    double peak = 0;
    double gemm = 0;
    float used = 0f;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      used += FmaPeak.run(FMA_STEPS, 1e-20f);
      long middle = THREADS.getCurrentThreadCpuTime();
      b.multiply(a, c, 0, SIZE, tile);
      long end = THREADS.getCurrentThreadCpuTime();
      peak = Math.max(peak, FmaPeak.operations(FMA_STEPS) / (double) (middle - start));
      gemm = Math.max(gemm, gemmOperations / (double) (end - middle));
    }
    used += c[SIZE];
    System.out.printf(
        Locale.ROOT,
        "peak %.1f GFLOP/s, packed %d x %d x %d %.1f GFLOP/s, share %.1f %% (best of %d, check"
            + " %s)%n",
        peak,
        SIZE,
        SIZE,
        SIZE,
        gemm,
        100 * gemm / peak,
        ROUNDS,
        Float.isNaN(used) ? "NaN" : "ok");
  }

  private static float[] randoms(Random random) {
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
