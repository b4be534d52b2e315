package dev.vernier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.io.StoredNet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Converted models give what ONNX Runtime gives of the model itself. */
class WholeModelsTest {
  private static final double MOST_APART = 1e-4;

  private static final String ROOT = System.getProperty("vernier.root");

  @TempDir Path folder;

  @Test
  void fashionMnist() throws Exception {
    Path model = Path.of(ROOT, "datasets/fashion-mnist/fmnist.onnx");
    StoredNet net = OnnxConverter.convert(model, Map.of(), false);
    assertThat(apart(model, net, 1, 28, 28)).isLessThan(MOST_APART);
    StoredNet byHand =
        StoredNet.read(
            Path.of(ROOT, "datasets/fashion-mnist/fmnist.param"),
            Path.of(ROOT, "datasets/fashion-mnist/fmnist.bin"));
    assertThat(net.layers()).hasSizeLessThanOrEqualTo(byHand.layers().size());
  }

  @ParameterizedTest
  @CsvSource({
    "ch_ppocr_mobile_v2.0_cls_infer.onnx, 48, 192",
    "ch_PP-OCRv3_rec_infer.onnx, 48, 320",
    "ch_PP-OCRv3_rec_infer.onnx, 48, 100",
    "ch_PP-OCRv3_det_infer.onnx, 320, 320",
    "ch_PP-OCRv3_det_infer.onnx, 96, 160",
    "ch_PP-OCRv4_rec_infer.onnx, 48, 320",
    "ch_PP-OCRv4_det_infer.onnx, 320, 320",
  })
  void ppOcr(String name, int h, int w) throws Exception {
    Path model = ocrModel(name);
    StoredNet net = OnnxConverter.convert(model, Map.of("x", new int[] {1, 3, h, w}), false);
    assertThat(apart(model, net, 3, h, w)).isLessThan(MOST_APART);
  }

  @ParameterizedTest
  @CsvSource({
    "ch_ppocr_mobile_v2.0_cls_infer, 48, 192",
    "ch_PP-OCRv3_rec_infer, 48, 320",
    "ch_PP-OCRv3_det_infer, 320, 320",
  })
  void ppOcrIsWhatOthersMadeOfIt(String name, int h, int w) throws Exception {
    Path param = resource("models/" + name + ".param");
    Path bin = resource("models/" + name + ".bin");
    Net theirs = Net.load(param, bin);
    StoredNet ours =
        OnnxConverter.convert(ocrModel(name + ".onnx"), Map.of("x", new int[] {1, 3, h, w}), false);
    float[] image = image(3 * h * w);
    List<float[]> found = Runs.run(ours, Map.of("x", Runs.mat(new int[] {3, h, w}, image)));
    Mat input = Runs.mat(new int[] {3, h, w}, image);
    var extractor = theirs.extractor();
    extractor.input(theirs.inputs().get(0).name(), input);
    float[] expected = extractor.extract(theirs.outputs().get(0).name()).copy().floats();
    assertThat(difference(found.get(0), expected)).isLessThan(MOST_APART);
  }

  private Path ocrModel(String name) throws IOException {
    return resource("models/" + name);
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(Path.of(name).getFileName());
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      if (!Files.exists(file)) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  private static float[] image(int size) {
    Random random = new Random(7);
    float[] image = new float[size];
    for (int i = 0; i < size; i++) {
      image[i] = random.nextFloat() * 2 - 1;
    }
    return image;
  }

  /** The largest difference of any output, relative to the output's largest element. */
  private static double apart(Path model, StoredNet net, int c, int h, int w) throws Exception {
    float[] image = image(c * h * w);
    List<float[]> found =
        Runs.run(net, Map.of(inputName(net), Runs.mat(new int[] {c, h, w}, image)));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor input =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(image), new long[] {1, c, h, w});
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), input))) {
      double most = 0;
      for (int i = 0; i < result.size(); i++) {
        FloatBuffer buffer = ((OnnxTensor) result.get(i)).getFloatBuffer();
        float[] expected = new float[buffer.remaining()];
        buffer.get(expected);
        most = Math.max(most, difference(found.get(i), expected));
      }
      return most;
    }
  }

  private static String inputName(StoredNet net) {
    return net.layers().get(0).spec().tops().get(0);
  }

  private static double difference(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    double most = 0;
    for (int i = 0; i < found.length; i++) {
      double apart = Math.abs(found[i] - expected[i]) / largest;
      most = apart <= most ? most : apart;
    }
    return most;
  }
}
