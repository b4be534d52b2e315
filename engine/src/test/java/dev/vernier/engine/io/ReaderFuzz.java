package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a fuzzer feeds the readers with, one target a reader. Anything but the errors that a reader
 * declares is a find. Jazzer calls {@link #fuzzerTestOneInput}; the finds of the past are played
 * again by {@link PastFindsTest}.
 */
public final class ReaderFuzz {
  private static final long MOST_WEIGHT_BYTES = 1 << 24;
  private static final int MOST_ELEMENTS = 1 << 20;
  private static final LayerRegistry LAYERS = LayerRegistry.builtin();
  private static final String WEIGHED_NET =
      """
      7767517
      5 5
      Input in 0 1 x 0=4 1=4 2=2
      MemoryData memory 0 1 m 0=3
      Convolution conv 1 1 x c 0=2 1=1 5=1 6=4
      BatchNorm norm 1 1 c n 0=2
      InnerProduct fc 1 1 n f 0=3 1=1 2=96
      """;

  /** A reader to be fuzzed. */
  enum Target {
    /** Text params: read, written, read again; the layers are built with random weights. */
    PARAM {
      @Override
      void feed(byte[] data) throws IOException {
        NetDefinition net = ParamReader.read(data, "net.param");
        byte[] text = text(net);
        assertThat(text(ParamReader.read(text, "net.param"))).isEqualTo(text);
        build(net);
      }
    },
    /** Binary params without their magic number, likewise. */
    PARAM_BIN {
      @Override
      void feed(byte[] data) throws IOException {
        byte[] file = Arrays.copyOf(MAGIC, MAGIC.length + data.length);
        System.arraycopy(data, 0, file, MAGIC.length, data.length);
        NetDefinition net = ParamReader.read(file, "net.param.bin");
        byte[] binary = binary(net);
        assertThat(binary(ParamReader.read(binary, "net.param.bin"))).isEqualTo(binary);
        build(net);
      }
    },
    /** Weights: of a small net, then as many as the data asks for. */
    BIN {
      @Override
      void feed(byte[] data) throws IOException {
        NetDefinition net =
            ParamReader.read(WEIGHED_NET.getBytes(StandardCharsets.US_ASCII), "net.param");
        try {
          StoredNet.of(net, WeightReader.of(data, "net.bin"), LAYERS);
        } catch (NetException e) {
          requireMessage(e);
        }
        askFor(data, true);
        askFor(data, false);
      }
    },
    /** NumPy's arrays. */
    NPY {
      @Override
      void feed(byte[] data) throws IOException {
        try {
          Npy.read(data, "a.npy");
        } catch (NpyFormatException e) {
          requireMessage(e);
        }
        try {
          Npy.readArray(new ByteArrayInputStream(data), "a.npy");
        } catch (NpyFormatException e) {
          requireMessage(e);
        }
      }
    },
    /** Calibration tables. */
    TABLE {
      @Override
      void feed(byte[] data) throws IOException {
        for (BadScales badScales : BadScales.values()) {
          try {
            CalibrationTable.read(new ByteArrayInputStream(data), "net.table", badScales);
          } catch (NetException e) {
            requireMessage(e);
          }
        }
      }
    };

    private static final byte[] MAGIC = {(byte) 0xdd, (byte) 0x85, 0x76, 0};

    /** Reads the data; throws what is a find, and the declared errors. */
    abstract void feed(byte[] data) throws IOException;

    /** The folder of its seeds and finds. */
    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Target chosen;

  private ReaderFuzz() {}

  /** Jazzer's start, with the target's name in lower case. */
  public static void fuzzerInitialize(String[] arguments) {
    chosen = Target.valueOf(arguments[0].toUpperCase(Locale.ROOT));
  }

  /** One input of Jazzer's for the target. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    feed(chosen, data);
  }

  /** Feeds a target, letting the errors pass that a reader declares. */
  static void feed(Target target, byte[] data) throws IOException {
    try {
      target.feed(data);
    } catch (NetException | IllegalArgumentException e) {
      requireMessage(e);
    }
  }

  private static void requireMessage(Exception e) {
    assertThat(e.getMessage()).isNotBlank();
  }

  private static void build(NetDefinition net) {
    StoredNet.of(net, new RandomWeights(1, MOST_WEIGHT_BYTES), LAYERS);
  }

  /** Takes weights whose numbers the data itself gives, from a stream or from an array. */
  private static void askFor(byte[] data, boolean stream) {
    WeightReader reader =
        stream
            ? WeightReader.of(new ByteArrayInputStream(data), "net.bin")
            : WeightReader.of(data, "net.bin");
    ByteBuffer counts = ByteBuffer.wrap(data);
    try {
      while (counts.remaining() >= Integer.BYTES) {
        int count = counts.getInt() % MOST_ELEMENTS;
        if ((count & 1) == 0) {
          reader.tagged(count);
        } else {
          reader.raw(count);
        }
      }
      reader.finish();
    } catch (NetException e) {
      requireMessage(e);
    }
  }

  private static byte[] text(NetDefinition net) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextParamWriter.write(net, out);
    return out.toByteArray();
  }

  private static byte[] binary(NetDefinition net) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryParamWriter.write(net, LAYERS, out);
    return out.toByteArray();
  }
}
