package dev.vernier.benchmarks;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.kernel.Scratch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/** Multiply-adds a nanosecond of the ways in which Java can sum products of int8. */
public final class Int8Products {
  private static final int K = 576;
  private static final int OUTPUTS = 96;
  private static final int PIXELS = 576;
  private static final int ROUNDS = 60;
  private static final long PRODUCTS_PER_ROUND = 20_000_000;

  /** Its CPU time leaves out what other processes took. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Int8Products() {}

  /** Takes nothing. */
  public static void main(String[] args) {
    print("whole numbers in floats", (long) OUTPUTS * PIXELS * K, floats());
    for (int run : new int[] {2, 8, 16, 32, 64}) {
      print(
          "16-bit lanes, runs of " + run,
          16L * ShortLanes.ROWS * ShortLanes.COLUMNS * K,
          lanes(run));
    }
    short[] a = new short[2 * K];
    short[] b = new short[2 * K];
    int[] sums = new int[K];
    print("acc[i] += a[2i]*b[2i] + …", 2L * K, () -> pairs(a, b, sums));
    int[] sum = new int[1];
    print("sum += a[2i]*b[2i] + …", 2L * K, () -> sum[0] += dotOfPairs(a, b));
    print("sum += a[i]*b[i], shorts", 2L * K, () -> sum[0] += dot(a, b));
    byte[] c = new byte[2 * K];
    byte[] d = new byte[2 * K];
    print("sum += a[i]*b[i], bytes", 2L * K, () -> sum[0] += dot(c, d));
  }

  private static void print(String name, long products, Runnable work) {
    long repeats = Math.max(1, PRODUCTS_PER_ROUND / products);
    double rate = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (long i = 0; i < repeats; i++) {
        work.run();
      }
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      rate = Math.max(rate, repeats * products / (double) nanos);
    }
    System.out.printf(Locale.ROOT, "%-28s %6.1f products/ns%n", name, rate);
  }

  /** A 1 × 1 convolution as the int8 layers run it, without what surrounds the sums. */
  private static Runnable floats() {
    ConvolutionShape shape = new ConvolutionShape(K, OUTPUTS, 1, 1, 1, 1, 1, 1, 1);
    ConvolutionKernel kernel =
        KernelProvider.VECTOR
            .kernels()
            .convolution(shape, new float[OUTPUTS * K], null, Activation.NONE);
    float[] src = new float[K * PIXELS];
    float[] dst = new float[OUTPUTS * PIXELS];
    float[][] arrays = new float[Scratch.SLOTS][1 << 17];
    Scratch scratch = (slot, length) -> arrays[slot];
    return () -> kernel.run(src, PIXELS, 1, 0, 0, 0f, dst, PIXELS, 1, scratch);
  }

  private static Runnable lanes(int run) {
    int[] a = new int[16 * ShortLanes.ROWS * K];
    short[] b = new short[K * ShortLanes.COLUMNS];
    int[] c = new int[ShortLanes.ROWS * ShortLanes.COLUMNS];
    return () -> {
      for (int tile = 0; tile < 16; tile++) {
        ShortLanes.multiply(K, run, a, tile * ShortLanes.ROWS * K, b, c);
      }
    };
  }

  /** The shape that C2 turns into multiply-adds of pairs. */
  private static void pairs(short[] a, short[] b, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
    }
  }

  private static int dotOfPairs(short[] a, short[] b) {
    int sum = 0;
    for (int i = 0; i < a.length / 2; i++) {
      sum += a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
    }
    return sum;
  }

  private static int dot(short[] a, short[] b) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static int dot(byte[] a, byte[] b) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
