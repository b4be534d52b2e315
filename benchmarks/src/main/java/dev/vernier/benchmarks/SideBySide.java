package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.BatchExtractor;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same nets on Vernier and on ONNX Runtime, one thread each, in one JVM, run by turns: prints
 * the medians a sample, their ratio (below 1 Vernier is faster) and how far the outputs lie apart.
 */
public final class SideBySide {
  private static final int WARM_UP = 50;
  private static final int LEAST_ROUNDS = 21;

  private SideBySide() {}

  /**
   * Takes, each optional: seconds a net (default 10), directory of the data sets (default {@code
   * datasets}), samples a run (default 1).
   */
  public static void main(String[] args) throws IOException, OrtException {
    double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 10;
    Path datasets = Path.of(args.length > 1 ? args[1] : "datasets");
    int samples = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    System.out.printf(
        Locale.ROOT,
        "%-8s %12s %12s %8s %12s %10s%n",
        "net",
        "vernier ms",
        "onnx ms",
        "ratio",
        "best ratio",
        "apart");
    for (KnownNet net : KnownNet.values()) {
      List<Mat> inputs = net.inputs(samples);
      String name = net.name().toLowerCase(Locale.ROOT);
      compare(name, net.load(datasets), net.onnx(datasets), inputs, seconds);
    }
  }

  private static void compare(String name, Net net, byte[] onnx, List<Mat> inputs, double seconds)
      throws OrtException {
    Mat input = inputs.get(0);
    FloatBuffer values = FloatBuffer.allocate(inputs.size() * input.size());
    inputs.forEach(sample -> values.put(sample.floats()));
    values.flip();
    Samples mine = new Samples(net, inputs);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      long[] shape = {inputs.size(), input.c(), input.h(), input.w()};
      try (OrtSession session = environment.createSession(onnx, options);
          OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape)) {
        Map<String, OnnxTensor> feed = Map.of(session.getInputNames().iterator().next(), tensor);
        double apart = apart(mine.run(), session, feed);
        long[] vernier = new long[LEAST_ROUNDS];
        long[] other = new long[LEAST_ROUNDS];
        long deadline = 0;
        int rounds = 0;
        for (int i = -WARM_UP; rounds < LEAST_ROUNDS || System.nanoTime() < deadline; i++) {
          long start = System.nanoTime();
          mine.run();
          long middle = System.nanoTime();
          session.run(feed).close();
          long end = System.nanoTime();
          if (i < 0) {
            deadline = end + (long) (seconds * 1e9);
            continue;
          }
          if (rounds == vernier.length) {
            vernier = Arrays.copyOf(vernier, 2 * rounds);
            other = Arrays.copyOf(other, 2 * rounds);
          }
          vernier[rounds] = (middle - start) / inputs.size();
          other[rounds++] = (end - middle) / inputs.size();
        }
        print(name, Arrays.copyOf(vernier, rounds), Arrays.copyOf(other, rounds), apart);
      }
    }
  }

  private static void print(String name, long[] vernier, long[] other, double apart) {
    Arrays.sort(vernier);
    Arrays.sort(other);
    double median = vernier[vernier.length / 2];
    double otherMedian = other[other.length / 2];
    System.out.printf(
        Locale.ROOT,
        "%-8s %12.3f %12.3f %8.2f %12.2f %10.1e%n",
        name,
        median / 1e6,
        otherMedian / 1e6,
        median / otherMedian,
        vernier[0] / (double) other[0],
        apart);
  }

  private static double apart(List<Mat> mine, OrtSession session, Map<String, OnnxTensor> feed)
      throws OrtException {
    try (OrtSession.Result result = session.run(feed)) {
      FloatBuffer theirs = ((OnnxTensor) result.get(0)).getFloatBuffer();
      double worst = 0;
      for (Mat output : mine) {
        for (int i = 0; i < output.size(); i++) {
          worst = Math.max(worst, Math.abs(output.floats()[i] - theirs.get()));
        }
      }
      if (theirs.hasRemaining()) {
        throw new IllegalStateException(
            "ONNX Runtime's output has " + theirs.remaining() + " elements more");
      }
      return worst;
    }
  }

  /** The samples of a run on Vernier: one, or several at a time. */
  private static final class Samples {
    private final List<Mat> inputs;
    private final String in;
    private final String out;
    private final Extractor extractor;
    private final BatchExtractor batches;

    Samples(Net net, List<Mat> inputs) {
      this.inputs = inputs;
      this.in = net.inputs().get(0).name();
      this.out = net.outputs().get(0).name();
      this.extractor = net.extractor();
      this.batches = net.batchExtractor(Option.defaults());
    }

    List<Mat> run() {
      if (inputs.size() > 1) {
        return batches.extract(in, inputs, out);
      }
      extractor.input(in, inputs.get(0));
      return List.of(extractor.extract(out));
    }
  }
}
