package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.ColumnSample;
import dev.vernier.engine.quant.RunningHistogram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a table of statistics holds as bytes; nothing is no bytes. */
final class StatisticsBytes {

  private StatisticsBytes() {}

  static byte[] of(long[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Long.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(numbers);
    return bytes.array();
  }

  static long[] longs(byte[] bytes) {
    long[] numbers = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(numbers);
    return numbers;
  }

  static byte[] of(ColumnSample sample) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (sample != null) {
      sample.write(new DataOutputStream(bytes));
    }
    return bytes.toByteArray();
  }

  static ColumnSample columns(byte[] bytes) throws IOException {
    return bytes.length == 0 ? null : ColumnSample.read(in(bytes));
  }

  static byte[] of(RunningHistogram running) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (running != null) {
      running.write(new DataOutputStream(bytes));
    }
    return bytes.toByteArray();
  }

  static RunningHistogram running(byte[] bytes) throws IOException {
    return bytes.length == 0 ? null : RunningHistogram.read(in(bytes));
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
