package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class Int8GemmTest {

  private static LayerSpec spec(int... idsAndValues) {
    LayerSpec spec =
        new LayerSpec("Gemm", "g", List.of("a"), List.of("b"), ParamDict.EMPTY, "net.param line 4");
    for (int i = 0; i < idsAndValues.length; i += 2) {
      spec = IntParam.of(idsAndValues[i], "any").set(spec, idsAndValues[i + 1]);
    }
    return spec;
  }

  private static StoredWeight weight(float... values) {
    return StoredWeight.tagged(Weight.float32(values));
  }

  /** ncnn2int8 looks for the absmax in the first row alone and clips what is larger below it. */
  @Test
  void scalesAStoredTransposedBByTheAbsmaxOfAllItsRows() {
    StoredLayer made =
        Int8Gemm.of(new StoredLayer(spec(3, 1, 5, 1, 8, 2, 9, 2), List.of(weight(1, -0.5f, 2, 4))));
    assertThat(made.weights().get(0).weight().toBytes()).containsExactly(32, -16, 64, 127);
    assertThat(made.weights().get(1).weight().toFloats()).containsExactly(31.75f);
    assertThat(Gemm.QUANTIZE_TERM.get(made.spec())).isEqualTo(2);
  }

  @Test
  void turnsMatricesSoThatKIsInnermost() {
    StoredLayer made =
        Int8Gemm.of(
            new StoredLayer(
                spec(2, 1, 4, 1, 5, 1, 7, 2, 8, 1, 9, 2),
                List.of(weight(1, 10, 2, 20), weight(1, 2))));
    // A is stored (m, k): its rows are 1 2 and 10 20.
    assertThat(made.weights().get(0).weight().toBytes()).containsExactly(64, 127, 64, 127);
    assertThat(made.weights().get(1).weight().toBytes()).containsExactly(64, 127);
    assertThat(made.weights().get(2).weight().toFloats()).containsExactly(63.5f, 6.35f);
    assertThat(made.weights().get(3).weight().toFloats()).containsExactly(63.5f);
    assertThat(Gemm.TRANS_A.get(made.spec())).isZero();
    assertThat(Gemm.TRANS_B.get(made.spec())).isEqualTo(1);
  }

  @Test
  void leavesAnInt8LayerAlone() {
    StoredLayer stored = new StoredLayer(spec(18, 2), List.of());
    assertThat(Int8Gemm.of(stored)).isSameAs(stored);
  }
}
