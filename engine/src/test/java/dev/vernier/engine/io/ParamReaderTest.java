package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.LayerSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamReaderTest {
  private static final String SMALL =
      """
      7767517
      3 4
      Input            in       0 1 data 0=8 1=8 2=3
      Split            fork     1 2 data left right
      BinaryOp         sum      2 1 left right out 0=0
      """;

  @Test
  void readsLayersInOrder() {
    NetDefinition net = read(SMALL);

    assertThat(net.source()).isEqualTo("net.param");
    assertThat(net.blobCount()).isEqualTo(4);
    assertThat(net.layers())
        .extracting(LayerSpec::type)
        .containsExactly("Input", "Split", "BinaryOp");
    assertThat(net.layers()).extracting(LayerSpec::name).containsExactly("in", "fork", "sum");
    LayerSpec sum = net.layers().get(2);
    assertThat(sum.bottoms()).containsExactly("left", "right");
    assertThat(sum.tops()).containsExactly("out");
    assertThat(sum.params().values()).containsExactlyEntriesOf(new TreeMap<>(Map.of(0, 0)));
    assertThat(sum.origin()).isEqualTo("net.param line 5");
  }

  @ParameterizedTest
  @CsvSource({
    "0=3, 3",
    "0=-233, -233",
    "0=+7, 7",
    "0=2147483647, 2147483647",
    "31=-2147483648, -2147483648"
  })
  void readsWholeNumbers(String word, int expected) {
    assertThat(onlyValue(word)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0=3.0, 3.0",
    "0=1.250000, 1.25",
    "0=-1.000000e-01, -0.1",
    "0=1E3, 1000",
    "0=.5, 0.5",
    "0=5., 5",
    "0=3.402823e+38, 3.402823e+38",
    "0=1e-45, 1e-45",
    "0=1e99, Infinity"
  })
  void readsRealNumbers(String word, float expected) {
    assertThat(onlyValue(word)).isEqualTo(expected);
  }

  @Test
  void readsArraysThatDeclareTheirLength() {
    assertThat(onlyValue("-23300=3,1,-2,3")).isEqualTo(new int[] {1, -2, 3});
    assertThat(onlyValue("-23331=2,0.5,1e1")).isEqualTo(new float[] {0.5f, 10f});
    assertThat(onlyValue("-23300=0")).isEqualTo(new int[0]);
  }

  @Test
  void readsArraysWithoutALength() {
    assertThat(onlyValue("3=1,2")).isEqualTo(new int[] {1, 2});
    assertThat(onlyValue("3=0.1,0.2")).isEqualTo(new float[] {0.1f, 0.2f});
    assertThat(onlyValue("3=1,")).isEqualTo(new int[] {1});
  }

  @Test
  void oneRealElementMakesAnArrayReal() {
    assertThat(onlyValue("-23303=3,1,2.5,3")).isEqualTo(new float[] {1f, 2.5f, 3f});
    assertThat(onlyValue("3=1,2,3e0")).isEqualTo(new float[] {1f, 2f, 3f});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "0=\"ij,jk->ik\" | ij,jk->ik",
        "0=ij,jk->ik     | ij,jk->ik",
        "0=\"-1, 2\"     | -1, 2",
        "0=\" a\tb \"    | ' a\tb '",
        "0=\"\"          | ''",
        "0=\"a=b\"       | a=b",
        "0=inf           | inf",
        "0=nan           | nan"
      })
  void readsText(String word, String expected) {
    assertThat(onlyValue(word)).isEqualTo(expected);
  }

  @Test
  void readsTextOfAnyLength() {
    String text = "x".repeat(100_000);

    assertThat(onlyValue("0=\"" + text + "\"")).isEqualTo(text);
  }

  @Test
  void theLaterOfTwoValuesHolds() {
    assertThat(onlyValue("0=3 -23300=1,4")).isEqualTo(new int[] {4});
  }

  @Test
  void skipsBlanksBlankLinesAndCarriageReturns() {
    String text =
        "\r\n"
            + " 7767517\r\n\r\n"
            + "\t1   1 \r\n"
            + "  \r\n"
            + "Input \t in\t0 1   data \t0=1\t\t1=\"a b\" \r\n\r\n"
            + " \r\n\n";

    LayerSpec input = read(text).layers().get(0);

    assertThat(input.origin()).isEqualTo("net.param line 6");
    assertThat(input.tops()).containsExactly("data");
    assertThat(input.params().get(0)).isEqualTo(1);
    assertThat(input.params().get(1)).isEqualTo("a b");
  }

  @Test
  void readsTheHeaderOnOneLineAndAFileWithoutFinalLineFeed() {
    assertThat(read("7767517 1 1\nInput in 0 1 data").layers()).hasSize(1);
  }

  @Test
  void aLineOfParametersContinuesItsLayer() {
    LayerSpec input =
        read("7767517\n1 1\nInput in 0 1 data 0=1\n\n  1=2\n-23302=1,3\n").layers().get(0);

    assertThat(input.params().values().keySet()).containsExactly(0, 1, 2);
  }

  @Test
  void layerNamesMayRepeatAndBlobsMayHaveTwoReadersAsInNcnn() {
    NetDefinition net = read("7767517\n3 3\nInput x 0 1 a\nReLU x 1 1 a b\nReLU x 1 1 a c\n");

    assertThat(net.layers()).extracting(LayerSpec::name).containsExactly("x", "x", "x");
  }

  @Test
  void takesABlobCountAboveTheBlobsMadeAsNcnnDoes() {
    assertThat(read("7767517\n1 9\nInput in 0 1 data\n").blobCount()).isEqualTo(9);
  }

  @Test
  void readsNamesInUtf8AndKeepsOtherEncodingsApart() {
    byte[] latin =
        "7767517\n2 2\nInput é 0 1 ä\nReLU r 1 1 ä ö\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(read("7767517\n1 1\nInput 入力 0 1 データ\n").layers().get(0).tops())
        .containsExactly("データ");
    assertThat(ParamReader.read(latin, "net.param").layers().get(1).tops()).containsExactly("ö");
  }

  @Test
  void readsAPath(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("net.param");
    Files.writeString(file, SMALL);

    assertThat(ParamReader.read(file).layers())
        .extracting(LayerSpec::origin)
        .containsExactly("net.param line 3", "net.param line 4", "net.param line 5");
  }

  @Test
  void saysThatAPathCannotBeRead(@TempDir Path folder) {
    Path file = folder.resolve("none.param");

    assertThatThrownBy(() -> ParamReader.read(file))
        .isExactlyInstanceOf(NetException.class)
        .hasMessage(file + " cannot be read: java.nio.file.NoSuchFileException: " + file);
  }

  @Test
  void saysThatAStreamCannotBeRead() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cable pulled");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };

    assertThatThrownBy(() -> ParamReader.read(broken, "net.param"))
        .isExactlyInstanceOf(NetException.class)
        .hasMessage("net.param cannot be read: java.io.IOException: cable pulled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ch_PP-OCRv3_det_infer",
        "ch_ppocr_mobile_v2.0_cls_infer",
        "ch_PP-OCRv3_rec_infer"
      })
  void readsPublishedNets(String model) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/models/" + model + ".param")) {
      NetDefinition net = ParamReader.read(in, model);

      List<String> made = net.layers().stream().flatMap(l -> l.tops().stream()).toList();
      assertThat(made).hasSize(net.blobCount()).contains("input", "output");
    }
  }

  private static NetDefinition read(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return ParamReader.read(new ByteArrayInputStream(content), "net.param");
  }

  private static Object onlyValue(String word) {
    ParamDict params =
        read("7767517\n1 1\nInput in 0 1 data " + word + "\n").layers().get(0).params();
    assertThat(params.values()).hasSize(1);
    return params.get(params.values().firstKey());
  }
}
