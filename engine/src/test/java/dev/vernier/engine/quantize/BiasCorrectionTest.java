package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.io.NetDefinition;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.Columns;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BiasCorrectionTest {
  private static final long SEED = 20261123;
  private static final int INPUTS = 8;
  private static final int OUTPUTS = 3;
  private static final int ROWS = 200;

  /** Scales so rough that the means are off. */
  private static final CalibrationTable TABLE =
      CalibrationTable.builder().weights("fc", 3, 4, 5).activation("fc", 2).build();

  private final Random random = new Random(SEED);
  private final float[] rows = new float[ROWS * INPUTS];
  private final Columns columns = new Columns(INPUTS, rows);

  BiasCorrectionTest() {
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextFloat() * 2;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theMeanOfEveryOutputComesBack(boolean withBias) {
    StoredNet stored = net(withBias);
    Net net = Net.of(stored, LayerRegistry.builtin());
    Map<String, float[]> corrections =
        BiasCorrection.of(net, TABLE, Map.of("fc", columns), OneLayerNet.provider().kernels());
    assertThat(corrections).containsOnlyKeys("fc");

    QuantizeOptions plain = QuantizeOptions.defaults();
    float[] wanted = means(net);
    float[] without = means(int8(stored, plain));
    float[] with = means(int8(stored, plain.withBiasCorrections(corrections)));
    for (int i = 0; i < OUTPUTS; i++) {
      assertThat(with[i]).as("output %d, seed %d", i, SEED).isCloseTo(wanted[i], within(1e-4f));
      assertThat(Math.abs(without[i] - wanted[i])).as("seed %d", SEED).isGreaterThan(1e-2f);
    }
  }

  @Test
  void layersThatStayAsTheyAreKeepTheirBias() {
    QuantizeOptions options =
        new QuantizeOptions(false, Set.of("fc"), Map.of("fc", new float[] {1, 1, 1}));
    StoredNet stored = net(true);
    assertThat(NetQuantizer.quantize(stored, TABLE, options).net().layers())
        .isEqualTo(stored.layers());
    Net net = Net.of(stored, LayerRegistry.builtin());
    CalibrationTable none = CalibrationTable.builder().build();
    assertThat(
            BiasCorrection.of(net, none, Map.of("fc", columns), OneLayerNet.provider().kernels()))
        .isEmpty();
  }

  @Test
  void refusesWhatDoesNotFit() {
    Net net = Net.of(net(true), LayerRegistry.builtin());
    Map<String, Columns> other = Map.of("fc", new Columns(2, new float[4]));
    assertThatThrownBy(() -> BiasCorrection.of(net, TABLE, other, OneLayerNet.provider().kernels()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 4: layer \"fc\" (InnerProduct): found 2 columns of 2 inputs, expected"
                + " at least one of 8");
    QuantizeOptions options =
        QuantizeOptions.defaults().withBiasCorrections(Map.of("fc", new float[] {1, 1}));
    assertThatThrownBy(() -> NetQuantizer.quantize(net(true), TABLE, options))
        .isInstanceOf(NetException.class)
        .hasMessageEndingWith("2 bias corrections, must be 3, one an output");
  }

  private static Net int8(StoredNet stored, QuantizeOptions options) {
    return Net.of(NetQuantizer.quantize(stored, TABLE, options).net(), LayerRegistry.builtin());
  }

  private float[] means(Net net) {
    Extractor extractor = net.extractor();
    extractor.input("data", Mat.wrap(rows, 2, INPUTS, ROWS, 1, 1));
    Mat out = extractor.extract("out");
    float[] means = new float[OUTPUTS];
    for (int i = 0; i < ROWS * OUTPUTS; i++) {
      means[i % OUTPUTS] += out.floats()[i] / ROWS;
    }
    return means;
  }

  /** The same weights on every call. */
  private static StoredNet net(boolean withBias) {
    Random weights = new Random(SEED + 1);
    String param =
        "7767517\n2 2\nInput data 0 1 data\nInnerProduct fc 1 1 data out 0=3 1="
            + (withBias ? 1 : 0)
            + " 2=24\n";
    ByteBuffer bin = ByteBuffer.allocate(4 * 28).order(ByteOrder.LITTLE_ENDIAN);
    bin.putInt(0);
    for (int i = 0; i < INPUTS * OUTPUTS + (withBias ? OUTPUTS : 0); i++) {
      bin.putFloat((float) weights.nextGaussian());
    }
    byte[] bytes = new byte[bin.flip().remaining()];
    bin.get(bytes);
    NetDefinition definition =
        ParamReader.read(param.getBytes(StandardCharsets.UTF_8), "net.param");
    return StoredNet.of(definition, WeightReader.of(bytes, "net.bin"), LayerRegistry.builtin());
  }
}
