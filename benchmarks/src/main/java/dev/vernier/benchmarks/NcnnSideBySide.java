package dev.vernier.benchmarks;

import dev.vernier.engine.BatchExtractor;
import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.inspect.NetSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Nets with made-up weights on Vernier and on ncnn's own {@code benchncnn}, one thread each, by
 * turns: prints the best time of both, their ratio (below 1 Vernier is faster) and the share of the
 * core's peak that Vernier reaches, multiply-adds counted as the layers are written; then the time
 * a sample that Vernier takes when it is given 16 at a time, which ncnn has nothing for.
 */
public final class NcnnSideBySide {
  private static final long SEED = 1;
  private static final int TURNS = 3;
  private static final int LEAST_ROUNDS = 8;
  private static final int LEAST_LISTS = 3;
  private static final int SAMPLES = 16;
  private static final int PEAK_STEPS = 2_000_000;
  private static final Pattern BEST = Pattern.compile("min = +([0-9.]+)");

  private NcnnSideBySide() {}

  /**
   * Takes seconds a turn, the path of a benchncnn, then for each net its shape ({@code w,h,c}) and
   * its param file.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    double seconds = Double.parseDouble(args[0]);
    System.out.printf(
        Locale.ROOT,
        "%-24s %11s %9s %7s %10s %7s %11s %7s%n",
        "net",
        "vernier ms",
        "ncnn ms",
        "ratio",
        "GFLOP/s",
        "share",
        "by 16, ms",
        "ratio");
    for (int i = 2; i + 1 < args.length; i += 2) {
      compare(args[1], args[i], Path.of(args[i + 1]), seconds);
    }
  }

  private static void compare(String benchncnn, String shape, Path param, double seconds)
      throws IOException, InterruptedException {
    Net net = Net.withRandomWeights(param, SEED);
    int[] sizes = Arrays.stream(shape.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    Mat input = Mat.create(Mat.Type.FLOAT32, sizes[0], sizes[1], sizes[2]);
    Random random = new Random(SEED);
    for (int i = 0; i < input.floats().length; i++) {
      input.floats()[i] = random.nextFloat() * 2 - 1;
    }
    double vernier = Double.MAX_VALUE;
    double together = Double.MAX_VALUE;
    double ncnn = Double.MAX_VALUE;
    double peak = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      vernier = Math.min(vernier, best(net, input, seconds));
      together = Math.min(together, bestTogether(net, input, seconds));
      peak = Math.max(peak, peak());
      int loops = (int) Math.max(LEAST_ROUNDS, seconds * 1000 / vernier);
      ncnn = Math.min(ncnn, best(benchncnn, shape, param, loops));
    }
    String name = net.inputs().get(0).name();
    long operations = 2 * NetSummary.of(net, Map.of(name, input)).multiplyAdds();
    double rate = operations / vernier / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%-24s %11.2f %9.2f %7.2f %10.1f %5.0f %% %11.2f %7.2f%n",
        param.getFileName(),
        vernier,
        ncnn,
        vernier / ncnn,
        rate,
        100 * rate / peak,
        together,
        together / ncnn);
  }

  /** What a sample takes where a list of them is given. */
  private static double bestTogether(Net net, Mat input, double seconds) {
    BatchExtractor batches = net.batchExtractor(Option.defaults());
    String in = net.inputs().get(0).name();
    String out = net.outputs().get(0).name();
    List<Mat> samples = Collections.nCopies(SAMPLES, input);
    long deadline = System.nanoTime() + (long) (seconds * 1e9);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < LEAST_LISTS || System.nanoTime() < deadline; i++) {
      long start = System.nanoTime();
      batches.extract(in, samples, out);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best / 1e6 / SAMPLES;
  }

  private static double best(Net net, Mat input, double seconds) {
    Extractor extractor = net.extractor();
    int[] outputs = net.outputs().stream().mapToInt(Blob::index).toArray();
    int inputBlob = net.inputs().get(0).index();
    long deadline = System.nanoTime() + (long) (seconds * 1e9);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < LEAST_ROUNDS || System.nanoTime() < deadline; i++) {
      long start = System.nanoTime();
      extractor.input(inputBlob, input);
      extractor.extract(outputs);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best / 1e6;
  }

  private static double best(String benchncnn, String shape, Path param, int loops)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            benchncnn,
            Integer.toString(loops),
            "1",
            "0",
            "-1",
            "0",
            "param=" + param,
            "shape=[" + shape + "]");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher matcher = BEST.matcher(output);
    if (process.waitFor() != 0 || !matcher.find()) {
      throw new IOException(String.join(" ", command) + " said: " + output);
    }
    return Double.parseDouble(matcher.group(1));
  }

  /** Billions of operations a second. */
  private static double peak() {
    long start = System.nanoTime();
    float used = FmaPeak.run(PEAK_STEPS, 1e-20f);
    double nanos = System.nanoTime() - start;
    return Float.isNaN(used) ? 0 : FmaPeak.operations(PEAK_STEPS) / nanos;
  }
}
