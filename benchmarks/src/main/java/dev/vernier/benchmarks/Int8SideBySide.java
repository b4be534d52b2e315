package dev.vernier.benchmarks;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.inspect.NetProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A net and its int8 form by turns in one JVM, one thread: prints the medians and their ratio
 * (below 1 int8 is faster), then where both spend their time, by type of layer.
 */
public final class Int8SideBySide {
  private static final long SEED = 1;
  private static final int WARM_UP = 100;
  private static final int LEAST_ROUNDS = 21;
  private static final int PROFILED = 31;
  private static final String RANDOM = "-";

  private Int8SideBySide() {}

  /**
   * Takes seconds a net, then for each net five arguments: shape ({@code w,h,c}), param and bin of
   * the fp32 form, param and bin of the int8 form; a bin of {@code -} means random weights.
   */
  public static void main(String[] args) throws IOException {
    double seconds = Double.parseDouble(args[0]);
    System.out.printf(
        Locale.ROOT,
        "%-24s %10s %10s %7s %11s%n",
        "net",
        "fp32 ms",
        "int8 ms",
        "ratio",
        "best ratio");
    for (int i = 1; i + 4 < args.length; i += 5) {
      int[] shape = Arrays.stream(args[i].split(",", -1)).mapToInt(Integer::parseInt).toArray();
      Net real = load(args[i + 1], args[i + 2]);
      Net int8 = load(args[i + 3], args[i + 4]);
      compare(Path.of(args[i + 1]).getFileName().toString(), real, int8, input(shape), seconds);
    }
  }

  private static Net load(String param, String bin) throws IOException {
    return bin.equals(RANDOM)
        ? Net.withRandomWeights(Path.of(param), SEED)
        : Net.load(Path.of(param), Path.of(bin));
  }

  private static Mat input(int[] shape) {
    Mat input = Mat.create(Mat.Type.FLOAT32, shape[0], shape[1], shape[2]);
    Random random = new Random(SEED);
    float[] values = input.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return input;
  }

  private static void compare(String name, Net real, Net int8, Mat input, double seconds) {
    Extractor first = real.extractor();
    Extractor second = int8.extractor();
    long[] reals = new long[LEAST_ROUNDS];
    long[] integers = new long[LEAST_ROUNDS];
    long deadline = 0;
    int rounds = 0;
    for (int i = -WARM_UP; rounds < LEAST_ROUNDS || System.nanoTime() < deadline; i++) {
      long start = System.nanoTime();
      run(real, first, input);
      long middle = System.nanoTime();
      run(int8, second, input);
      long end = System.nanoTime();
      if (i < 0) {
        deadline = end + (long) (seconds * 1e9);
        continue;
      }
      if (rounds == reals.length) {
        reals = Arrays.copyOf(reals, 2 * rounds);
        integers = Arrays.copyOf(integers, 2 * rounds);
      }
      reals[rounds] = middle - start;
      integers[rounds++] = end - middle;
    }
    Arrays.sort(reals, 0, rounds);
    Arrays.sort(integers, 0, rounds);
    double median = reals[rounds / 2];
    double median8 = integers[rounds / 2];
    System.out.printf(
        Locale.ROOT,
        "%-24s %10.3f %10.3f %7.2f %11.2f%n",
        name,
        median / 1e6,
        median8 / 1e6,
        median8 / median,
        integers[0] / (double) reals[0]);
    printTypes(profile(real, input), profile(int8, input));
  }

  private static void run(Net net, Extractor extractor, Mat input) {
    extractor.input(net.inputs().get(0).name(), input);
    extractor.extract(net.outputs().get(0).name());
  }

  private static Map<String, Double> profile(Net net, Mat input) {
    Map<String, Double> millis = new TreeMap<>();
    Map<String, Mat> inputs = Map.of(net.inputs().get(0).name(), input);
    for (NetProfile.LayerTime layer : NetProfile.of(net, Option.defaults(), inputs, PROFILED)) {
      millis.merge(layer.type(), layer.millis(), Double::sum);
    }
    return millis;
  }

  private static void printTypes(Map<String, Double> real, Map<String, Double> int8) {
    Map<String, Double> all = new TreeMap<>(real);
    int8.forEach(all::putIfAbsent);
    for (String type : all.keySet()) {
      System.out.printf(
          Locale.ROOT,
          "  %-22s %10.3f %10.3f%n",
          type,
          real.getOrDefault(type, 0.0),
          int8.getOrDefault(type, 0.0));
    }
  }
}
