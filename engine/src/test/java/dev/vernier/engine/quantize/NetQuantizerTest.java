package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.io.NetDefinition;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.engine.quant.StaticWeightLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Int8 nets against what ncnn2int8 makes of the same nets and tables. */
class NetQuantizerTest {
  private static final Path FASHION =
      Path.of(System.getProperty("vernier.root"), "datasets", "fashion-mnist");
  private static final String GOLDENS = "/goldens/nets/";

  /** Of a convolution: strides and dilations are 1, and heights as widths, unless given. */
  private static final Map<Integer, Integer> DEFAULTS = Map.of(2, 1, 3, 1, 12, 1, 13, 1);

  private static final Map<Integer, Integer> OTHERWISE_AS =
      Map.of(11, 1, 12, 2, 13, 3, 14, 4, 15, 4, 16, 14);

  @ParameterizedTest
  @ValueSource(strings = {"kl", "aciq"})
  void makesTheFashionNetOfNcnnByteForByte(String method) throws IOException {
    QuantizedNet made = fashion(method, QuantizeOptions.defaults());
    String golden = "fmnist/fmnist-int8." + method;
    assertThat(bin(made)).isEqualTo(resource(GOLDENS + golden + ".bin"));
    assertSameMeaning(made.net(), golden + ".param");
    assertThat(made.fused())
        .containsExactly("r1_a", "i1_a", "i1_b", "r2_a", "i2_a", "i2_b", "i3_a", "i3_b");
  }

  @Test
  void makesTheOcrClassifierOfNcnnByteForByte() throws IOException {
    String models = "/models/ch_ppocr_mobile_v2.0_cls_infer";
    StoredNet net = stored(resource(models + ".param"), resource(models + ".bin"), "cls");
    net =
        VectorConvolutions.asInnerProducts(
            net, Map.of("input", Mat.create(Mat.Type.FLOAT32, 192, 48, 3)));
    QuantizedNet made =
        NetQuantizer.quantize(net, table("ppocr/cls-fc.kl.table"), QuantizeOptions.defaults());
    assertSameMeaning(made.net(), "ppocr/cls-fc-int8.kl.param");
    assertThat(bin(made)).isEqualTo(resource(GOLDENS + "ppocr/cls-fc-int8.kl.bin"));
  }

  /**
   * Embed, recurrent and attention layers by their static scales, Gemm and SDPA without a table.
   */
  @Test
  void quantisesWhatNeedsNoSamplesAsNcnnDoes() throws IOException {
    String folder = GOLDENS + "static/";
    StoredNet net = stored(resource(folder + "net.param"), resource(folder + "net.bin"), "net");
    CalibrationTable.Builder lines = CalibrationTable.builder();
    StaticWeightLines.add(Net.of(net, LayerRegistry.builtin()), lines);
    assertThat(lines.build().toString()).isEqualTo(table("static/net.table").toString());

    QuantizedNet made =
        NetQuantizer.quantize(net, table("static/net.table"), QuantizeOptions.defaults());

    assertThat(made.quantized())
        .containsExactly("emb", "rnn", "lstm", "gru", "mha", "gemm", "gemmb", "sdpa");
    StoredNet golden =
        stored(resource(folder + "net-int8.param"), resource(folder + "net-int8.bin"), "golden");
    for (int i = 0; i < golden.layers().size(); i++) {
      StoredLayer found = made.net().layers().get(i);
      StoredLayer wanted = golden.layers().get(i);
      String what = wanted.spec().describe();
      assertThat(meaning(found.spec())).as(what).containsAllEntriesOf(termsOf(wanted.spec()));
      assertThat(found.weights()).as(what).hasSameSizeAs(wanted.weights());
      for (int w = 0; w < wanted.weights().size(); w++) {
        assertSameWeight(what, found.weights().get(w), wanted.weights().get(w));
      }
    }
  }

  /** What of a layer's parameters the quantiser may change. */
  private static Map<Integer, String> termsOf(LayerSpec spec) {
    Map<Integer, String> terms = meaning(spec);
    terms.keySet().retainAll(Set.of(2, 3, 8, 18));
    return terms;
  }

  private static void assertSameWeight(String what, StoredWeight found, StoredWeight wanted) {
    assertThat(found.tagged()).as(what).isEqualTo(wanted.tagged());
    assertThat(found.weight().storage()).as(what).isEqualTo(wanted.weight().storage());
    float[] reals = found.weight().toFloats();
    float[] golden = wanted.weight().toFloats();
    if (wanted.weight().storage() == Weight.Storage.FLOAT16) {
      for (int i = 0; i < golden.length; i++) {
        // Rounded here, cut off there: one unit of fp16 at the most.
        assertThat(reals[i]).as(what).isCloseTo(golden[i], within(Math.abs(golden[i]) / 1024));
      }
    } else {
      assertThat(reals).as(what).containsExactly(golden);
    }
  }

  private static void assertSameMeaning(StoredNet made, String golden) throws IOException {
    NetDefinition expected = ParamReader.read(resource(GOLDENS + golden), golden);
    assertThat(made.layers()).hasSameSizeAs(expected.layers());
    for (int i = 0; i < expected.layers().size(); i++) {
      LayerSpec found = made.layers().get(i).spec();
      LayerSpec wanted = expected.layers().get(i);
      assertThat(found.type()).isEqualTo(wanted.type());
      assertThat(found.name()).isEqualTo(wanted.name());
      assertThat(found.bottoms()).isEqualTo(wanted.bottoms());
      assertThat(found.tops()).isEqualTo(wanted.tops());
      if (found.type().startsWith("Convolution")) {
        assertThat(meaning(found)).as(wanted.describe()).isEqualTo(meaning(wanted));
      } else {
        // Nothing of these layers changes; ncnn's writer leaves out what it knows as a default.
        assertThat(meaning(found)).as(wanted.describe()).containsAllEntriesOf(meaning(wanted));
      }
    }
  }

  /** A layer's parameters as text, without those that say what is so without them. */
  private static Map<Integer, String> meaning(LayerSpec spec) {
    Map<Integer, Serializable> given = spec.params().values();
    Map<Integer, String> told = new TreeMap<>();
    given.forEach(
        (id, value) -> {
          Serializable otherwise =
              OTHERWISE_AS.containsKey(id)
                  ? given.getOrDefault(OTHERWISE_AS.get(id), DEFAULTS.getOrDefault(id, 0))
                  : DEFAULTS.getOrDefault(id, 0);
          if (!(spec.type().startsWith("Convolution") && value.equals(otherwise))) {
            told.put(id, value instanceof float[] reals ? Arrays.toString(reals) : "" + value);
          }
        });
    return told;
  }

  private static QuantizedNet fashion(String method, QuantizeOptions options) throws IOException {
    StoredNet net = StoredNet.read(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin"));
    return NetQuantizer.quantize(net, table("fmnist/fmnist." + method + ".table"), options);
  }

  private static StoredNet stored(byte[] param, byte[] bin, String name) {
    LayerRegistry registry = LayerRegistry.builtin();
    NetDefinition definition = ParamReader.read(param, name + ".param");
    return StoredNet.of(definition, WeightReader.of(bin, name + ".bin"), registry);
  }

  private static CalibrationTable table(String name) throws IOException {
    return CalibrationTable.read(
        new ByteArrayInputStream(resource(GOLDENS + name)), name, BadScales.KEEP);
  }

  private static byte[] bin(QuantizedNet net) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    net.net().writeBin(out);
    return out.toByteArray();
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = NetQuantizerTest.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }
}
