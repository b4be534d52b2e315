package dev.vernier.engine.optimize;

import static dev.vernier.engine.optimize.SmallNets.assertSameAnswers;
import static dev.vernier.engine.optimize.SmallNets.optimized;
import static dev.vernier.engine.optimize.SmallNets.random;
import static dev.vernier.engine.optimize.SmallNets.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nets as they are used: same answers from fewer layers, and files that hold them. */
class WholeNetsTest {
  private static final Path FASHION =
      Path.of(System.getProperty("vernier.root"), "datasets", "fashion-mnist");
  private static final String CLASSIFIER = "/models/ch_ppocr_mobile_v2.0_cls_infer";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ch_ppocr_mobile_v2.0_cls_infer, 192, 48, 144, 108, 33, 18",
    "ch_PP-OCRv3_rec_infer, 320, 48, 116, 116, 0, 0",
    "ch_PP-OCRv3_det_infer, 96, 64, 199, 151, 43, 16",
  })
  void simplifiesTheOcrNets(
      String name, int w, int h, int before, int after, int activations, int convolutions)
      throws IOException {
    StoredNet stored = resource("/models/" + name);
    assertThat(stored.layers()).hasSize(before);
    OptimizedNet made = optimized(stored, Map.of("input", random(w, h, 3)));
    assertThat(made.net().layers()).hasSize(after);
    assertThat(count(made, "activation into layer")).isEqualTo(activations);
    assertThat(count(made, "Convolution to InnerProduct")).isEqualTo(convolutions);
  }

  private static int count(OptimizedNet net, String pass) {
    return net.changes().containsKey(pass) ? net.changes().get(pass).size() : 0;
  }

  /** Its activations were fused when it was made. */
  @Test
  void leavesTheFashionNetAsItIs() throws IOException {
    StoredNet stored =
        StoredNet.read(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin"));
    OptimizedNet made = optimized(stored, Map.of("data", random(28, 28, 1)));
    assertThat(made.changes()).isEmpty();
    assertThat(made.net()).isEqualTo(stored);
  }

  @Test
  void writesOverItsOwnFiles() throws IOException {
    Path param = folder.resolve("net.param");
    Path bin = folder.resolve("net.bin");
    StoredNet stored = resource(CLASSIFIER);
    stored.write(param, bin);
    StoredNet made = NetOptimizer.optimize(StoredNet.read(param, bin), Set.of(), false).net();
    made.write(param, bin);
    StoredNet read = StoredNet.read(param, bin);
    assertSameAnswers(stored, read, Map.of("input", random(192, 48, 3)), 1e-4);
    assertThat(read.layers()).hasSize(made.layers().size());
    assertThat(read.blobCount()).isEqualTo(made.blobCount());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(param, bin);
    }
  }

  /** Whatever a pass did not multiply keeps its very numbers, in the form that it had. */
  @Test
  void keepsWeightsThatItDoesNotChange() throws IOException {
    StoredNet stored = resource(CLASSIFIER);
    OptimizedNet made = NetOptimizer.optimize(stored, Set.of(), false);
    assertThat(made.changes().get("BinaryOp into weights")).hasSize(1);
    Map<String, StoredLayer> before = new HashMap<>();
    stored.layers().forEach(layer -> before.put(layer.spec().name(), layer));
    int changed = 0;
    for (StoredLayer layer : made.net().layers()) {
      boolean same = layer.weights().equals(before.get(layer.spec().name()).weights());
      changed += same ? 0 : 1;
    }
    assertThat(changed).isEqualTo(1);
  }

  @Test
  void storesHalvesWhereAsked() throws IOException {
    StoredNet stored = resource(CLASSIFIER);
    StoredNet half = NetOptimizer.optimize(stored, Set.of(), true).net();
    for (StoredLayer layer : half.layers()) {
      for (StoredWeight weight : layer.weights()) {
        Weight.Storage expected = weight.tagged() ? Weight.Storage.FLOAT16 : Weight.Storage.FLOAT32;
        assertThat(weight.weight().storage()).isEqualTo(expected);
      }
    }
    // Of 11 bits a weight; the answers are probabilities.
    assertSameAnswers(stored, half, Map.of("input", random(192, 48, 3)), 1e-2);
  }
}
