package dev.vernier.benchmarks;

import dev.vernier.engine.kernel.KernelProvider;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/** Prints the rate of each {@link LayerShape} and its share of the peak measured in between. */
public final class LayerRates {
  private static final int FMA_STEPS = 100_000;
  private static final int ROUNDS = 200;
  private static final long OPERATIONS_PER_ROUND = 50_000_000;

  /** Its CPU time leaves out what other processes took. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private LayerRates() {}

  /** Takes the names of layers, or nothing for all of them. */
  public static void main(String[] args) {
    String[] names = args;
    if (names.length == 0) {
      LayerShape[] all = LayerShape.values();
      names = new String[all.length];
      for (int i = 0; i < all.length; i++) {
        names[i] = all[i].name();
      }
    }
    for (String name : names) {
      print(LayerShape.valueOf(name));
    }
  }

  private static void print(LayerShape layer) {
    Runnable run = layer.bind(KernelProvider.VECTOR.kernels());
    long repeats = Math.max(1, OPERATIONS_PER_ROUND / layer.operations());
    double peak = 0;
    double rate = 0;
    float used = 0f;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      used += FmaPeak.run(FMA_STEPS, 1e-20f);
      long middle = THREADS.getCurrentThreadCpuTime();
      for (long i = 0; i < repeats; i++) {
        run.run();
      }
      long end = THREADS.getCurrentThreadCpuTime();
      peak = Math.max(peak, FmaPeak.operations(FMA_STEPS) / (double) (middle - start));
      rate = Math.max(rate, repeats * layer.operations() / (double) (end - middle));
    }
    System.out.printf(
        Locale.ROOT,
        "%s %10.1f us %8.1f GFLOP/s  %5.1f %% of %.1f%s%n",
        layer,
        layer.operations() / rate / 1000,
        rate,
        100 * rate / peak,
        peak,
        Float.isNaN(used) ? " (NaN)" : "");
  }
}
