package dev.vernier.engine.replay;

import dev.vernier.engine.Mat;
import dev.vernier.engine.image.PixelConversion;
import dev.vernier.engine.image.Preprocess;
import dev.vernier.engine.io.Npy;
import dev.vernier.engine.io.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Replays recorded pixel conversions: a zip whose {@code index.tsv} has the columns case, pixel,
 * src_w, src_h, dst_w, dst_h, mean, norm, and for each case {@code CASE.pixels.npy} (bytes), {@code
 * CASE.mat.npy} and {@code CASE.normalized.npy}.
 *
 * <p>The mat must be equal; the normalised mat may differ by {@link #TOLERANCE}.
 */
public final class PixelReplay {

  /** Largest absolute difference of a normalised value, whose magnitude is a few units. */
  public static final double TOLERANCE = 1e-6;

  static final String INDEX = "index.tsv";
  private static final int COLUMNS = 8;
  private static final int MAX_INDEX_BYTES = 1 << 24;
  private static final float[] NONE = {};

  private PixelReplay() {}

  /**
   * Runs every case of the zip; a case that cannot be read is a failure of that case.
   *
   * @throws IOException if the zip or its index cannot be read
   */
  public static ReplayResult run(Path zip) throws IOException {
    List<String> failures = new ArrayList<>();
    double worst = 0;
    int total = 0;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      List<String> lines = index(file, zip);
      for (String line : lines.subList(1, lines.size())) {
        total++;
        try {
          worst = Math.max(worst, runCase(file, line.split("\t", -1)));
        } catch (IOException | IllegalArgumentException | MismatchException e) {
          failures.add(line.replace('\t', ' ') + ": " + e.getMessage());
        }
      }
    }
    return new ReplayResult("pixels", total, worst, failures);
  }

  private static List<String> index(ZipFile file, Path zip) throws IOException {
    ZipEntry entry = file.getEntry(INDEX);
    if (entry == null) {
      throw new IOException(zip + " has no " + INDEX + ", expected a zip of pixel cases");
    }
    try (InputStream in = file.getInputStream(entry)) {
      List<String> lines =
          new String(in.readNBytes(MAX_INDEX_BYTES), StandardCharsets.UTF_8).lines().toList();
      if (lines.size() < 2) {
        throw new IOException(zip + ": " + INDEX + " lists no case");
      }
      return lines;
    }
  }

  private static double runCase(ZipFile file, String[] columns)
      throws IOException, MismatchException {
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(
          INDEX + " line has " + columns.length + " columns, expected " + COLUMNS);
    }
    String name = columns[0];
    PixelConversion conversion = PixelConversion.parse(columns[1]);
    int w = Integer.parseInt(columns[2]);
    int h = Integer.parseInt(columns[3]);
    int dstW = Integer.parseInt(columns[4]);
    int dstH = Integer.parseInt(columns[5]);
    byte[] pixels = array(file, name + ".pixels.npy").data();
    Mat plain =
        new Preprocess(conversion.to(), dstW, dstH, NONE, NONE)
            .apply(pixels, conversion.from(), w, h);
    compare("mat", plain, array(file, name + ".mat.npy").toMat(), 0);
    Mat normalized =
        new Preprocess(conversion.to(), dstW, dstH, floats(columns[6]), floats(columns[7]))
            .apply(pixels, conversion.from(), w, h);
    return compare(
        "normalized", normalized, array(file, name + ".normalized.npy").toMat(), TOLERANCE);
  }

  private static double compare(String what, Mat actual, Mat expected, double tolerance)
      throws MismatchException {
    if (!actual.sameShape(expected)) {
      throw new MismatchException(
          what + " is " + actual.describe() + ", expected " + expected.describe());
    }
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      float found = actual.floats()[i];
      float wanted = expected.floats()[i];
      double error = Math.abs((double) found - wanted);
      if (!(error <= tolerance)) {
        throw new MismatchException(
            what + " element " + i + " is " + found + ", expected " + wanted);
      }
      worst = Math.max(worst, error);
    }
    return worst;
  }

  private static NpyArray array(ZipFile file, String name) throws IOException {
    ZipEntry entry = file.getEntry(name);
    if (entry == null) {
      throw new IOException(name + " is missing");
    }
    try (InputStream in = file.getInputStream(entry)) {
      return Npy.readArray(in, name);
    }
  }

  private static float[] floats(String list) {
    String[] words = list.isEmpty() ? new String[0] : list.split(",", -1);
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }

  private static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String message) {
      super(message);
    }
  }
}
