package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.UnsupportedLayerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamWriterTest {
  private static final Path FASHION =
      Path.of(System.getProperty("vernier.root"), "datasets", "fashion-mnist");

  @Test
  void writesAsNcnnDoes() throws IOException {
    ParamDict params =
        ParamDict.EMPTY
            .with(0, 16)
            .with(9, 6)
            .with(10, new float[] {1 / 6f, 0.5f})
            .with(5, -1e-5f)
            .with(6, "0w,1h")
            .with(7, new int[0])
            .with(30, new int[] {1, 16});
    LayerSpec layer = new LayerSpec("ReLU", "r", List.of("a"), List.of("b"), params, "here");
    LayerSpec input = new LayerSpec("Input", "in", List.of(), List.of("a"), ParamDict.EMPTY, "");
    NetDefinition net = new NetDefinition(List.of(input, layer), 2, "made");
    assertThat(text(net))
        .isEqualTo(
            "7767517\n2 2\n"
                + "Input                    in                       0 1 a\n"
                + "ReLU                     r                        1 1 a b -23330=2,1,16 0=16"
                + " 5=-1.000000e-05 6=\"0w,1h\" -23307=0 9=6"
                + " -23310=2,1.66666672e-01,5.000000e-01\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0.16666667, 1.66666672e-01",
    "0.1666667, 1.666667e-01",
    "0, 0.000000e+00",
    "-0.0, -0.000000e+00",
    "1, 1.000000e+00",
    "9999999.5, 1.000000e+07",
    "12345678, 1.23456780e+07",
    "1e-38, 9.999999e-39",
    "1.4e-45, 1.401298e-45",
    "3.4028235e38, 3.40282347e+38",
    "Infinity, 1.000000e+39",
    "-Infinity, -1.000000e+39"
  })
  void writesRealNumbersSoThatTheyReadBack(float value, String text) {
    assertThat(RealText.of(value)).isEqualTo(text);
    assertThat(Float.parseFloat(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReLU             a        1 1 x y 0=0.1 -23303=2,1,2 4=3, 5=ab,c 6=\"a b\" 2=1 12=0\n",
        "ReLU a 1 1 x y\n",
        "ReLU             a        1 1 x y -23330=2,1,2 31=1\n"
      })
  void writesTextAsItWasRead(String layer) throws IOException {
    // A column shows only where it pads, so the first layer has the second one's.
    boolean padded = layer.contains("  ");
    String input = padded ? "Input            in       0 1 x\n" : "Input in 0 1 x\n";
    String file = "7767517\n2 9\n" + input + layer;
    NetDefinition net = ParamReader.read(file.getBytes(StandardCharsets.UTF_8), "net.param");
    assertThat(text(net)).isEqualTo(file);
  }

  @Test
  void keepsTheColumnsBesideALongType() throws IOException {
    String file =
        "7767517\n3 3\n"
            + "Input            in       0 1 x\n"
            + "ConvolutionDepthWise convolution 1 1 x y\n"
            + "ReLU             ab       1 1 y z\n";
    assertThat(text(ParamReader.read(file.getBytes(StandardCharsets.UTF_8), "n"))).isEqualTo(file);
  }

  @Test
  void keepsNamesThatAreNotUtf8() throws IOException {
    byte[] file = "7767517\n1 1\nInput \u00e4 0 1 \u00f6\n".getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextParamWriter.write(ParamReader.read(file, "net.param"), out);
    assertThat(out.toByteArray()).isEqualTo(file);
  }

  @Test
  void writesAChangedParameterInItsPlace() throws IOException {
    String file = "7767517\n2 2\nInput in 0 1 x\nReLU a 1 1 x y 0=0.10 2=3 9=0.20\n";
    NetDefinition net = ParamReader.read(file.getBytes(StandardCharsets.UTF_8), "net.param");
    LayerSpec relu = net.layers().get(1);
    ParamDict changed = relu.params().with(2, 4).with(8, 101).without(9);
    LayerSpec other =
        new LayerSpec(
            relu.type(), relu.name(), relu.bottoms(), relu.tops(), changed, relu.origin());
    NetDefinition edited =
        new NetDefinition(
            List.of(net.layers().get(0), other), net.blobCount(), net.source(), net.layout());
    assertThat(text(edited)).endsWith("\nReLU a 1 1 x y 0=0.10 2=4 8=101\n");
  }

  @Test
  void writesTheBinaryFileThatNcnnMakesOfTheText() throws IOException {
    NetDefinition net = ParamReader.read(FASHION.resolve("fmnist.param"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryParamWriter.write(net, LayerRegistry.builtin(), out);
    assertThat(out.toByteArray())
        .isEqualTo(Files.readAllBytes(FASHION.resolve("fmnist.param.bin")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fmnist.param", "fmnist-fp16.param"})
  void keepsAllButNamesThroughBinary(String file) throws IOException {
    NetDefinition net = ParamReader.read(FASHION.resolve(file));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryParamWriter.write(net, LayerRegistry.builtin(), out);
    NetDefinition read = ParamReader.read(out.toByteArray(), file);
    List<LayerSpec> named =
        IntStream.range(0, net.layers().size())
            .mapToObj(i -> withParams(net.layers().get(i), read.layers().get(i)))
            .toList();
    assertThat(text(new NetDefinition(named, read.blobCount(), file, net.layout())))
        .isEqualTo(Files.readString(FASHION.resolve(file)));
  }

  private static LayerSpec withParams(LayerSpec names, LayerSpec read) {
    return new LayerSpec(
        read.type(), names.name(), names.bottoms(), names.tops(), read.params(), read.origin());
  }

  @Test
  void writesTextsAndBinaryValuesIntoBinary() throws IOException {
    String file =
        "7767517\n2 2\nInput in 0 1 x\nReLU a 1 1 x y 0=1 1=-0.5 2=\"abcde\" 3=4,5 -23304=1,2.5\n";
    NetDefinition net = ParamReader.read(file.getBytes(StandardCharsets.UTF_8), "net.param");
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    BinaryParamWriter.write(net, LayerRegistry.builtin(), first);
    NetDefinition read = ParamReader.read(first.toByteArray(), "net.param.bin");
    assertThat(read.layers().get(1).params().get(2)).isEqualTo("abcde");
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    BinaryParamWriter.write(read, LayerRegistry.builtin(), second);
    assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
    assertThat(text(read))
        .endsWith(" 1 1 0 1 0=1 1=-5.000000e-01 2=\"abcde\" -23303=2,4,5 -23304=1,2.500000e+00\n");
  }

  @Test
  void refusesWhatAFileCannotHold() {
    assertThatThrownBy(() -> text(one(ParamDict.EMPTY.with(3, Float.NaN))))
        .hasMessage(
            "here: layer \"r\" (ReLU): parameter 3 is NaN, which has no form in a text file");
    assertThatThrownBy(() -> text(one(ParamDict.EMPTY.with(3, "a\"b"))))
        .hasMessageEndingWith("parameter 3 is a\"b, which has no form in a text file");
    assertThatThrownBy(() -> text(one(ParamDict.EMPTY.with(3, "x".repeat(256)))))
        .hasMessageEndingWith("x, which has no form in a text file");
    LayerSpec blank =
        new LayerSpec("ReLU", "two words", List.of(), List.of("x"), ParamDict.EMPTY, "here");
    assertThatThrownBy(() -> text(new NetDefinition(List.of(blank), 1, "made")))
        .hasMessageEndingWith("name \"two words\" is not one word, as a text file needs it");
    assertThatThrownBy(() -> binary(one(ParamDict.EMPTY.with(3, "x".repeat(256)))))
        .hasMessageEndingWith(
            "parameter 3 is a text of 256 bytes, must be at most 255 in a binary param");
    assertThatThrownBy(() -> binary(one(ParamDict.EMPTY.with(3, 1L))))
        .hasMessageEndingWith("parameter 3 is 1, which no param file holds");
    LayerSpec odd = new LayerSpec("Odd", "o", List.of(), List.of("x"), ParamDict.EMPTY, "here");
    assertThatThrownBy(() -> binary(new NetDefinition(List.of(odd), 1, "made")))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessageStartingWith("here: layer \"o\" (Odd): no such layer type");
  }

  private static NetDefinition one(ParamDict params) {
    LayerSpec layer = new LayerSpec("ReLU", "r", List.of(), List.of("b"), params, "here");
    return new NetDefinition(List.of(layer), 1, "made");
  }

  private static void binary(NetDefinition net) throws IOException {
    BinaryParamWriter.write(net, LayerRegistry.builtin(), new ByteArrayOutputStream());
  }

  private static String text(NetDefinition net) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextParamWriter.write(net, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
