package dev.vernier.engine.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes weights into ncnn's {@code .bin}, in the forms that {@link WeightReader} describes; what
 * pads a weight to a multiple of 4 bytes is zero.
 */
final class WeightWriter {
  private static final int CHUNK_BYTES = 1 << 16;

  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Writes to a stream, which is not closed. */
  WeightWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one weight, with its tag if it has one. */
  void write(StoredWeight stored) throws IOException {
    Weight weight = stored.weight();
    if (stored.tagged()) {
      room(Integer.BYTES);
      buffer.putInt(weight.tag());
    }
    switch (weight.storage()) {
      case FLOAT32 -> floats(weight.toFloats());
      case FLOAT16 -> {
        for (short bits : weight.halves()) {
          room(Short.BYTES);
          buffer.putShort(bits);
        }
        pad(2L * weight.count());
      }
      case INT8 -> {
        bytes(weight.toBytes());
        pad(weight.count());
      }
      case TABLE -> {
        floats(weight.tableEntries());
        bytes(weight.indices());
        pad(weight.count());
      }
    }
  }

  /** Hands all that was written on to the stream. */
  void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
    out.flush();
  }

  private void floats(float[] values) throws IOException {
    for (float value : values) {
      room(Float.BYTES);
      buffer.putFloat(value);
    }
  }

  private void bytes(byte[] values) throws IOException {
    for (byte value : values) {
      room(1);
      buffer.put(value);
    }
  }

  private void pad(long bytes) throws IOException {
    for (long i = bytes; i % 4 != 0; i++) {
      room(1);
      buffer.put((byte) 0);
    }
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      out.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
  }
}
