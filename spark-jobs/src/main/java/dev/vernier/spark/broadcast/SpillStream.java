package dev.vernier.spark.broadcast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps what is written to it in memory, or in a temporary file once that is too much. */
final class SpillStream extends OutputStream {
  private final int most;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private OutputStream disk;
  private Path file;
  private long size;

  SpillStream(int most) {
    this.most = most;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (disk == null && (long) memory.size() + count > most) {
      file = Files.createTempFile("vernier-", ".bin");
      file.toFile().deleteOnExit();
      disk = Files.newOutputStream(file);
      memory.writeTo(disk);
      memory = null;
    }
    (disk == null ? memory : disk).write(bytes, from, count);
    size += count;
  }

  @Override
  public void flush() throws IOException {
    if (disk != null) {
      disk.flush();
    }
  }

  /** Bytes that were written. */
  long size() {
    return size;
  }

  /** What was written, null where it is in a file. */
  byte[] bytes() {
    return memory == null ? null : memory.toByteArray();
  }

  /** The file, null where there is none; the caller has to delete it from now on. */
  Path release() throws IOException {
    if (disk != null) {
      disk.close();
    }
    Path released = file;
    file = null;
    return released;
  }

  /** Removes a file that nobody has taken. */
  @Override
  public void close() throws IOException {
    if (disk != null) {
      disk.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
