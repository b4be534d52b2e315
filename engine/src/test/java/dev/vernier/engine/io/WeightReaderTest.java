package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.LayerSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightReaderTest {
  private static final LayerSpec CONV =
      new LayerSpec(
          "Convolution",
          "conv1",
          List.of("data"),
          List.of("out"),
          ParamDict.EMPTY,
          "net.param line 4");

  /** How the same content may come to the reader. */
  private enum Way {
    ARRAY,
    STREAM,
    SLOW_STREAM,
    FILE
  }

  @TempDir Path folder;

  @Test
  void readsEveryStorageInEveryWay() throws IOException {
    float[] table = new float[256];
    for (int i = 0; i < 256; i++) {
      table[i] = i * 0.5f - 3;
    }
    ByteBuffer content = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN);
    content.putInt(0).putFloat(1.5f).putFloat(-2f);
    content.putInt(0x0002C056).putFloat(3.25f);
    content.putInt(0x01306B47).putShort((short) 0x3c00).putShort((short) 0xc000);
    content.putShort((short) 0x3800).putShort((short) 0);
    content.putInt(0x000D4B38).put(new byte[] {1, -128, 127, 4, 5, 0, 0, 0});
    content.putInt(0x12345678);
    for (float entry : table) {
      content.putFloat(entry);
    }
    content.put(new byte[] {0, (byte) 255, 7, 0});
    content.putFloat(0.125f).putFloat(Float.NaN);
    byte[] bytes = Arrays.copyOf(content.array(), content.position());

    for (Way way : Way.values()) {
      try (WeightReader reader = open(way, bytes)) {
        Weight raw = reader.tagged(2);
        assertThat(raw.storage()).as("%s", way).isEqualTo(Weight.Storage.FLOAT32);
        assertThat(raw.toFloats()).as("%s", way).containsExactly(1.5f, -2f);
        assertThat(reader.tagged(1).toFloats()).as("%s", way).containsExactly(3.25f);
        Weight half = reader.tagged(3);
        assertThat(half.storage()).as("%s", way).isEqualTo(Weight.Storage.FLOAT16);
        assertThat(half.toFloats()).as("%s", way).containsExactly(1f, -2f, 0.5f);
        assertThat(reader.tagged(5).toBytes()).as("%s", way).containsExactly(1, -128, 127, 4, 5);
        Weight indexed = reader.tagged(3);
        assertThat(indexed.storage()).as("%s", way).isEqualTo(Weight.Storage.TABLE);
        assertThat(indexed.toFloats())
            .as("%s", way)
            .containsExactly(table[0], table[255], table[7]);
        assertThat(reader.raw(0)).as("%s", way).isEmpty();
        assertThat(reader.raw(2)).as("%s", way).containsExactly(0.125f, Float.NaN);
        assertThat(reader.position()).as("%s", way).isEqualTo(bytes.length);
        reader.finish();
      }
    }
  }

  @Test
  void readsWeightsOfManyBuffersInEveryWay() throws IOException {
    int count = 600_001;
    ByteBuffer content = ByteBuffer.allocate(7 * count + 13).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[count];
    byte[] bytes = new byte[count];
    short[] halves = new short[count];
    for (int i = 0; i < count; i++) {
      floats[i] = i;
      bytes[i] = (byte) (i * 31);
      halves[i] = (short) (i % 1000);
      content.putFloat(floats[i]);
    }
    content.putInt(Weight.TAG_INT8).put(bytes).put(new byte[3]);
    content.putInt(Weight.TAG_FLOAT16);
    for (short half : halves) {
      content.putShort(half);
    }
    content.putShort((short) 0);

    for (Way way : List.of(Way.ARRAY, Way.STREAM, Way.FILE)) {
      try (WeightReader reader = open(way, content.array())) {
        assertThat(reader.raw(count)).as("%s", way).isEqualTo(floats);
        assertThat(reader.tagged(count).toBytes()).as("%s", way).isEqualTo(bytes);
        assertThat(reader.tagged(count).toFloats())
            .as("%s", way)
            .isEqualTo(HalfFloat.toFloats(halves));
        reader.finish();
      }
    }
  }

  @Test
  void saysWhichWeightIsCutShort() throws IOException {
    byte[] bytes = new byte[1100];
    for (Way way : Way.values()) {
      WeightReader reader = open(way, bytes);
      reader.raw(250);
      assertThatThrownBy(() -> reader.raw(1024))
          .as("%s", way)
          .isInstanceOf(WeightFormatException.class)
          .hasMessage("net.bin at byte 1000: needs 4096 bytes of weights, 100 remain");
      reader.close();
    }
  }

  @Test
  void namesTheLayer() {
    WeightReader reader = WeightReader.of(new byte[104], "net.bin");
    reader.startLayer(CONV);

    assertThatThrownBy(() -> reader.tagged(1024))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            "net.bin at byte 4: layer \"conv1\" (Convolution): needs 4096 bytes of weights, 100"
                + " remain");
  }

  @Test
  void rejectsACutTag() throws IOException {
    for (Way way : Way.values()) {
      WeightReader reader = open(way, new byte[6]);
      reader.raw(1);
      assertThatThrownBy(() -> reader.tagged(1))
          .as("%s", way)
          .isInstanceOf(WeightFormatException.class)
          .hasMessage("net.bin at byte 4: needs 4 bytes of storage tag, 2 remain");
      reader.close();
    }
  }

  @Test
  void rejectsCutHalfFloatsAndTheirPadding() throws IOException {
    assertCut(bytes(8, 0x01306B47), "net.bin at byte 4: needs 8 bytes of fp16 weights, 4 remain");
    assertCut(bytes(10, 0x01306B47), "net.bin at byte 4: needs 8 bytes of fp16 weights, 6 remain");
  }

  @Test
  void rejectsCutBytesAndTheirPadding() throws IOException {
    assertCut(bytes(6, 0x000D4B38), "net.bin at byte 4: needs 4 bytes of int8 weights, 2 remain");
    assertCut(bytes(7, 0x000D4B38), "net.bin at byte 4: needs 4 bytes of int8 weights, 3 remain");
  }

  @Test
  void rejectsCutTables() throws IOException {
    assertCut(
        bytes(1004, 0x01020304),
        "net.bin at byte 4: needs 1028 bytes of weights by table (tag 0x01020304), 1000 remain");
    assertCut(
        bytes(1031, 0x01020304),
        "net.bin at byte 4: needs 1028 bytes of weights by table (tag 0x01020304), 1027 remain");
  }

  @Test
  void takesNoMemoryForWeightsThatAreNotThere() throws IOException {
    for (Way way : Way.values()) {
      WeightReader reader = open(way, new byte[8]);
      assertThatThrownBy(() -> reader.raw(Integer.MAX_VALUE))
          .as("%s", way)
          .isInstanceOf(WeightFormatException.class)
          .hasMessage("net.bin at byte 0: needs 8589934588 bytes of weights, 8 remain");
      reader.close();
    }
  }

  @Test
  void rejectsNegativeCounts() {
    WeightReader reader = WeightReader.of(new byte[8], "net.bin");
    reader.startLayer(CONV);

    assertThatThrownBy(() -> reader.raw(-5))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("net.bin at byte 0: layer \"conv1\" (Convolution): asks for -5 weights");
    assertThatThrownBy(() -> reader.tagged(-5))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("net.bin at byte 0: layer \"conv1\" (Convolution): asks for -5 weights");
  }

  @Test
  void finishRejectsBytesThatNobodyAskedFor() throws IOException {
    for (Way way : Way.values()) {
      WeightReader reader = open(way, new byte[18]);
      reader.raw(2);
      assertThatThrownBy(reader::finish)
          .as("%s", way)
          .isInstanceOf(WeightFormatException.class)
          .hasMessage(
              "net.bin at byte 8: 10 bytes follow the last weight, expected the end of the file");
      reader.close();
    }
  }

  @Test
  void finishDoesNotReadAnEndlessStream() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };

    assertThatThrownBy(() -> WeightReader.of(endless, "net.bin").finish())
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            "net.bin at byte 0: at least 262144 bytes follow the last weight, expected the end of"
                + " the file");
  }

  @Test
  void knowsTheSizeOfFilesBeyondTwoGibibytes() throws IOException {
    Path file = folder.resolve("net.bin");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
      sparse.setLength(5L << 30);
    }

    try (WeightReader reader = WeightReader.open(file)) {
      assertThat(reader.raw(1)).containsExactly(1f);
      assertThatThrownBy(reader::finish)
          .hasMessage(
              "net.bin at byte 4: 5368709116 bytes follow the last weight, expected the end of the"
                  + " file");
      assertThatThrownBy(() -> reader.raw(Integer.MAX_VALUE))
          .hasMessage("net.bin at byte 4: needs 8589934588 bytes of weights, 5368709116 remain");
    }
  }

  @Test
  void readsOnBeyondTwoGibibytes() {
    int step = 1 << 24;
    long size = 33L * 4 * step;
    InputStream zeros =
        new InputStream() {
          private long left = size;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            int given = (int) Math.min(length, left);
            left -= given;
            return given > 0 ? given : -1;
          }
        };
    WeightReader reader = WeightReader.of(zeros, "net.bin");

    for (int i = 0; i < 33; i++) {
      reader.raw(step);
    }

    assertThat(reader.position()).isEqualTo(size);
    assertThatThrownBy(() -> reader.raw(1))
        .hasMessage("net.bin at byte 2214592512: needs 4 bytes of weights, 0 remain");
  }

  @Test
  void saysThatAPathCannotBeRead() {
    Path file = folder.resolve("none.bin");

    assertThatThrownBy(() -> WeightReader.open(file))
        .isExactlyInstanceOf(NetException.class)
        .hasMessage(file + " cannot be read: java.nio.file.NoSuchFileException: " + file);
  }

  @Test
  void saysWhereAStreamBreaks() {
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

    assertThatThrownBy(() -> WeightReader.of(broken, "net.bin").raw(1))
        .isExactlyInstanceOf(NetException.class)
        .hasMessage("net.bin at byte 0: cannot be read: java.io.IOException: cable pulled");
  }

  @Test
  void anyDamageEndsInWeightsOrAnErrorOfTheFormat() throws IOException {
    ByteBuffer valid = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
    valid.putInt(0).putFloat(1).putFloat(2).putFloat(3);
    valid.putInt(0x000D4B38).putInt(0x04030201).putInt(5);
    valid.putInt(0x01306B47).putInt(0x3c003c00).putInt(0x3c00);
    long seed = 20260722;
    SplittableRandom random = new SplittableRandom(seed);

    int rejected = 0;
    for (int round = 0; round < 4000; round++) {
      byte[] damaged = valid.array().clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
      WeightReader reader =
          random.nextBoolean()
              ? WeightReader.of(damaged, "net.bin")
              : WeightReader.of(new ByteArrayInputStream(damaged), "net.bin");
      try {
        reader.tagged(3);
        reader.tagged(5);
        reader.tagged(3);
        reader.raw(14);
        reader.finish();
      } catch (NetException e) {
        assertThat(e).isInstanceOf(WeightFormatException.class);
        assertThat(e.getMessage()).startsWith("net.bin at byte ");
        rejected++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(rejected).as("seed %d", seed).isBetween(1000, 3999);
  }

  private void assertCut(byte[] content, String message) throws IOException {
    for (Way way : Way.values()) {
      WeightReader reader = open(way, content);
      assertThatThrownBy(() -> reader.tagged(3))
          .as("%s", way)
          .isInstanceOf(WeightFormatException.class)
          .hasMessage(message);
      reader.close();
    }
  }

  private static byte[] bytes(int length, int tag) {
    ByteBuffer content = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    content.putInt(tag);
    return content.array();
  }

  private WeightReader open(Way way, byte[] content) throws IOException {
    return switch (way) {
      case ARRAY -> WeightReader.of(content, "net.bin");
      case STREAM -> WeightReader.of(new ByteArrayInputStream(content), "net.bin");
      case SLOW_STREAM -> WeightReader.of(byteByByte(content), "net.bin");
      case FILE -> WeightReader.open(Files.write(folder.resolve("net.bin"), content));
    };
  }

  private static InputStream byteByByte(byte[] content) {
    return new ByteArrayInputStream(content) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(1, length));
      }
    };
  }
}
