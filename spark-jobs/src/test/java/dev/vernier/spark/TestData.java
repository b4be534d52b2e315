package dev.vernier.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Npy;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The nets, images and goldens that the tests of the jobs run on. */
public final class TestData {

  /** The project's root folder. */
  public static final Path ROOT = Path.of(System.getProperty("vernier.root", "..")).normalize();

  /** The Fashion-MNIST net with its images. */
  public static final Path FMNIST = ROOT.resolve("datasets/fashion-mnist");

  /** The images that its tables were made of. */
  public static final Path CALIBRATION = FMNIST.resolve("calibration-1000.parquet");

  /** Its test images; columns path, content and label. */
  public static final Path TEST = FMNIST.resolve("test-2000.parquet");

  /** Text lines and pages, a file for each PP-OCR net; columns path, content and label. */
  public static final Path OCR = ROOT.resolve("datasets/ocr");

  private static final long SEED = 20231;
  private static final float NORM = 0.007843137f;
  private static final float OCR_NORM = 0.00784314f;

  private TestData() {}

  /** The Fashion-MNIST net. */
  public static NetOptions fmnistNet() {
    return new NetOptions(
        FMNIST.resolve("fmnist.param").toString(), FMNIST.resolve("fmnist.bin").toString());
  }

  /** How its images are prepared. */
  public static PreprocessOptions fmnistPreprocess() {
    return new PreprocessOptions(List.of(127.5f), List.of(NORM), List.of(28, 28, 1), "GRAY");
  }

  /** Samples for the Fashion-MNIST net; a list may name files of another folder. */
  public static List<InputOptions> fmnistInput(String path) {
    SampleSourceOptions source = SampleSourceOptions.of(path).withAbsolutePaths(true);
    return List.of(InputOptions.of(source, fmnistPreprocess()));
  }

  /** How images are prepared for a PP-OCR net that takes w × h pixels. */
  public static PreprocessOptions ocrPreprocess(int w, int h) {
    return new PreprocessOptions(
        List.of(127.5f, 127.5f, 127.5f),
        List.of(OCR_NORM, OCR_NORM, OCR_NORM),
        List.of(w, h, 3),
        "BGR");
  }

  /** A golden of a net, as text. */
  public static String golden(String name) {
    try {
      return Files.readString(
          ROOT.resolve("engine/src/test/resources/goldens/nets").resolve(name), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a resource of the test class path into a folder. */
  public static Path copyResource(String resource, Path folder) throws IOException {
    try (InputStream in = TestData.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is not on the test class path");
      }
      Path target = folder.resolve(Path.of(resource).getFileName().toString());
      Files.copy(in, target);
      return target;
    }
  }

  /** Deletes all that a folder holds. */
  public static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.skip(1).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Writes the first test images of Fashion-MNIST into a folder, as {@code INDEX_LABEL.png}. */
  public static List<Path> fmnistImages(Path folder, int limit) throws IOException {
    List<Path> files = new ArrayList<>();
    SparkSession spark = SparkSession.active();
    for (Row row : spark.read().parquet(TEST.toString()).orderBy("path").takeAsList(limit)) {
      String path = row.getAs("path");
      Path file = folder.resolve(Path.of(path).getFileName().toString());
      files.add(Files.write(file, row.<byte[]>getAs("content")));
    }
    return files;
  }

  /** A one-dimensional float32 tensor in npy's format. */
  public static byte[] npy(float... values) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Npy.write(Mat.of(values), out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A net of inputs a and b (3 elements each) and out = W (a + b) with the rows (1, -2, 3) and (0,
   * 0, 0), written into a folder.
   */
  public static NetOptions sumNet(Path folder) throws IOException {
    String param =
        """
        7767517
        4 4
        Input a 0 1 a
        Input b 0 1 b
        BinaryOp add 2 1 a b sum 0=0
        InnerProduct fc 1 1 sum out 0=2 1=0 2=6
        """;
    ByteBuffer bin = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    bin.putInt(0);
    for (float weight : new float[] {1, -2, 3, 0, 0, 0}) {
      bin.putFloat(weight);
    }
    Path paramFile = Files.writeString(folder.resolve("sum.param"), param, UTF_8);
    Path binFile = Files.write(folder.resolve("sum.bin"), bin.array());
    return new NetOptions(paramFile.toString(), binFile.toString());
  }

  /**
   * A net for Fashion-MNIST's images that takes microseconds, where what is tested is not what the
   * net knows: two convolutions and an inner product with made-up weights, written into a folder.
   */
  public static NetOptions smallNet(Path folder) throws IOException {
    String param =
        """
        7767517
        4 4
        Input data 0 1 data 0=28 1=28 2=1
        Convolution conv1 1 1 data conv1 0=4 1=3 3=3 5=1 6=36 9=1
        Convolution conv2 1 1 conv1 conv2 0=8 1=3 3=2 5=1 6=288 9=1
        InnerProduct fc 1 1 conv2 fc 0=10 1=1 2=1280
        """;
    Random random = new Random(SEED);
    ByteBuffer bin = ByteBuffer.allocate(6516).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] layer : new int[][] {{4, 9}, {8, 36}, {10, 128}}) {
      int outputs = layer[0];
      int inputs = layer[1];
      bin.putInt(0);
      for (int i = 0; i < outputs * inputs; i++) {
        bin.putFloat((float) (random.nextGaussian() / Math.sqrt(inputs)));
      }
      for (int i = 0; i < outputs; i++) {
        bin.putFloat((float) random.nextGaussian() / 10);
      }
    }
    Path paramFile = Files.writeString(folder.resolve("small.param"), param, UTF_8);
    Path binFile = Files.write(folder.resolve("small.bin"), bin.array());
    return new NetOptions(paramFile.toString(), binFile.toString());
  }

  /** Feeds a list of npy tensors for each input of {@link #sumNet}. */
  public static List<InputOptions> sumInputs(Path folder, float[][] a, float[][] b)
      throws IOException {
    List<InputOptions> inputs = new ArrayList<>();
    // b is given before a: names count, not positions.
    inputs.add(sumInput(folder, "b", b));
    inputs.add(sumInput(folder, "a", a));
    return inputs;
  }

  private static InputOptions sumInput(Path folder, String blob, float[][] tensors)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < tensors.length; i++) {
      String name = blob + " " + i + ".npy";
      Files.write(folder.resolve(name), npy(tensors[i]));
      lines.add(name);
    }
    Path list = Files.write(folder.resolve(blob + ".txt"), lines, UTF_8);
    return new InputOptions(
        blob, SampleSourceOptions.of(list.toString()), PreprocessOptions.DEFAULT);
  }
}
