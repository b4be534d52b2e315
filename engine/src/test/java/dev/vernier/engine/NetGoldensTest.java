package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.image.ImageDecoder;
import dev.vernier.engine.image.PixelFormat;
import dev.vernier.engine.image.Preprocess;
import dev.vernier.engine.io.Npy;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.engine.quantize.VectorConvolutions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nets against what ncnn computes for the same images. */
class NetGoldensTest {
  private static final Path DATASETS = Path.of(System.getProperty("vernier.root"), "datasets");
  private static final Option OPTION =
      Option.defaults()
          .withKernels(
              KernelProvider.valueOf(
                  System.getProperty("vernier.kernels").toUpperCase(Locale.ROOT)));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void computesTheFashionNetAndItsInnerBlobs(boolean lightMode) throws IOException {
    Map<String, byte[]> goldens = unzip("/goldens/nets/fmnist/outputs.zip");
    List<String> blobs = List.of("stem", "r1_add", "i1_b", "head", "fc", "prob");
    List<Mat> images = fashionImages();
    Extractor extractor = fashionNet("fmnist").extractor(OPTION.withLightMode(lightMode));
    for (int i = 0; i < images.size(); i++) {
      extractor.input("data", images.get(i));
      List<Mat> found = extractor.extract(blobs);
      for (int b = 0; b < blobs.size(); b++) {
        String name = "fp32." + blobs.get(b) + ".npy";
        assertNear(
            name + " of image " + i,
            found.get(b).copy().floats(),
            slice(goldens.get(name), i, images.size(), name),
            Tolerances.LAYER);
      }
    }
  }

  @Test
  void computesTheHalfPrecisionFashionNet() throws IOException {
    byte[] golden = unzip("/goldens/nets/fmnist/outputs.zip").get("fp16.prob.npy");
    List<Mat> images = fashionImages();
    Extractor extractor = fashionNet("fmnist-fp16").extractor(OPTION);
    for (int i = 0; i < images.size(); i++) {
      extractor.input("data", images.get(i));
      assertNear(
          "fp16 prob of image " + i,
          extractor.extract("prob").copy().floats(),
          slice(golden, i, images.size(), "fp16.prob.npy"),
          Tolerances.NET_OUTPUT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cls, ch_ppocr_mobile_v2.0_cls_infer, 192, 48",
    "rec, ch_PP-OCRv3_rec_infer, 320, 48",
    "det, ch_PP-OCRv3_det_infer, 320, 320"
  })
  void computesTheOcrNets(String name, String files, int w, int h) throws IOException {
    Net net =
        Net.load(
            resource("/models/" + files + ".param"), resource("/models/" + files + ".bin"), name);
    Preprocess preprocess = ocrPreprocess(w, h);
    Map<String, byte[]> images = unzip("/goldens/nets/ppocr/" + name + ".images.zip");
    Map<String, byte[]> goldens = unzip("/goldens/nets/ppocr/" + name + ".fp32.zip");
    Extractor extractor = net.extractor(OPTION);
    assertThat(images).hasSameSizeAs(goldens);
    for (Map.Entry<String, byte[]> image : images.entrySet()) {
      String goldenName = image.getKey().replace(".png", ".output.npy");
      Mat golden = Npy.read(goldens.get(goldenName), goldenName);
      extractor.input(
          "input", preprocess.apply(new ImageDecoder().decode(image.getValue(), image.getKey())));
      Mat found = extractor.extract("output");
      assertThat(found.describe()).as(goldenName).isEqualTo(golden.describe());
      assertNear(goldenName, found.copy().floats(), golden.floats(), Tolerances.NET_OUTPUT);
    }
  }

  /**
   * What ncnn's int8 nets answer. rec may miss a few values: its LayerNorm, in fp32, differs from
   * ncnn's in the last digits, and a value that comes to lie across a half is another integer.
   */
  @ParameterizedTest
  @CsvSource({
    "cls, ch_ppocr_mobile_v2.0_cls_infer, 192, 48",
    "rec, ch_PP-OCRv3_rec_infer, 320, 48",
    "det, ch_PP-OCRv3_det_infer, 320, 320"
  })
  void computesTheQuantisedOcrNets(String name, String files, int w, int h) throws IOException {
    StoredNet stored =
        StoredNet.of(
            ParamReader.read(resource("/models/" + files + ".param"), name + ".param"),
            WeightReader.of(resource("/models/" + files + ".bin"), name + ".bin"),
            LayerRegistry.builtin());
    Mat zeros = Mat.create(Mat.Type.FLOAT32, w, h, 3);
    byte[] table = resource("/goldens/nets/ppocr/" + name + "-fc.kl.table");
    Net net =
        Net.of(
            NetQuantizer.quantize(
                    VectorConvolutions.asInnerProducts(stored, Map.of("input", zeros)),
                    CalibrationTable.read(new ByteArrayInputStream(table), name, BadScales.KEEP),
                    QuantizeOptions.defaults())
                .net(),
            LayerRegistry.builtin());
    Preprocess preprocess = ocrPreprocess(w, h);
    Map<String, byte[]> images = unzip("/goldens/nets/ppocr/" + name + ".images.zip");
    Map<String, byte[]> goldens = unzip("/goldens/nets/ppocr/" + name + ".int8-kl.zip");
    Extractor extractor = net.extractor(OPTION);
    int compared = 0;
    for (Map.Entry<String, byte[]> image : images.entrySet()) {
      String goldenName = image.getKey().replace(".png", ".output.npy");
      if (!goldens.containsKey(goldenName)) {
        continue;
      }
      Mat golden = Npy.read(goldens.get(goldenName), goldenName);
      extractor.input(
          "input", preprocess.apply(new ImageDecoder().decode(image.getValue(), image.getKey())));
      Mat found = extractor.extract("output");
      assertThat(found.describe()).as(goldenName).isEqualTo(golden.describe());
      double difference = 0;
      for (int i = 0; i < golden.size(); i++) {
        difference += Math.abs(found.floats()[i] - golden.floats()[i]);
      }
      assertThat(difference / golden.size()).as(goldenName).isLessThan(Tolerances.INT8_NET_MEAN);
      compared++;
    }
    assertThat(compared).isEqualTo(goldens.size());
  }

  @Test
  void computesTheQuantisedFashionNet() throws IOException {
    String file = "/goldens/nets/fmnist/fmnist-int8.kl";
    Net net = Net.load(resource(file + ".param"), resource(file + ".bin"), "fmnist-int8");
    String name = "int8.kl.prob.npy";
    Mat golden = Npy.read(unzip("/goldens/nets/fmnist/outputs.zip").get(name), name);
    List<Mat> images = fashionImages();
    Extractor extractor = net.extractor(OPTION);
    for (int i = 0; i < images.size(); i++) {
      extractor.input("data", images.get(i));
      assertNear(
          name + " of image " + i,
          extractor.extract("prob").copy().floats(),
          Arrays.copyOfRange(golden.floats(), i * golden.w(), (i + 1) * golden.w()),
          Tolerances.NET_OUTPUT);
    }
  }

  @Test
  void givesTheSameAnswersInEightThreadsAndAfterTravelling() throws Exception {
    List<Mat> images = fashionImages();
    Net net = fashionNet("fmnist");
    List<float[]> expected = probabilities(net, images);
    Net travelled = travel(net);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<float[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Net which = i % 2 == 0 ? net : travelled;
        answers.add(threads.submit(() -> probabilities(which, images)));
      }
      for (Future<List<float[]>> answer : answers) {
        for (int i = 0; i < expected.size(); i++) {
          assertThat(answer.get().get(i)).as("image %d", i).containsExactly(expected.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void givesTheSameAnswersWhenThreadsShareALayer(int threads) throws IOException {
    List<Mat> images = fashionImages();
    Net net = fashionNet("fmnist");
    List<float[]> expected = probabilities(net, images, OPTION);
    List<float[]> found = probabilities(net, images, OPTION.withThreads(threads));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).as("image %d", i).containsExactly(expected.get(i));
    }
  }

  private static List<float[]> probabilities(Net net, List<Mat> images) {
    return probabilities(net, images, OPTION);
  }

  private static List<float[]> probabilities(Net net, List<Mat> images, Option option) {
    Extractor extractor = net.extractor(option);
    List<float[]> answers = new ArrayList<>();
    for (Mat image : images) {
      extractor.input("data", image);
      answers.add(extractor.extract("prob").copy().floats());
    }
    return answers;
  }

  private static Net travel(Net net) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(net);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Net) in.readObject();
    }
  }

  private static Preprocess ocrPreprocess(int w, int h) {
    float[] mean = {127.5f, 127.5f, 127.5f};
    float[] norm = {0.00784314f, 0.00784314f, 0.00784314f};
    return new Preprocess(PixelFormat.BGR, w, h, mean, norm);
  }

  private static Net fashionNet(String name) throws IOException {
    Path folder = DATASETS.resolve("fashion-mnist");
    return Net.load(folder.resolve(name + ".param"), folder.resolve(name + ".bin"));
  }

  private static List<Mat> fashionImages() throws IOException {
    float[] mean = {127.5f};
    float[] norm = {0.007843137f};
    Preprocess preprocess = new Preprocess(PixelFormat.GRAY, 28, 28, mean, norm);
    List<Mat> mats = new ArrayList<>();
    for (Map.Entry<String, byte[]> image : unzip("/goldens/nets/fmnist/images.zip").entrySet()) {
      mats.add(preprocess.apply(new ImageDecoder().decode(image.getValue(), image.getKey())));
    }
    return mats;
  }

  /** Sample i of an array that stacks all samples on axis 0. */
  private static float[] slice(byte[] npy, int i, int samples, String name) throws IOException {
    float[] all = Npy.read(npy, name).copy().floats();
    int size = all.length / samples;
    return Arrays.copyOfRange(all, i * size, (i + 1) * size);
  }

  private static void assertNear(String what, float[] found, float[] expected, float tolerance) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      float error = Math.abs(found[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
      if (!(error <= tolerance)) {
        throw new AssertionError(
            what + ", element " + i + ": is " + found[i] + ", ncnn has " + expected[i]);
      }
    }
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = NetGoldensTest.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }

  private static Map<String, byte[]> unzip(String path) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(resource(path)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
