package dev.vernier.engine.quant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** 64-bit hashes, the same in every JVM: what chance decides by when it must decide alike. */
public final class SampleHash {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private SampleHash() {}

  /** The hash of a name. */
  public static long of(String name) {
    return of(List.of(name.getBytes(UTF_8)));
  }

  /** The hash of a sample: the bytes of each of its parts. */
  public static long of(List<byte[]> parts) {
    long hash = 0;
    for (byte[] part : parts) {
      hash = with(hash, part.length);
      ByteBuffer rest = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
      while (rest.remaining() >= Long.BYTES) {
        hash = with(hash, rest.getLong());
      }
      while (rest.hasRemaining()) {
        hash = with(hash, rest.get());
      }
    }
    return hash;
  }

  /** A hash and one more number. Source: the steps of SplitMix64. */
  public static long with(long hash, long more) {
    long z = (hash ^ more) + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A hash as a number of [0, 1). */
  public static double unit(long hash) {
    return (hash >>> 11) * 0x1p-53;
  }
}
