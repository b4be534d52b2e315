package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyTest {

  @TempDir Path folder;

  static Stream<Mat> mats() {
    return Stream.of(
        Mat.of(1.5f, -2f, Float.NaN),
        Mat.wrap(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 2, 1, 1),
        Mat.wrap(new byte[] {-127, 0, 127, 1, 2, 3}, 3, 3, 1, 1, 2),
        Mat.wrap(new int[] {Integer.MIN_VALUE, 7, -1, 4, 5, 6, 7, 8}, 4, 2, 1, 2, 2),
        Mat.create(Mat.Type.FLOAT32, 20_000));
  }

  @ParameterizedTest
  @MethodSource("mats")
  void readsWhatItWrote(Mat mat) throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(mat, file);

    assertSame(Npy.read(file), mat);
    assertSame(Npy.read(Files.readAllBytes(file), "bytes"), mat);
    assertSame(Npy.read(Files.newInputStream(file), "stream"), mat);
  }

  @Test
  void writesTheHeaderNumPyWrites() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(Mat.create(Mat.Type.FLOAT32, 4, 3, 2), out);

    String text = out.toString(StandardCharsets.ISO_8859_1).substring(0, 128);
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4), }";
    assertThat(text).isEqualTo("\u0093NUMPY\1\0\u0076\0" + header + " ".repeat(55) + "\n");
    assertThat(out.size()).isEqualTo(128 + 96);
  }

  @Test
  void mapsShapesWithTheRowInnermost() throws IOException {
    Mat mat = Npy.read(npy("|i1", "(2, 3, 4, 5)", new byte[120]), "a");

    assertThat(mat.describe()).isEqualTo("(5, 4, 3, 2)");
    assertThat(Npy.read(npy("|i1", "(2, 3)", new byte[6]), "a").describe()).isEqualTo("(3, 2)");
    assertThat(Npy.read(npy("|i1", "(7,)", new byte[7]), "a").describe()).isEqualTo("(7)");
  }

  @Test
  void widensAndNarrowsOtherTypes() throws IOException {
    byte[] doubles = little(16).putDouble(0.1).putDouble(-3).array();
    byte[] longs = little(16).putLong(-5).putLong(Integer.MAX_VALUE).array();
    byte[] halves =
        little(14)
            .putShort((short) 0x3c00)
            .putShort((short) 0xc000)
            .putShort((short) 0x0001)
            .putShort((short) 0x7bff)
            .putShort((short) 0xfc00)
            .putShort((short) 0x8000)
            .putShort((short) 0x3555)
            .array();

    assertThat(Npy.read(npy("<f8", "(2,)", doubles), "a").floats()).containsExactly(0.1f, -3f);
    assertThat(Npy.read(npy("<i8", "(2,)", longs), "a").ints()).containsExactly(-5, 0x7fffffff);
    assertThat(Npy.read(npy("|u1", "(2,)", new byte[] {1, -1}), "a").ints())
        .containsExactly(1, 255);
    assertThat(Npy.read(npy("<f2", "(7,)", halves), "a").floats())
        .containsExactly(1f, -2f, 0x1p-24f, 65504f, Float.NEGATIVE_INFINITY, -0f, 0.333251953125f);
  }

  @Test
  void leavesWhatFollowsInStreamUnread() throws IOException {
    byte[] one = npy("|i1", "(2,)", new byte[] {1, 2});
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(one);
    two.write(npy("|i1", "(1,)", new byte[] {3}));
    ByteArrayInputStream in = new ByteArrayInputStream(two.toByteArray());

    assertThat(Npy.read(in, "first").bytes()).containsExactly(1, 2);
    assertThat(Npy.read(in, "second").bytes()).containsExactly(3);
  }

  @Test
  void readsVersionsTwoAndThreeAndAnyOrderOfKeys() throws IOException {
    String header = "{\"shape\":(2,),\"fortran_order\":True,\"descr\":\"|i1\"}\n";
    for (int version = 2; version <= 3; version++) {
      ByteBuffer bytes = little(12 + header.length() + 2);
      bytes.put(latin("\u0093NUMPY")).put((byte) version).put((byte) 0).putInt(header.length());
      bytes.put(latin(header)).put(new byte[] {8, 9});

      assertThat(Npy.read(bytes.array(), "v" + version).bytes()).containsExactly(8, 9);
    }
  }

  static Stream<Arguments> faults() {
    byte[] good = npy("|i1", "(2,)", new byte[] {1, 2});
    byte[] version = good.clone();
    version[6] = 4;
    byte[] longHeader = little(16).put(latin("\u0093NUMPY\2\0")).putInt(-1).array();
    return Stream.of(
        Arguments.of(new byte[0], "x.npy: empty, expected a NumPy array"),
        Arguments.of(
            latin("GIF89a--"),
            "x.npy: not a NumPy array: does not start with \\x93NUMPY and a version"),
        Arguments.of(version, "x.npy: version 4.0, expected 1.0, 2.0 or 3.0"),
        Arguments.of(longHeader, "x.npy: header of 4294967295 bytes, expected at most 65536"),
        Arguments.of(
            latin("\u0093NUMPY\1\0\u0020\0{"), "x.npy: truncated in its header: 1 of 32 bytes"),
        Arguments.of(
            npy("|i1", "()", new byte[1]), "x.npy: array of shape () has 0 dims, expected 1 to 4"),
        Arguments.of(
            npy("|i1", "(1, 1, 1, 2, 1)", new byte[2]),
            "x.npy: array of shape (1, 1, 1, 2, 1) has 5 dims, expected 1 to 4"),
        Arguments.of(
            npy("|i1", "(3, 0)", new byte[0]),
            "x.npy: array of shape (3, 0) is empty, expected sizes of at least 1"),
        Arguments.of(
            npy("<f4", "(3,)", new byte[11]),
            "x.npy: truncated: shape (3,) of <f4 needs 12 bytes, found 11"),
        Arguments.of(
            npy("<f4", "(1,)", new byte[5]), "x.npy: holds more bytes than its array (1,) <f4"),
        Arguments.of(
            npy("<f4", "(65536, 65536, 65536, 65536)", new byte[4]),
            "x.npy: shape (65536, 65536, 65536, 65536) of <f4 passes 2^31 - 1 bytes"),
        Arguments.of(
            npy("<f4", "(500000000,)", new byte[4]),
            "x.npy: truncated: shape (500000000,) of <f4 needs 2000000000 bytes, found 4"),
        Arguments.of(
            npy(">f4", "(1,)", new byte[4]),
            "x.npy: element type \">f4\", expected one of [<f2, <f4, <f8, |i1, <i4, <i8, |u1]"),
        Arguments.of(
            npy("<i8", "(1,)", little(8).putLong(1L << 31).array()),
            "x.npy: element 0 is 2147483648, beyond a 32-bit integer"),
        Arguments.of(
            raw("{'descr': '|i1', 'fortran_order': True, 'shape': (1, 2), }\n", 2),
            "x.npy: Fortran order, expected C order"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void namesTheFault(byte[] bytes, String message) {
    assertThatThrownBy(() -> Npy.read(bytes, "x.npy"))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(message);
  }

  @Test
  void streamThatEndsEarlyIsTruncatedWhateverItsHeaderClaims() {
    byte[] bytes = npy("<f4", "(500000000,)", new byte[4]);

    assertThatThrownBy(() -> Npy.read(new ByteArrayInputStream(bytes), "in"))
        .hasMessage("in: truncated: shape (500000000,) of <f4 needs 2000000000 bytes, found 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[1];character 1: expected {",
        "{'descr': '|i1'};lacks fortran_order",
        "{'descr': '|i1', 'fortran_order': False};lacks shape",
        "{'fortran_order': False, 'shape': (2,)};lacks descr",
        "{'descr': '|i1', 'descr': '|i1'};key \"descr\" twice",
        "{'descr': '|i1', 'fortran_order': false};expected True or False",
        "{'descr': '|i1', 'fortran_order': False, 'shape': (2)};a shape of one size needs a comma",
        "{'descr': '|i1', 'fortran_order': False, 'shape': (-2,)};expected a size",
        "{'descr': '|i1', 'fortran_order': False, 'shape': (2 2)};expected , or )",
        "{'descr': [('a', '|i1')], 'shape': (2,)};expected a quoted string",
        "{'descr': '|i1', 'extra': 1};unknown key \"extra\"",
        "{'descr': '|i1', 'fortran_order': False, 'shape': (2,)} x;expected the newline",
      })
  void parsesTheHeaderStrictly(String header, String fault) {
    assertThatThrownBy(() -> Npy.read(raw(header + "\n", 2), "h.npy"))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageStartingWith("h.npy: header")
        .hasMessageContaining(fault);
  }

  private static void assertSame(Mat actual, Mat expected) {
    assertThat(actual.type()).isEqualTo(expected.type());
    assertThat(actual.describe()).isEqualTo(expected.describe());
    switch (expected.type()) {
      case FLOAT32 -> assertThat(actual.floats()).isEqualTo(expected.floats());
      case INT8 -> assertThat(actual.bytes()).isEqualTo(expected.bytes());
      case INT32 -> assertThat(actual.ints()).isEqualTo(expected.ints());
    }
  }

  private static byte[] npy(String descr, String shape, byte[] data) {
    String header =
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    return ByteBuffer.allocate(10 + header.length() + data.length)
        .put(raw(header, 0))
        .put(data)
        .array();
  }

  private static byte[] raw(String header, int dataBytes) {
    ByteBuffer bytes = little(10 + header.length() + dataBytes);
    bytes.put(latin("\u0093NUMPY\1\0")).putShort((short) header.length()).put(latin(header));
    return bytes.array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
