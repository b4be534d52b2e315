package dev.vernier.engine.optimize;

import static dev.vernier.engine.optimize.SmallNets.net;
import static dev.vernier.engine.optimize.SmallNets.optimized;
import static dev.vernier.engine.optimize.SmallNets.random;
import static dev.vernier.engine.optimize.SmallNets.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.NetException;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.layer.LayerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stays as it is, whatever pass would apply. */
class NetOptimizerTest {
  private static final Map<String, Mat> IMAGE = Map.of("data", random(9, 7, 6));
  private static final String INPUT = "Input data 0 1 data";
  private static final String CONVOLUTION = "Convolution c 1 1 data a 0=5 1=3 4=1 5=1 6=270";

  @Test
  void keptBlobsStay() {
    String[] lines = {
      INPUT,
      CONVOLUTION,
      "BatchNorm n 1 1 a b 0=5",
      "Dropout d 1 1 b e",
      "ReLU r 1 1 e f",
      "Power q 1 1 f out 0=2"
    };
    assertThat(types(optimized(net(lines), IMAGE))).containsExactly("Convolution", "Power");
    assertThat(types(optimized(net(lines), IMAGE, "a")))
        .containsExactly("Convolution", "BatchNorm", "ReLU", "Power");
    assertThat(types(optimized(net(lines), IMAGE, "b")))
        .containsExactly("Convolution", "ReLU", "Power");
    assertThat(types(optimized(net(lines), IMAGE, "b", "e")))
        .containsExactly("Convolution", "Dropout", "ReLU", "Power");
    assertThat(types(optimized(net(lines), IMAGE, "f"))).containsExactly("Convolution", "Power");
    assertThatThrownBy(() -> NetOptimizer.optimize(net(lines), Set.of("ou"), false))
        .isInstanceOf(NetException.class)
        .hasMessage("small.param: no blob \"ou\"; did you mean \"out\", \"a\", \"b\"?");
  }

  @Test
  void leavesInt8LayersAlone() throws IOException {
    StoredNet int8 = SmallNets.resource("/goldens/nets/fmnist/fmnist-int8.kl");
    List<StoredLayer> layers = new ArrayList<>(int8.layers());
    OptimizedNet made = NetOptimizer.optimize(int8, Set.of(), false);
    assertThat(made.net().layers()).isEqualTo(layers);
    // And their weights, whatever form the others' take.
    StoredNet half = NetOptimizer.optimize(int8, Set.of(), true).net();
    for (int i = 0; i < layers.size(); i++) {
      for (int w = 0; w < layers.get(i).weights().size(); w++) {
        if (layers.get(i).weights().get(w).weight().storage() == Weight.Storage.INT8) {
          assertThat(half.layers().get(i).weights().get(w))
              .isEqualTo(layers.get(i).weights().get(w));
        }
      }
    }
  }

  @Test
  void foldsNothingIntoInt8() {
    for (String layer : List.of("BatchNorm b 1 1 a out 0=5", "ReLU b 1 1 a out")) {
      StoredNet real = net(INPUT, "Convolution c 1 1 data a 0=5 1=1 6=30", layer);
      List<StoredLayer> layers = new ArrayList<>(real.layers());
      LayerSpec spec = layers.get(1).spec();
      List<StoredWeight> weights =
          List.of(
              StoredWeight.tagged(Weight.int8(new byte[30])),
              StoredWeight.raw(new float[5]),
              StoredWeight.raw(new float[] {1}));
      layers.set(1, new StoredLayer(spec.withParams(spec.params().with(8, 2)), weights));
      assertThat(NetOptimizer.optimize(real.withLayers(layers), Set.of(), false).changes())
          .isEmpty();
    }
  }

  @Test
  void refusesNetsWhoseLayersDoNotTakeTheirWeights() {
    StoredNet net = net(INPUT, CONVOLUTION, "ReLU r 1 1 a out");
    List<StoredLayer> layers = new ArrayList<>(net.layers());
    layers.set(1, new StoredLayer(layers.get(1).spec(), List.of()));
    assertThatThrownBy(() -> NetOptimizer.optimize(net.withLayers(layers), Set.of(), false))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("layer \"c\" (Convolution): asks for 270 weights with a storage tag");
    // Of another number of channels: it fails when it runs, before as after.
    OptimizedNet odd =
        NetOptimizer.optimize(
            net(INPUT, CONVOLUTION, "BatchNorm b 1 1 a out 0=4"), Set.of(), false);
    assertThat(odd.changes()).isEmpty();
  }
}
