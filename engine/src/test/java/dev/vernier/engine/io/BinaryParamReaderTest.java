package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.UnsupportedLayerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BinaryParamReaderTest {
  private static final int MAGIC = 7767517;
  private static final int END = -233;
  private static final int INPUT = 16;
  private static final int RELU = 26;

  @Test
  void readsLayersBlobsAndParameters() {
    int[] file = {
      MAGIC,
      2,
      2, //
      INPUT,
      0,
      1,
      0,
      0,
      28,
      -23330,
      5,
      1,
      28,
      1,
      1,
      1,
      END, //
      RELU,
      1,
      1,
      0,
      1,
      0,
      Float.floatToIntBits(0.1f),
      -23402,
      3,
      'a' | 'b' << 8 | 'c' << 16,
      END
    };
    NetDefinition net = read(file);
    LayerSpec input = net.layers().get(0);
    assertThat(input.describe()).isEqualTo("net.param.bin at byte 12: layer \"0\" (Input)");
    assertThat(input.tops()).containsExactly("0");
    assertThat(input.params().get(0)).isEqualTo(28);
    assertThat((int[]) input.params().get(30)).containsExactly(1, 28, 1, 1, 1);
    LayerSpec relu = net.layers().get(1);
    assertThat(relu.type()).isEqualTo("ReLU");
    assertThat(relu.name()).isEqualTo("1");
    assertThat(relu.bottoms()).containsExactly("0");
    assertThat(relu.tops()).containsExactly("1");
    assertThat(relu.params().get(0)).isEqualTo(0.1f);
    assertThat(relu.params().get(2)).isEqualTo("abc");
    assertThat(net.blobCount()).isEqualTo(2);
  }

  @Test
  void leavesItToTheLayerWhetherBitsAreWholeOrReal() {
    int weights = 102760448;
    int[] words = {weights, 0, Float.floatToIntBits(-0.5f)};
    ParamDict params =
        read(MAGIC, 1, 1, INPUT, 0, 1, 0, 2, weights, 3, 1, -23304, 3, words[0], 0, words[2], END)
            .layers()
            .get(0)
            .params();
    assertThat(params.getWhole(2)).isEqualTo(weights);
    assertThat(params.getReal(2)).isEqualTo(Float.intBitsToFloat(weights));
    assertThat(params.get(2)).as("more likely whole").isEqualTo(weights);
    assertThat(params.getReal(3)).as("1 for 1.0, too small for a float").isEqualTo(1);
    assertThat((int[]) params.getWhole(4)).containsExactly(words);
    assertThat((float[]) params.getReal(4))
        .containsExactly(Float.intBitsToFloat(weights), 0f, -0.5f);
  }

  @Test
  void readsNegativeZeroAsARealNumber() {
    ParamDict params =
        read(MAGIC, 1, 1, INPUT, 0, 1, 0, 2, 0x80000000, END).layers().get(0).params();
    assertThat(params.getReal(2)).isEqualTo(-0f);
    assertThat(params.getWhole(2)).isEqualTo(Integer.MIN_VALUE);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("file ends before the layer count", MAGIC),
        fault("layer count is 0, must be a whole number from 1", MAGIC, 0, 1),
        fault("blob count is -1, must be a whole number from 1", MAGIC, 1, -1),
        fault("layer \"0\": file ends before the type number", MAGIC, 1, 1),
        fault("(Input): bottom count is -1, must be 0 to 1", MAGIC, 1, 1, INPUT, -1, 0),
        fault("top count is 2147483647, must be 0 to 0", MAGIC, 1, 1, INPUT, 0, 0x7fffffff),
        fault("bottom is blob 1, must be 0 to 0", MAGIC, 1, 1, RELU, 1, 1, 1, 0, END),
        fault("bottom 0 is made by no layer before", MAGIC, 1, 1, RELU, 1, 1, 0, 0, END),
        fault(
            "layer \"1\" (Input): top 0 is made already, by layer \"0\"",
            MAGIC,
            2,
            1,
            INPUT,
            0,
            1,
            0,
            END,
            INPUT,
            0,
            1,
            0,
            END),
        fault("parameter id is 32, must be 0 to 31, ", MAGIC, 1, 1, INPUT, 0, 1, 0, 32, 0, END),
        fault("parameter id is -23332, must", MAGIC, 1, 1, INPUT, 0, 1, 0, -23332, 0, END),
        fault("parameter id is -2147483648", MAGIC, 1, 1, INPUT, 0, 1, 0, 0x80000000, 0, END),
        fault("file ends before the parameter 3", MAGIC, 1, 1, INPUT, 0, 1, 0, 3),
        fault("file ends before the parameter id", MAGIC, 1, 1, INPUT, 0, 1, 0, 3, 1),
        fault(
            "length of parameter 1 is 1073741824, must be 0 to 1 in the bytes that remain",
            MAGIC,
            1,
            1,
            INPUT,
            0,
            1,
            0,
            -23301,
            0x40000000,
            END),
        fault("length of parameter 1 is -1", MAGIC, 1, 1, INPUT, 0, 1, 0, -23301, -1, END),
        fault(
            "parameter 1 is a text of 256 bytes, 260 remain and 255 are the most that ncnn reads",
            IntStream.concat(
                    IntStream.of(MAGIC, 1, 1, INPUT, 0, 1, 0, -23401, 256),
                    IntStream.generate(() -> 0).limit(65))
                .toArray()),
        fault("4 bytes follow the last of 1 layers", MAGIC, 1, 1, INPUT, 0, 1, 0, END, 0));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhatIsWrong(String message, int[] words) {
    assertThatThrownBy(() -> read(words))
        .isInstanceOf(ParamFormatException.class)
        .hasMessageStartingWith("net.param.bin at byte ")
        .hasMessageContaining(message);
  }

  @Test
  void namesTheNumberOfAnUnknownType() {
    assertThatThrownBy(() -> read(MAGIC, 1, 1, 300, 0, 1, 0, END))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessage("net.param.bin at byte 12: layer \"0\": no layer type has the number 300");
  }

  @Test
  void refusesEveryTruncationAndNeverCrashesOnDamage() {
    byte[] whole =
        bytes(
            MAGIC,
            2,
            2,
            INPUT,
            0,
            1,
            0,
            0,
            28,
            -23330,
            2,
            1,
            28,
            END,
            RELU,
            1,
            1,
            0,
            1,
            -23402,
            3,
            0x00636261,
            END);
    for (int length = Integer.BYTES; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ParamReader.read(cut, "net.param.bin"))
          .as("first %d bytes", length)
          .isInstanceOf(ParamFormatException.class);
    }
    long seed = 20261123;
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = whole.clone();
      damaged[Integer.BYTES + random.nextInt(whole.length - Integer.BYTES)] =
          (byte) random.nextInt();
      try {
        ParamReader.read(damaged, "net.param.bin");
      } catch (ParamFormatException | UnsupportedLayerException e) {
        assertThat(e.getMessage()).as("case %d of seed %d", i, seed).startsWith("net.param.bin at");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static Arguments fault(String message, int... words) {
    return Arguments.of(message, words);
  }

  private static NetDefinition read(int... words) {
    return ParamReader.read(bytes(words), "net.param.bin");
  }

  private static byte[] bytes(int... words) {
    ByteBuffer content =
        ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    content.asIntBuffer().put(words);
    return content.array();
  }
}
