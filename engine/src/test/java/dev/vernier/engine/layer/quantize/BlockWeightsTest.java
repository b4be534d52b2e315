package dev.vernier.engine.layer.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.layer.LayerSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockWeightsTest {
  private static final LayerSpec SPEC =
      new LayerSpec("Gemm", "g", List.of("a"), List.of("b"), ParamDict.EMPTY, "net.param line 4");

  private static float[] unpack(int term, int inputs, byte[] packed, float... after) {
    ByteBuffer bin =
        ByteBuffer.allocate(4 + (packed.length + 3) / 4 * 4 + 4 * after.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bin.putInt(0x000D4B38).put(packed).position(4 + (packed.length + 3) / 4 * 4);
    for (float value : after) {
      bin.putFloat(value);
    }
    WeightReader source = WeightReader.of(bin.array(), "net.bin");
    BlockWeights weights = BlockWeights.read(SPEC, source, term, 1, inputs);
    weights.readScales(source);
    weights.readFactors(source);
    source.finish();
    return weights.toFloats();
  }

  @Test
  void readsTwoNibblesOfAByteLowestFirst() {
    assertThat(unpack(400, 3, new byte[] {(byte) 0x8f, 0x07}, 2f)).containsExactly(-0.5f, -4, 3.5f);
  }

  /** 1, −1, −32 and 31 in 24 bits: 000001 111111 100000 011111 from the lowest bit on. */
  @Test
  void readsSixBitsAcrossBytes() {
    int bits = 1 | 63 << 6 | 32 << 12 | 31 << 18;
    byte[] packed = {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16)};
    assertThat(unpack(600, 4, packed, 1f)).containsExactly(1, -1, -32, 31);
  }

  @Test
  void hasAScaleABlockAndAFactorAnInput() {
    byte[] packed = new byte[33];
    Arrays.fill(packed, (byte) 10);
    float[] after = new float[2 + 33];
    Arrays.fill(after, 1f);
    after[0] = 2;
    after[1] = 5;
    after[2 + 31] = 3;
    float[] weights = unpack(810, 33, packed, after);
    assertThat(weights[0]).isEqualTo(5);
    assertThat(weights[31]).isEqualTo(15);
    assertThat(weights[32]).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "400, true",
    "412, true",
    "610, true",
    "802, true",
    "2, false",
    "403, false",
    "420, false",
    "500, false",
    "0, false"
  })
  void knowsItsTerms(int term, boolean block) {
    assertThat(BlockWeights.isBlockTerm(term)).isEqualTo(block);
  }
}
