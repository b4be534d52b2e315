package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nets that are read and written again, and the value between the two. */
class StoredNetTest {
  private static final Path FASHION =
      Path.of(System.getProperty("vernier.root"), "datasets", "fashion-mnist");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "fmnist.param, fmnist.bin",
    "fmnist-fp16.param, fmnist-fp16.bin",
    "fmnist.param.bin, fmnist.bin"
  })
  void writesTheFashionNetsAsTheyWere(String param, String bin) throws IOException {
    assertSameAgain(FASHION.resolve(param), FASHION.resolve(bin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/models/ch_ppocr_mobile_v2.0_cls_infer",
        "/models/ch_PP-OCRv3_rec_infer",
        "/models/ch_PP-OCRv3_det_infer",
        "/goldens/nets/fmnist/fmnist-int8.kl",
        "/goldens/nets/ppocr/cls-fc-int8.kl"
      })
  void writesOtherToolsNetsAsTheyWere(String net) throws IOException {
    assertSameAgain(resource(net + ".param"), resource(net + ".bin"));
  }

  private void assertSameAgain(Path param, Path bin) throws IOException {
    StoredNet net = StoredNet.read(param, bin);
    Path newParam = folder.resolve("again-" + param.getFileName());
    Path newBin = folder.resolve("again-" + bin.getFileName());
    net.write(newParam, newBin);
    assertThat(newParam).hasSameBinaryContentAs(param);
    assertThat(newBin).hasSameBinaryContentAs(bin);
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
    try (InputStream in = StoredNetTest.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 100_000})
  void writesEveryStorageAsItWas(int count) throws IOException {
    byte[] values = new byte[count];
    short[] halves = new short[count];
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) i;
      halves[i] = (short) (i * 31);
      floats[i] = i / 7f;
    }
    List<StoredWeight> weights =
        List.of(
            StoredWeight.tagged(Weight.int8(values)),
            StoredWeight.tagged(Weight.float16(halves)),
            StoredWeight.tagged(Weight.float32(floats)),
            StoredWeight.tagged(Weight.float32(floats).tagged(Weight.TAG_FLOAT32_SCALED)),
            StoredWeight.tagged(Weight.table(new float[256], values)),
            StoredWeight.tagged(Weight.table(new float[256], values).tagged(0x12345678)),
            StoredWeight.raw(floats));
    byte[] written = write(weights);
    WeightReader reader = WeightReader.of(written, "net.bin");
    RecordingWeights recording = new RecordingWeights(reader);
    for (StoredWeight weight : weights) {
      if (weight.tagged()) {
        recording.tagged(count);
      } else {
        recording.raw(count);
      }
    }
    reader.finish();
    assertThat(recording.taken())
        .extracting(weight -> weight.weight().storage())
        .containsExactlyElementsOf(
            weights.stream().map(weight -> weight.weight().storage()).toList());
    assertThat(write(recording.taken())).isEqualTo(written);
  }

  private static byte[] write(List<StoredWeight> weights) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WeightWriter writer = new WeightWriter(out);
    for (StoredWeight weight : weights) {
      writer.write(weight);
    }
    writer.flush();
    return out.toByteArray();
  }

  @Test
  void runsAsTheFilesDo() throws IOException {
    Path param = FASHION.resolve("fmnist.param");
    Path bin = FASHION.resolve("fmnist.bin");
    Net stored = Net.of(StoredNet.read(param, bin), LayerRegistry.builtin());
    assertThat(answer(stored)).isEqualTo(answer(Net.load(param, bin)));
    assertThat(stored.name()).isEqualTo("fmnist.param");
  }

  private static float[] answer(Net net) {
    Extractor extractor = net.extractor();
    Mat image = Mat.create(Mat.Type.FLOAT32, 28, 28, 1);
    for (int i = 0; i < image.size(); i++) {
      image.floats()[i] = i % 13 / 13f;
    }
    extractor.input("data", image);
    return extractor.extract("prob").copy().floats();
  }

  @Test
  void sharesTheWeightsOfEditedLayers() throws IOException {
    StoredNet net = StoredNet.read(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin"));
    List<StoredLayer> layers = new ArrayList<>(net.layers());
    StoredLayer stem = layers.get(1);
    LayerSpec spec = stem.spec();
    LayerSpec renamed =
        new LayerSpec(
            spec.type(), "first", spec.bottoms(), spec.tops(), spec.params(), spec.origin());
    layers.set(1, new StoredLayer(renamed, stem.weights()));
    StoredNet edited = net.withLayers(layers);
    Path param = folder.resolve("edited.param");
    edited.write(param, folder.resolve("edited.bin"));
    assertThat(Files.readString(param))
        .contains("\nConvolution              first                    1 1 data stem 0=16 ");
    assertThat(answer(Net.load(param, folder.resolve("edited.bin"))))
        .isEqualTo(answer(Net.of(net, LayerRegistry.builtin())));
    assertThat(edited.layers().get(1).weights().get(0).weight())
        .isSameAs(stem.weights().get(0).weight());
  }

  @Test
  void refusesWeightsThatTheLayerDoesNotAskFor() throws IOException {
    StoredNet net = StoredNet.read(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin"));
    assertThatThrownBy(() -> Net.of(withStem(net, List.of()), LayerRegistry.builtin()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            "fmnist.param line 4: layer \"stem\" (Convolution): asks for 144 weights with a"
                + " storage tag, none are stored for it");
    List<StoredWeight> raw = List.of(StoredWeight.raw(new float[143]));
    assertThatThrownBy(() -> Net.of(withStem(net, raw), LayerRegistry.builtin()))
        .hasMessageEndingWith("144 weights with a storage tag, stored are 143 without one");
    assertThatThrownBy(() -> new StoredWeight(Weight.int8(new byte[1]), false))
        .hasMessage("a weight without a storage tag is INT8, must be FLOAT32");
  }

  private static StoredNet withStem(StoredNet net, List<StoredWeight> weights) {
    List<StoredLayer> layers = new ArrayList<>(net.layers());
    layers.set(1, new StoredLayer(layers.get(1).spec(), weights));
    return net.withLayers(layers);
  }

  @Test
  void leavesBothFilesAsTheyWereWhenOneCannotBeWritten() throws IOException {
    Path param = Files.writeString(folder.resolve("net.param"), "old param");
    Path bin = folder.resolve("net.bin");
    Files.createDirectories(bin.resolve("in the way"));
    StoredNet net = StoredNet.read(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin"));
    assertThatThrownBy(() -> net.write(param, bin)).isInstanceOf(IOException.class);
    assertThat(param).hasContent("old param");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(param) && !path.equals(bin));
    Path fresh = folder.resolve("fresh.param");
    assertThatThrownBy(() -> net.write(fresh, bin)).isInstanceOf(IOException.class);
    assertThat(fresh).doesNotExist();
    net.write(param, folder.resolve("other.bin"));
    assertThat(param).hasSameBinaryContentAs(FASHION.resolve("fmnist.param"));
    assertThat(folder).isDirectoryNotContaining("glob:**.{part,old}");
  }

  @Test
  void leavesNoFileWhenTheParamHasNoForm() throws IOException {
    LayerSpec layer =
        new LayerSpec(
            "Input", "in", List.of(), List.of("x"), ParamDict.EMPTY.with(0, Float.NaN), "here");
    StoredNet net =
        new StoredNet(List.of(new StoredLayer(layer, List.of())), 1, "made", TextLayout.NCNN);
    assertThatThrownBy(() -> net.write(folder.resolve("a.param"), folder.resolve("a.bin")))
        .isInstanceOf(ParamFormatException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void readsWhatItWroteFromStreams() throws IOException {
    StoredNet net = StoredNet.read(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin"));
    ByteArrayOutputStream bin = new ByteArrayOutputStream();
    net.writeBin(bin);
    WeightReader weights = WeightReader.of(new ByteArrayInputStream(bin.toByteArray()), "again");
    StoredNet again = StoredNet.of(net.definition(), weights, LayerRegistry.builtin());
    weights.finish();
    assertThat(again.layers()).hasSameSizeAs(net.layers());
  }
}
