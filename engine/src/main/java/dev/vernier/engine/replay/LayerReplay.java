package dev.vernier.engine.replay;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.io.Npy;
import dev.vernier.engine.io.NpyArray;
import dev.vernier.engine.kernel.KernelProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Replays recorded cases of one layer type: a zip {@code TYPE.zip} that holds for each case a net,
 * {@code NNN.param} and {@code NNN.bin}, what goes in, {@code NNN.in0.npy …}, and what ncnn's plain
 * layer makes of it, {@code NNN.out0.npy …}; the blobs are named {@code in0 …} and {@code out0 …}.
 */
public final class LayerReplay {

  /** Largest difference of a real output, relative to max(1, |expected|). */
  public static final double TOLERANCE = 1e-3;

  /**
   * Share of int8 outputs that may differ by one: those whose value before rounding lies within
   * {@link #TOLERANCE} of a half, which is one in 500 of evenly spread values. One always may.
   */
  public static final double ROUNDING_SHARE = 0.005;

  private static final int MAX_ENTRY_BYTES = 1 << 28;
  private static final String PARAM = ".param";
  private static final String ZIP = ".zip";

  private LayerReplay() {}

  /**
   * Runs every case of a zip in name order; a case that cannot be read or run is a failure of that
   * case.
   *
   * @throws IOException if the zip cannot be read or holds no case
   * @throws RuntimeException if the provider's kernels are not available
   */
  public static ReplayResult run(Path zip, KernelProvider kernels) throws IOException {
    // Before any case: a missing provider is no failure of a layer.
    kernels.kernels();
    String fileName = String.valueOf(zip.getFileName());
    String type =
        fileName.endsWith(ZIP) ? fileName.substring(0, fileName.length() - ZIP.length()) : fileName;
    List<String> failures = new ArrayList<>();
    double worst = 0;
    List<String> cases;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      cases =
          file.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(PARAM))
              .map(name -> name.substring(0, name.length() - PARAM.length()))
              .sorted()
              .toList();
      if (cases.isEmpty()) {
        throw new IOException(zip + " holds no NNN" + PARAM + ", expected a zip of layer cases");
      }
      for (String name : cases) {
        try {
          worst = Math.max(worst, runCase(file, type + "/" + name, name, kernels));
        } catch (IOException | MismatchException e) {
          failures.add(name + ": " + e.getMessage());
        } catch (RuntimeException e) {
          // Whatever a layer throws is that case's failure; the others still run.
          failures.add(name + ": " + e);
        }
      }
    }
    return new ReplayResult(type, cases.size(), worst, failures);
  }

  private static double runCase(ZipFile file, String netName, String name, KernelProvider kernels)
      throws IOException, MismatchException {
    byte[] bin = file.getEntry(name + ".bin") == null ? new byte[0] : bytes(file, name + ".bin");
    Net net = Net.load(bytes(file, name + PARAM), bin, netName);
    Extractor extractor = net.extractor(Option.defaults().withKernels(kernels));
    for (int i = 0; file.getEntry(name + ".in" + i + ".npy") != null; i++) {
      extractor.input("in" + i, mat(file, name + ".in" + i + ".npy"));
    }
    List<String> outputs = new ArrayList<>();
    while (file.getEntry(name + ".out" + outputs.size() + ".npy") != null) {
      outputs.add("out" + outputs.size());
    }
    if (outputs.isEmpty()) {
      throw new MismatchException(name + ".out0.npy is missing");
    }
    List<Mat> found = extractor.extract(outputs);
    double worst = 0;
    for (int i = 0; i < outputs.size(); i++) {
      Mat expected = mat(file, name + "." + outputs.get(i) + ".npy");
      worst = Math.max(worst, compare(outputs.get(i), found.get(i), expected));
    }
    return worst;
  }

  private static double compare(String blob, Mat found, Mat expected) throws MismatchException {
    if (!found.sameShape(expected) || found.type() != expected.type()) {
      throw new MismatchException(blob + " is " + found + ", expected " + expected);
    }
    return switch (expected.type()) {
      case FLOAT32 -> compareReals(blob, found.floats(), expected);
      case INT8 -> {
        compareBytes(blob, found.bytes(), expected);
        yield 0;
      }
      case INT32 -> {
        for (int i = 0; i < expected.size(); i++) {
          if (found.ints()[i] != expected.ints()[i]) {
            throw mismatch(blob, i, found.ints()[i], expected.ints()[i]);
          }
        }
        yield 0;
      }
    };
  }

  private static double compareReals(String blob, float[] found, Mat expected)
      throws MismatchException {
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      float wanted = expected.floats()[i];
      if (Float.compare(found[i], wanted) == 0) {
        continue;
      }
      double error = Math.abs((double) found[i] - wanted) / Math.max(1, Math.abs((double) wanted));
      // Negated, so that NaN fails.
      if (!(error <= TOLERANCE)) {
        throw mismatch(blob, i, found[i], wanted);
      }
      worst = Math.max(worst, error);
    }
    return worst;
  }

  private static void compareBytes(String blob, byte[] found, Mat expected)
      throws MismatchException {
    int allowed = Math.max(1, (int) (ROUNDING_SHARE * expected.size()));
    for (int i = 0; i < expected.size(); i++) {
      int difference = Math.abs(found[i] - expected.bytes()[i]);
      allowed -= difference;
      if (difference > 1 || allowed < 0) {
        throw mismatch(blob, i, found[i], expected.bytes()[i]);
      }
    }
  }

  private static MismatchException mismatch(String blob, int index, Number found, Number wanted) {
    return new MismatchException(
        blob + " element " + index + " is " + found + ", expected " + wanted);
  }

  private static Mat mat(ZipFile file, String name) throws IOException {
    NpyArray array = Npy.readArray(new ByteArrayInputStream(bytes(file, name)), name);
    return array.isEmpty() ? Mat.empty(Mat.Type.FLOAT32) : array.toMat();
  }

  private static byte[] bytes(ZipFile file, String name) throws IOException {
    ZipEntry entry = file.getEntry(name);
    if (entry == null) {
      throw new IOException(name + " is missing");
    }
    try (InputStream in = file.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MAX_ENTRY_BYTES);
      if (in.read() >= 0) {
        throw new IOException(name + " passes " + MAX_ENTRY_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String message) {
      super(message);
    }
  }
}
