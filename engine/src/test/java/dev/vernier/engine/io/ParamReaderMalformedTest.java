package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vernier.engine.NetException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParamReaderMalformedTest {
  private static final String NUMBER = ", must be a real number or a whole number of 32 bits";
  private static final String ID = " must be 0 to 31, or -23300 to -23331 for an array";

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("", "net.param line 1: file ends before the magic number 7767517"),
        arguments(" \n\n", "net.param line 2: file ends before the magic number 7767517"),
        arguments("7767516\n", "net.param line 1: magic number is \"7767516\", must be 7767517"),
        arguments(
            "\ufeff7767517\n",
            "net.param line 1: magic number is \"\\ufeff7767517\", must be 7767517"),
        arguments(
            "\u001d\u0086v\u0000",
            "net.param line 1: magic number is \"\\u001d\\u0086v\\u0000\", must be 7767517"),
        arguments("7767517", "net.param line 1: file ends before the layer count"),
        arguments("7767517\n1\n", "net.param line 2: file ends before the blob count"),
        arguments(
            "7767517\n-1 1\n",
            "net.param line 2: layer count is \"-1\", must be a whole number from 1"),
        arguments(
            "7767517\n0 1\n",
            "net.param line 2: layer count is \"0\", must be a whole number from 1"),
        arguments(
            "7767517\n1 x\n",
            "net.param line 2: blob count is \"x\", must be a whole number from 1"),
        arguments(
            "7767517\n1 2147483648\n",
            "net.param line 2: blob count is \"2147483648\", must be a whole number from 1"),
        arguments("7767517\n1 1 1\n", "net.param line 2: \"1\" follows the layer and blob counts"),
        arguments(
            "7767517\n2147483647 2147483647\nInput in 0 1 data\n",
            "net.param line 3: file ends after layer 1, line 2 declares 2147483647 layers"),
        arguments(
            "7767517\n1 2\nInput in 0 1 data\nReLU r 1 1 data out\n",
            "net.param line 4: \"ReLU\" follows the last layer, line 2 declares 1 layers"),
        arguments(
            "7767517\n2 1\nInput in 0 1 data\nReLU r 1 1 data out\n",
            "net.param line 2: blob count is 1, the layers make 2 blobs"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void rejectsHeader(String text, String message) {
    assertRejected(text, message);
  }

  static Stream<Arguments> connections() {
    String at = "net.param line 4: layer \"r\" (ReLU): ";
    return Stream.of(
        arguments(
            "ReLU",
            "net.param line 4: \"ReLU\" stands alone, expected type, name, bottom count and top"
                + " count of a layer"),
        arguments("ReLU r", at + "bottom count is \"\", must be a whole number from 0"),
        arguments("ReLU r 1", at + "top count is \"\", must be a whole number from 0"),
        arguments(
            "ReLU r -1 1 data out", at + "bottom count is \"-1\", must be a whole number from 0"),
        arguments(
            "ReLU r 1 1.0 data out", at + "top count is \"1.0\", must be a whole number from 0"),
        arguments(
            "ReLU r 2147483647 1 data out",
            at + "declares 2147483647 bottoms, but after 2 comes the end of the line"),
        arguments(
            "ReLU r 1 2147483647 data out",
            at + "declares 2147483647 tops, but after 1 comes the end of the line"),
        arguments("ReLU r 1 1 data 0=0.1", at + "declares 1 tops, but after 0 comes \"0=0.1\""),
        arguments(
            "ReLU r 1 1 data out more 0=0.1",
            at + "\"more\" follows 1 bottoms and 1 tops, expected id=value"),
        arguments("ReLU r 1 1 none out", at + "bottom \"none\" is made by no layer"),
        arguments("ReLU r 1 1 out out", at + "bottom \"out\" is read before it is made, on line 4"),
        arguments(
            "ReLU r 1 1 late out\nReLU s 1 1 out late",
            at + "bottom \"late\" is read before it is made, on line 5"),
        arguments("ReLU r 1 1 data data", at + "top \"data\" is made already, on line 3"),
        arguments("ReLU r 1 2 data out out", at + "top \"out\" is made already, on line 4"));
  }

  @ParameterizedTest
  @MethodSource("connections")
  void rejectsConnections(String line, String message) {
    int layers = line.contains("\n") ? 3 : 2;
    assertRejected("7767517\n" + layers + " 9\nInput in 0 1 data\n" + line + "\n", message);
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        arguments("0=1 3", "\"3\" is no parameter, expected id=value"),
        arguments("0=1 x=3", "parameter id \"x\" of \"x=3\"" + ID),
        arguments("0=1 =3", "parameter id \"\" of \"=3\"" + ID),
        arguments("32=1", "parameter id \"32\" of \"32=1\"" + ID),
        arguments("-1=1", "parameter id \"-1\" of \"-1=1\"" + ID),
        arguments("-23299=1,1", "parameter id \"-23299\" of \"-23299=1,1\"" + ID),
        arguments("-23332=1,1", "parameter id \"-23332\" of \"-23332=1,1\"" + ID),
        arguments("-2147483648=1", "parameter id \"-2147483648\" of \"-2147483648=1\"" + ID),
        arguments("99999999999=1", "parameter id \"99999999999\" of \"99999999999=1\"" + ID),
        arguments("0=", "parameter 0 has no value"),
        arguments("0= 1", "parameter 0 has no value"),
        arguments("0=2147483648", "parameter 0 is \"2147483648\"" + NUMBER),
        arguments("0=0x10", "parameter 0 is \"0x10\"" + NUMBER),
        arguments("0=5abc", "parameter 0 is \"5abc\"" + NUMBER),
        arguments("0=٣", "parameter 0 is \"٣\"" + NUMBER),
        arguments("0=-inf", "parameter 0 is \"-inf\"" + NUMBER),
        arguments("0=1.5f", "parameter 0 is \"1.5f\"" + NUMBER),
        arguments("0=0x1.8p1", "parameter 0 is \"0x1.8p1\"" + NUMBER),
        arguments("0=1.#INF", "parameter 0 is \"1.#INF\"" + NUMBER),
        arguments("0=1.2.3", "parameter 0 is \"1.2.3\"" + NUMBER),
        arguments("0=1e", "parameter 0 is \"1e\"" + NUMBER),
        arguments("0=--1", "parameter 0 is \"--1\"" + NUMBER),
        arguments("0=1,,2", "parameter 0 has the element \"\"" + NUMBER),
        arguments("0=1,b", "parameter 0 has the element \"b\"" + NUMBER),
        arguments("0=1.0,inf", "parameter 0 has the element \"inf\"" + NUMBER),
        arguments("0=,", "parameter 0 is \"\"" + NUMBER),
        arguments("0=\"open", "parameter 0 is \"\"open\", without a closing quote"),
        arguments(
            "0=\"a\"b", "parameter 0 is \"\"a\"b\", expected a blank after the closing quote"),
        arguments(
            "-23300=x,1",
            "parameter -23300 starts with \"x\", must start with the array's length, a whole number"
                + " from 0"),
        arguments(
            "-23300=",
            "parameter -23300 starts with \"\", must start with the array's length, a whole number"
                + " from 0"),
        arguments(
            "-23300=-1,1",
            "parameter -23300 starts with \"-1\", must start with the array's length, a whole"
                + " number from 0"),
        arguments("-23300=2147483647,1", "parameter -23300 declares 2147483647 elements, 1 follow"),
        arguments("-23300=1,1,2", "parameter -23300 declares 1 elements, 2 follow"),
        arguments("-23300=1", "parameter -23300 declares 1 elements, 0 follow"),
        arguments("-23300=2,1,y", "parameter -23300 has the element \"y\"" + NUMBER),
        arguments("0=" + "9".repeat(99), "parameter 0 is \"" + "9".repeat(60) + "…\"" + NUMBER));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void rejectsParameters(String words, String problem) {
    assertRejected(
        "7767517\n1 1\nInput in 0 1 data " + words + "\n",
        "net.param line 3: layer \"in\" (Input): " + problem);
  }

  @Test
  void namesTheLineOfAContinuation() {
    assertRejected(
        "7767517\n1 1\nInput in 0 1 data 0=1\n1=2 3=x=\"\n2=?\n",
        "net.param line 5: layer \"in\" (Input): parameter 2 is \"?\"" + NUMBER);
  }

  @Test
  void anyDamageEndsInANetOrAnErrorOfTheFormat() {
    byte[] valid =
        """
        7767517
        5 6
        Input            in       0 1 data -23330=4,3,8,8,3 0=8 1=8 2=3
        Convolution      conv     1 1 data conv 0=4 1=3 4=1 5=1 6=108 9=2 -23310=1,1.000000e-01
        Split            fork     1 2 conv left right
        Crop             crop     1 1 right part 19="-(0w,3), 1" 3=1,2,0.5
        BinaryOp         sum      2 1 left part out 0=0
        """
            .getBytes(StandardCharsets.US_ASCII);
    long seed = 20260722;
    SplittableRandom random = new SplittableRandom(seed);
    byte[] telling = "=,-\"\n 0e.9\t\r".getBytes(StandardCharsets.US_ASCII);

    int rejected = 0;
    for (int round = 0; round < 5000; round++) {
      byte[] damaged = valid.clone();
      int damages = random.nextInt(1, 4);
      for (int i = 0; i < damages; i++) {
        damaged[random.nextInt(damaged.length)] =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : telling[random.nextInt(telling.length)];
      }
      if (random.nextInt(4) == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      try {
        ParamReader.read(damaged, "net.param");
      } catch (NetException e) {
        assertThat(e).isInstanceOf(ParamFormatException.class);
        assertThat(e.getMessage()).startsWith("net.param line ").hasSizeLessThan(500);
        rejected++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(rejected).as("seed %d", seed).isBetween(1000, 4999);
  }

  @Test
  void rejectsAnEndlessStream() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) ' ');
            return length;
          }
        };

    assertThatThrownBy(() -> ParamReader.read(endless, "net.param"))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage("net.param is longer than 67108864 bytes, too long for a .param");
  }

  @Test
  void longLinesTakeTimeInProportion() {
    int length = 1_000_000;
    StringBuilder text = new StringBuilder("7767517\n1 " + length + "\nInput in 0 " + length);
    for (int i = 0; i < length; i++) {
      text.append(' ').append(i);
    }
    text.append(" -23300=").append(length).append(",7".repeat(length)).append('\n');
    byte[] content = text.toString().getBytes(StandardCharsets.US_ASCII);

    NetDefinition net =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> ParamReader.read(content, "net.param"));

    assertThat(net.layers().get(0).tops()).hasSize(length);
    assertThat((int[]) net.layers().get(0).params().get(0)).hasSize(length);
  }

  private static void assertRejected(String text, String message) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ParamReader.read(content, "net.param"))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(message);
  }
}
