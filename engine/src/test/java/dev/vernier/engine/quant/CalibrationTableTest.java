package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.quant.CalibrationTable.BadScales;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTableTest {
  private static final String TEXT =
      "conv1_param_0 63.500000 127.000000 \n"
          + "fc_param_0 1.000000 \n"
          + "conv1 12.250000 \n"
          + "fc 0.333333 \n"
          + "mha_param_0 2.000000 \n"
          + "mha_param_3 4.000000 \n";

  @Test
  void kindsOfLinesComeInNcnnsOrder() {
    assertThat(table().toString()).isEqualTo(TEXT);
  }

  @Test
  void linesAreFoundByLayer() {
    CalibrationTable table = CalibrationTable.parse(TEXT, "t", BadScales.REJECT);
    assertThat(table.weights("conv1", 0).orElseThrow().scales()).containsExactly(63.5f, 127f);
    assertThat(table.activation("conv1").orElseThrow().scale(0)).isEqualTo(12.25f);
    assertThat(table.weights("mha", 3).orElseThrow().scales()).containsExactly(4f);
    assertThat(table.weights("mha", 1)).isEmpty();
    assertThat(table.activation("mha")).isEmpty();
    TableLine line = table.lines().get(1);
    assertThat(line.layer()).isEqualTo("fc");
    assertThat(line.param()).isZero();
    assertThat(line.isActivation()).isFalse();
    assertThat(line.lineNumber()).isEqualTo(2);
    assertThat(table.lines().get(2).isActivation()).isTrue();
    assertThat(table.lines().get(2).param()).isEqualTo(TableLine.ACTIVATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fmnist/fmnist.kl.table", "fmnist/fmnist.aciq.table", "ppocr/cls.kl.table"})
  void tablesOfNcnnComeBackByteForByte(String name) throws IOException {
    byte[] bytes = golden(name);
    CalibrationTable table =
        CalibrationTable.read(new ByteArrayInputStream(bytes), name, BadScales.REJECT);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    table.write(written);
    assertThat(written.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void infiniteScalesOfNcnnAreRefusedOrKept() throws IOException {
    byte[] bytes = golden("ppocr/det.kl.table");
    assertThatThrownBy(
            () ->
                CalibrationTable.read(
                    new ByteArrayInputStream(bytes), "det.kl.table", BadScales.REJECT))
        .isInstanceOf(TableFormatException.class)
        .hasMessage(
            "det.kl.table line 41: layer \"Conv_40\": scale 1 of weight 0 is inf, must be a finite"
                + " number above 0");
    CalibrationTable table =
        CalibrationTable.read(new ByteArrayInputStream(bytes), "det.kl.table", BadScales.KEEP);
    assertThat(table.weights("Conv_40", 0).orElseThrow().scale(1)).isInfinite();
    assertThat(table.toString()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void blankLinesTabsAndForeignLineEndsAreFine() {
    CalibrationTable table =
        CalibrationTable.parse("\n  \r\na_param_0\t1 2e0\r\n\n a 3.5", "t", BadScales.REJECT);
    assertThat(table.toString()).isEqualTo("a_param_0 1.000000 2.000000 \na 3.500000 \n");
    assertThat(table.lines().get(1).lineNumber()).isEqualTo(5);
  }

  @Test
  void anEmptyTextIsAnEmptyTable() {
    assertThat(CalibrationTable.parse("", "t", BadScales.REJECT).lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a inf|layer \"a\": activation scale is inf, must be a finite number above 0",
        "a -nan|layer \"a\": activation scale is nan, must be a finite number above 0",
        "a 0.000000|layer \"a\": activation scale is 0.000000, must be a finite number above 0",
        "a_param_0 1 -2.5|layer \"a\": scale 1 of weight 0 is -2.500000, must be a finite number"
            + " above 0",
        "a_param_0 1 1e39|layer \"a\": scale 1 of weight 0 is inf, must be a finite number above 0",
        "a_param_0 1 x2|\"a_param_0\": scale 1 is \"x2\", must be a number",
        "a 1f|\"a\": scale 0 is \"1f\", must be a number",
        "a 0x1p3|\"a\": scale 0 is \"0x1p3\", must be a number",
        "a 1,5|\"a\": scale 0 is \"1,5\", must be a number",
        "a 1 2|layer \"a\" has 2 activation scales, expected 1; scales of weights are under"
            + " NAME_param_0",
        "a|\"a\" has no scale, expected at least 1",
        "ok 2|\"ok\" again, found before in line 1"
      })
  void errorsNameTheLine(String line, String message) {
    assertThatThrownBy(
            () -> CalibrationTable.parse("ok 1\n\n" + line + "\n", "net.table", BadScales.REJECT))
        .isInstanceOf(TableFormatException.class)
        .hasMessage("net.table line 3: " + message);
  }

  @Test
  void badScalesAreKeptOnRequest() {
    String text = "a_param_0 inf -inf nan 0.000000 -1.000000 \n";
    assertThat(CalibrationTable.parse(text, "t", BadScales.KEEP).toString()).isEqualTo(text);
  }

  @Test
  void aLongWordIsCutInTheMessage() {
    assertThatThrownBy(
            () -> CalibrationTable.parse("a " + "z".repeat(100_000), "t", BadScales.KEEP))
        .hasMessage("t line 1: \"a\": scale 0 is \"" + "z".repeat(40) + "…\", must be a number");
  }

  @Test
  void otherBytesThanTextAreRefused() {
    byte[] bytes = {'a', ' ', '1', '\n', (byte) 0xff, 0};
    assertThatThrownBy(
            () -> CalibrationTable.read(new ByteArrayInputStream(bytes), "x.bin", BadScales.REJECT))
        .isInstanceOf(TableFormatException.class)
        .hasMessage("x.bin: byte 4 is not UTF-8 text, a calibration table is");
    byte[] cut = {'a', ' ', '1', '\n', (byte) 0xc3};
    assertThatThrownBy(
            () -> CalibrationTable.read(new ByteArrayInputStream(cut), "x.bin", BadScales.REJECT))
        .isInstanceOf(TableFormatException.class)
        .hasMessage("x.bin: byte 4 is not UTF-8 text, a calibration table is");
  }

  @Test
  void aStreamWithoutEndIsRefused() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] into, int at, int n) {
            return n;
          }
        };
    assertThatThrownBy(() -> CalibrationTable.read(endless, "zero", BadScales.REJECT))
        .isInstanceOf(TableFormatException.class)
        .hasMessage("zero: longer than 67108864 bytes, which no calibration table is");
  }

  @Test
  void writingReplacesTheFileAndLeavesNothingBeside(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("net.table");
    Files.writeString(file, "old");
    table().write(file);
    assertThat(file).hasContent(TEXT);
    assertThat(names(folder)).containsExactly("net.table");
    assertThat(CalibrationTable.read(file))
        .isEqualTo(CalibrationTable.parse(TEXT, "t", BadScales.REJECT));
  }

  @Test
  void writingThatFailsLeavesNothingBehind(@TempDir Path folder) throws IOException {
    Path taken = Files.createDirectories(folder.resolve("net.table").resolve("inner"));
    assertThatThrownBy(() -> table().write(taken.getParent())).isInstanceOf(IOException.class);
    assertThat(names(folder)).containsExactly("net.table");
    assertThat(taken).exists();
  }

  @Test
  void aFileIsNamedInMessagesWithoutItsFolder(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("net.table");
    Files.writeString(file, "a b\n");
    assertThatThrownBy(() -> CalibrationTable.read(file))
        .hasMessage("net.table line 1: \"a\": scale 0 is \"b\", must be a number");
  }

  @Test
  void builderRefusesWhatATableCannotHold() {
    CalibrationTable.Builder builder = CalibrationTable.builder().weights("a", 1f);
    assertThatThrownBy(() -> builder.weights("a", 2f))
        .hasMessage("a table has one line \"a_param_0\", this is the second");
    assertThatThrownBy(() -> builder.staticWeights("a", 0, 2f))
        .hasMessage("a table has one line \"a_param_0\", this is the second");
    assertThatThrownBy(() -> builder.staticWeights("a", 4, 2f))
        .hasMessage("layer \"a\": weight 4 of a table, must be 0 to 3");
    assertThatThrownBy(() -> builder.weights("a b", 2f))
        .hasMessage("layer \"a b\": a name in a table is not empty and has no white space");
    assertThatThrownBy(() -> builder.activation("", 2f))
        .hasMessage("layer \"\": a name in a table is not empty and has no white space");
    assertThatThrownBy(() -> builder.weights("b"))
        .hasMessage("layer \"b\": no scale, a line of a table has at least 1");
    assertThatThrownBy(() -> builder.activation("b", Float.POSITIVE_INFINITY))
        .hasMessage("layer \"b\": activation scale is inf, must be a finite number above 0");
    assertThatThrownBy(() -> builder.activation("b", 1e-7f))
        .hasMessage(
            "layer \"b\": scale 0 is 1.0E-7, which a table, with six decimal places, holds as 0");
  }

  private static CalibrationTable table() {
    return CalibrationTable.builder()
        .staticWeights("mha", 0, 2f)
        .staticWeights("mha", 3, 4f)
        .weights("conv1", 63.5f, 127f)
        .activation("conv1", 12.25f)
        .weights("fc", 1f)
        .activation("fc", 1f / 3)
        .build();
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = CalibrationTableTest.class.getResourceAsStream("/goldens/nets/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }
}
