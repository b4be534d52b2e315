package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The same nets on Vernier and on ONNX Runtime, one thread each, in one JVM, run by turns: prints
 * the medians, their ratio (below 1 Vernier is faster) and how far the outputs lie apart.
 */
public final class SideBySide {
  private static final long SEED = 1;
  private static final int WARM_UP = 50;
  private static final int LEAST_ROUNDS = 21;

  private SideBySide() {}

  /**
   * Takes, each optional: seconds a net (default 10), directory of the data sets (default {@code
   * datasets}).
   */
  public static void main(String[] args) throws IOException, OrtException {
    double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 10;
    Path fashion = Path.of(args.length > 1 ? args[1] : "datasets", "fashion-mnist");
    System.out.printf(
        Locale.ROOT,
        "%-8s %12s %12s %8s %12s %10s%n",
        "net",
        "vernier ms",
        "onnx ms",
        "ratio",
        "best ratio",
        "apart");
    compare(
        "fmnist",
        Net.load(fashion.resolve("fmnist.param"), fashion.resolve("fmnist.bin")),
        Files.readAllBytes(fashion.resolve("fmnist.onnx")),
        Mat.create(Mat.Type.FLOAT32, 28, 28, 1),
        seconds);
    comparePpocr("cls", "ch_ppocr_mobile_v2.0_cls_infer", 192, 48, seconds);
    comparePpocr("rec", "ch_PP-OCRv3_rec_infer", 320, 48, seconds);
    comparePpocr("det", "ch_PP-OCRv3_det_infer", 320, 320, seconds);
  }

  private static void comparePpocr(String name, String file, int w, int h, double seconds)
      throws IOException, OrtException {
    Net net = Net.load(resource(file + ".param"), resource(file + ".bin"), name);
    compare(name, net, resource(file + ".onnx"), Mat.create(Mat.Type.FLOAT32, w, h, 3), seconds);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SideBySide.class.getResourceAsStream("/models/" + name)) {
      if (in == null) {
        throw new IOException("/models/" + name + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  private static void compare(String name, Net net, byte[] onnx, Mat input, double seconds)
      throws OrtException {
    Random random = new Random(SEED);
    float[] values = input.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    Extractor extractor = net.extractor();
    String in = net.inputs().get(0).name();
    String out = net.outputs().get(0).name();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      long[] shape = {1, input.c(), input.h(), input.w()};
      try (OrtSession session = environment.createSession(onnx, options);
          OnnxTensor tensor =
              OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape)) {
        Map<String, OnnxTensor> feed = Map.of(session.getInputNames().iterator().next(), tensor);
        double apart = apart(extractor, in, input, out, session, feed);
        long[] vernier = new long[LEAST_ROUNDS];
        long[] other = new long[LEAST_ROUNDS];
        long deadline = 0;
        int rounds = 0;
        for (int i = -WARM_UP; rounds < LEAST_ROUNDS || System.nanoTime() < deadline; i++) {
          long start = System.nanoTime();
          extractor.input(in, input);
          extractor.extract(out);
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
          vernier[rounds] = middle - start;
          other[rounds++] = end - middle;
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

  private static double apart(
      Extractor extractor,
      String in,
      Mat input,
      String out,
      OrtSession session,
      Map<String, OnnxTensor> feed)
      throws OrtException {
    extractor.input(in, input);
    Mat mine = extractor.extract(out);
    try (OrtSession.Result result = session.run(feed)) {
      FloatBuffer theirs = ((OnnxTensor) result.get(0)).getFloatBuffer();
      if (theirs.remaining() != mine.size()) {
        throw new IllegalStateException(
            "output "
                + out
                + " has "
                + mine.size()
                + " elements, ONNX Runtime's has "
                + theirs.remaining());
      }
      double worst = 0;
      for (int i = 0; i < mine.size(); i++) {
        worst = Math.max(worst, Math.abs(mine.floats()[i] - theirs.get(i)));
      }
      return worst;
    }
  }
}
