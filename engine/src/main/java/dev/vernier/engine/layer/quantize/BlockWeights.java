package dev.vernier.engine.layer.quantize;

import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;

/**
 * ncnn's weight block quantisation: rows of integers of 4, 6 or 8 bits, packed from the lowest bit
 * on, a scale for every 32, 64 or 128 of them, and perhaps a factor for each input.
 *
 * <p>A quantize_term of three digits says which: bits, 1 for input factors, 0 to 2 for the block.
 */
public final class BlockWeights implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int inputs;
  private final int bits;
  private final int block;
  private final boolean hasFactors;
  private final Weight packed;
  private float[] scales;
  private float[] factors;

  private BlockWeights(LayerSpec spec, WeightSource source, int term, int rows, int inputs) {
    this.rows = rows;
    this.inputs = inputs;
    this.bits = term / 100;
    this.hasFactors = term % 100 / 10 == 1;
    this.block = 32 << term % 10;
    long count = (long) rows * rowBytes();
    if (count > Integer.MAX_VALUE) {
      throw spec.error(rows + " rows of " + inputs + " weights pass 2^31 - 1 bytes");
    }
    this.packed = source.tagged((int) count);
    if (packed.storage() != Weight.Storage.INT8) {
      throw spec.error(
          "quantize_term is "
              + term
              + " but the weights are stored as "
              + packed.storage()
              + ", must be INT8");
    }
  }

  /** Whether a quantize_term means weights in blocks. */
  public static boolean isBlockTerm(int term) {
    int bits = term / 100;
    return (bits == 4 || bits == 6 || bits == 8) && term % 100 / 10 <= 1 && term % 10 <= 2;
  }

  /**
   * Reads the packed integers; {@link #readScales} and {@link #readFactors} are called when their
   * turn in the file has come.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if they are not stored as int8
   */
  public static BlockWeights read(
      LayerSpec spec, WeightSource source, int term, int rows, int inputs) {
    return new BlockWeights(spec, source, term, rows, inputs);
  }

  /** Reads a scale a block and row. */
  public void readScales(WeightSource source) {
    scales = source.raw(Math.multiplyExact(rows, blocks()));
  }

  /** Reads a factor an input, where there are any. */
  public void readFactors(WeightSource source) {
    factors = hasFactors ? source.raw(inputs) : null;
  }

  private int rowBytes() {
    return (int) (((long) inputs * bits + 7) / 8);
  }

  private int blocks() {
    return (inputs + block - 1) / block;
  }

  /** The weights as reals, rows × inputs. */
  public float[] toFloats() {
    byte[] bytes = packed.toBytes();
    float[] reals = new float[Math.multiplyExact(rows, inputs)];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < inputs; k++) {
        float unit = 1f / scales[row * blocks() + k / block];
        float factor = factors == null ? 1f : factors[k];
        reals[row * inputs + k] = integer(bytes, row * rowBytes(), k) * unit * factor;
      }
    }
    return reals;
  }

  private int integer(byte[] bytes, int rowAt, int k) {
    int bit = k * bits;
    int at = rowAt + bit / 8;
    int pair = bytes[at] & 0xff;
    if (bit / 8 + 1 < rowBytes()) {
      pair |= (bytes[at + 1] & 0xff) << 8;
    }
    // Shifted to the top of an int and back, so that the sign fills what is above.
    int unused = Integer.SIZE - bits;
    return pair >> bit % 8 << unused >> unused;
  }

  /** Bytes of integers, scales and factors. */
  public long bytes() {
    return packed.bytes() + 4L * scales.length + (factors == null ? 0 : 4L * factors.length);
  }
}
