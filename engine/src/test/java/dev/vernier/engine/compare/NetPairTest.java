package dev.vernier.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.LayerRunner;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.Option;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Fashion-MNIST net beside its int8 form. */
class NetPairTest {
  private static final long SEED = 20261123;
  private static final Path FASHION =
      Path.of(System.getProperty("vernier.root"), "datasets", "fashion-mnist");

  private static StoredNet int8Stored;
  private static Net real;
  private static NetPair pair;
  private static int output;

  @BeforeAll
  static void quantize() throws IOException {
    StoredNet stored =
        StoredNet.read(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin"));
    try (InputStream in =
        NetPairTest.class.getResourceAsStream("/goldens/nets/fmnist/fmnist.kl.table")) {
      CalibrationTable table = CalibrationTable.read(in, "kl", BadScales.REJECT);
      int8Stored = NetQuantizer.quantize(stored, table, QuantizeOptions.defaults()).net();
    }
    real = net(stored);
    pair = new NetPair(real, net(FloatBlobs.of(int8Stored)));
    output = real.outputs().get(0).index();
  }

  private static Net net(StoredNet stored) {
    return Net.of(stored, LayerRegistry.builtin());
  }

  private static Map<Blob, Mat> sample(long seed) {
    Random random = new Random(seed);
    Mat mat = Mat.create(Mat.Type.FLOAT32, 28, 28, 1);
    for (int i = 0; i < mat.size(); i++) {
      mat.floats()[i] = 2 * random.nextFloat() - 1;
    }
    return Map.of(real.inputs().get(0), mat);
  }

  private static float[] run(Net net, Map<Blob, Mat> inputs) {
    Extractor extractor = net.extractor();
    inputs.forEach((blob, mat) -> extractor.input(blob.index(), mat));
    Mat mat = extractor.extract(output);
    return Arrays.copyOf(mat.floats(), mat.size());
  }

  @Test
  void floatBlobsLeaveTheAnswersBitForBitAsTheyWere() {
    Net fused = net(int8Stored);
    for (int i = 0; i < 5; i++) {
      Map<Blob, Mat> inputs = sample(SEED + i);
      assertThat(run(pair.int8(), inputs)).as("seed %d", SEED + i).isEqualTo(run(fused, inputs));
    }
    Extractor extractor = pair.int8().extractor(Option.defaults().withLightMode(false));
    sample(SEED).forEach((blob, mat) -> extractor.input(blob.index(), mat));
    for (Blob blob : pair.int8().blobs()) {
      assertThat(extractor.extract(blob.index()).type())
          .as(blob.name())
          .isEqualTo(Mat.Type.FLOAT32);
    }
  }

  @Test
  void theErrorOfALayerIsThatOfItsTop() {
    NetComparison comparison = new NetComparison(pair, new int[] {output}, Option.defaults());
    for (int i = 0; i < 3; i++) {
      Map<Blob, Mat> inputs = sample(SEED + i);
      NetComparison.Outputs outputs = comparison.run(inputs);
      assertThat(Arrays.copyOf(outputs.real().get(0).floats(), 10)).isEqualTo(run(real, inputs));
      assertThat(Arrays.copyOf(outputs.int8().get(0).floats(), 10))
          .isEqualTo(run(pair.int8(), inputs));
      comparison.addLayers();
    }

    List<LayerError> errors = comparison.errors();
    assertThat(errors).extracting(LayerError::layer).isEqualTo(pair.quantizedNames()).hasSize(16);
    // Nothing lies before the first layer that could add to its error.
    assertThat(errors.get(0).own().toString()).isEqualTo(errors.get(0).accumulated().toString());
    assertThat(errors.get(0).own().elements()).isEqualTo(3L * 16 * 28 * 28);
    for (LayerError error : errors) {
      assertThat(error.own().sqnr()).as(error.layer()).isBetween(3.0, 60.0);
      assertThat(error.accumulated().sqnr()).as(error.layer()).isBetween(-5.0, 60.0);
    }
  }

  @Test
  void theOwnErrorOfAnInnerLayerReadsWhatTheFp32NetReads() {
    Map<Blob, Mat> inputs = sample(SEED);
    NetComparison comparison = new NetComparison(pair, new int[] {output}, Option.defaults());
    comparison.run(inputs);
    comparison.addLayers();
    int place = pair.quantizedNames().indexOf("r1_a");
    Layer layer = pair.quantizedLayers().get(place);
    Extractor extractor = real.extractor(Option.defaults().withLightMode(false));
    inputs.forEach((blob, mat) -> extractor.input(blob.index(), mat));
    Mat top = extractor.extract(layer.spec().tops().get(0));
    Mat found =
        new LayerRunner(Option.defaults())
            .run(layer, extractor.extract(layer.spec().bottoms().get(0)))[0];
    SignalError expected = new SignalError();
    expected.add(top, found);

    assertThat(comparison.errors().get(place).own().toString()).isEqualTo(expected.toString());
  }

  @Test
  void oneLayerInInt8IsTheNetThatKeepsAllOthers() {
    LayerEffects effects = new LayerEffects(pair, output, Option.defaults());
    List<String> names = pair.quantizedNames();
    for (int i = 0; i < 2; i++) {
      Map<Blob, Mat> inputs = sample(SEED + i);
      Mat whole = effects.real(inputs);
      assertThat(Arrays.copyOf(whole.floats(), whole.size())).isEqualTo(run(real, inputs));
      for (int place = 0; place < names.size(); place++) {
        Set<String> others = new HashSet<>(names);
        others.remove(names.get(place));
        Mat found = effects.withInt8(place);
        assertThat(Arrays.copyOf(found.floats(), found.size()))
            .as("%s, seed %d", names.get(place), SEED + i)
            .isEqualTo(run(pair.keeping(others), inputs));
      }
    }
  }

  @Test
  void keepingAllLayersIsTheFp32Net() {
    Map<Blob, Mat> inputs = sample(SEED);
    assertThat(run(pair.keeping(pair.quantizedNames()), inputs)).isEqualTo(run(real, inputs));
    assertThat(run(pair.keeping(List.of()), inputs)).isEqualTo(run(pair.int8(), inputs));
    assertThatThrownBy(() -> pair.keeping(List.of("stem", "stam")))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("has no layers [stam]");
  }

  @Test
  void netsThatDoNotBelongTogetherAreRefused() {
    assertThatThrownBy(() -> new NetPair(real, real))
        .isInstanceOf(NetException.class)
        .hasMessage("fmnist.param has no int8 layer that fmnist.param has in fp32");
    StoredNet fewer =
        int8Stored.withLayers(int8Stored.layers().subList(0, int8Stored.layers().size() - 1));
    assertThatThrownBy(() -> new NetPair(real, net(fewer)))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("they are not one net in fp32 and int8");
  }
}
