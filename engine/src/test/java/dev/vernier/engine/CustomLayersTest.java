package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.io.BinaryParamWriter;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.UnsupportedLayerException;
import dev.vernier.engine.layer.Workspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own layer types beside, and in place of, the builtin ones. */
class CustomLayersTest {
  private static final byte[] PARAM =
      """
      7767517
      3 3
      Input in 0 1 x 0=2
      Offset first 1 1 x y 0=0.5
      ReLU second 1 1 y z
      """
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BIN =
      ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(-3).putFloat(7).array();
  private static final LayerRegistry LAYERS =
      LayerRegistry.builtin()
          .with("Unused", (spec, weights) -> new Offset(spec, weights))
          .with("Offset", Offset::new);

  @TempDir Path folder;

  /** Adds two weights and a parameter. */
  private static final class Offset extends Layer {
    private static final long serialVersionUID = 1L;
    private static final FloatParam MORE = FloatParam.of(0, "more");

    private final float[] offsets;
    private final float more;

    Offset(LayerSpec spec, WeightSource weights) {
      super(spec);
      spec.requireBlobs(1, 1);
      more = MORE.get(spec);
      offsets = weights.raw(2);
    }

    @Override
    public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
      tops[0] = workspace.floatsLike(bottoms[0]);
      for (int i = 0; i < 2; i++) {
        tops[0].floats()[i] = bottoms[0].floats()[i] + offsets[i] + more;
      }
    }
  }

  /** Doubles, where ReLU would cut. */
  private static final class Twice extends Layer {
    private static final long serialVersionUID = 1L;

    Twice(LayerSpec spec) {
      super(spec);
    }

    @Override
    public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
      tops[0] = workspace.floatsLike(bottoms[0]);
      for (int i = 0; i < bottoms[0].size(); i++) {
        tops[0].floats()[i] = 2 * bottoms[0].floats()[i];
      }
    }
  }

  @Test
  void runsFromEverySource() throws IOException {
    assertAnswer(Net.load(PARAM, BIN, "own", LAYERS), 0f, 9.5f);
    Path param = Files.write(folder.resolve("own.param"), PARAM);
    Path bin = Files.write(folder.resolve("own.bin"), BIN);
    assertAnswer(Net.load(param, bin, LAYERS), 0f, 9.5f);
    assertAnswer(
        Net.load(new ByteArrayInputStream(PARAM), new ByteArrayInputStream(BIN), "own", LAYERS),
        0f,
        9.5f);
    assertAnswer(Net.of(StoredNet.read(param, bin, LAYERS), LAYERS), 0f, 9.5f);
    assertThat(Net.withRandomWeights(param, 1, LAYERS).layers()).hasSize(3);
  }

  @Test
  void travelsWithItsNet() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Net.load(PARAM, BIN, "own", LAYERS));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertAnswer((Net) in.readObject(), 0f, 9.5f);
    }
  }

  @Test
  void isFoundByItsNumberInABinaryParam() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryParamWriter.write(ParamReader.read(PARAM, "own.param"), LAYERS, out);
    byte[] binary = out.toByteArray();
    // The magic number, two counts and the 7 words of the Input layer stand before it.
    assertThat(ByteBuffer.wrap(binary).order(ByteOrder.LITTLE_ENDIAN).getInt(40))
        .as("the second type that was registered")
        .isEqualTo(257);
    assertAnswer(Net.load(binary, BIN, "own", LAYERS), 0f, 9.5f);
    assertThatThrownBy(() -> Net.load(binary, BIN, "own"))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessage("own.param at byte 40: layer \"1\": no layer type has the number 257");
  }

  @Test
  void takesABuiltinTypesPlace() {
    LayerRegistry layers = LAYERS.with("ReLU", (spec, weights) -> new Twice(spec));
    assertAnswer(Net.load(PARAM, BIN, "own", layers), -3f, 19f);
    assertThat(layers.entry(26).type()).isEqualTo("ReLU");
    assertAnswer(Net.load(PARAM, BIN, "own", LAYERS), 0f, 9.5f);
  }

  private static void assertAnswer(Net net, float... expected) {
    Extractor extractor = net.extractor();
    extractor.input(0, Mat.of(1, 2));
    assertThat(extractor.extract(net.outputs().get(0).index()).copy().floats())
        .containsExactly(expected);
  }
}
