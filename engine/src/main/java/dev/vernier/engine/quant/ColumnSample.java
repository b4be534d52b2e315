package dev.vernier.engine.quant;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.ColumnProduct;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers {@link Columns} of one layer's input from many samples. Which ones, a hash of the
 * sample's bytes, the layer's name and the column's position decides: the sample is the same
 * whatever the number of parts, their order and the places of the files. Each sample contributes
 * alike, however large it is; columns with NaN or infinite elements are left out. Not thread-safe.
 */
public final class ColumnSample implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int LEAST = 32;

  /**
   * Of a blob with a long tail few columns miss the tail: on fmnist's i1_a a threshold chosen with
   * 512 columns gave 27.5 dB on other images, with 4096 columns 32.2, in eight times the time.
   */
  private static final int MOST = 2048;

  /** 2 MiB of floats a layer. */
  private static final int MOST_ELEMENTS = 1 << 19;

  /** Chance may give fewer than are expected. */
  private static final double SPARE = 2;

  /** A column and its place in line. */
  private record Entry(double key, float[] column) implements Serializable {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparingDouble(Entry::key).thenComparing(Entry::column, Arrays::compare);

  private final long layer;
  private final long samples;
  private final int inputs;
  private final ArrayList<Entry> entries = new ArrayList<>();

  /**
   * An empty sample.
   *
   * @param layer name of the layer
   * @param inputs elements of a column
   * @param samples how many samples there are in all parts together
   */
  public ColumnSample(String layer, int inputs, long samples) {
    this(SampleHash.of(layer), inputs, samples);
  }

  private ColumnSample(long layer, int inputs, long samples) {
    this.layer = layer;
    this.inputs = inputs;
    this.samples = samples;
  }

  /** How many columns of so many inputs are kept, if the samples have as many: 32 to 2048. */
  public static int wanted(int inputs) {
    return Math.max(LEAST, Math.min(MOST, MOST_ELEMENTS / inputs));
  }

  /**
   * Adds the chosen columns of one sample.
   *
   * @param product the layer
   * @param bottom its input
   * @param sample the sample's {@link SampleHash}
   */
  public void add(ColumnProduct product, Mat bottom, long sample) {
    int count = product.positions(bottom);
    long seed = SampleHash.with(sample, layer);
    double limit = SPARE * wanted(inputs) / samples;
    int[] chosen = new int[16];
    int n = 0;
    for (int position = 0; position < count; position++) {
      if (key(seed, position, count) < limit) {
        if (n == chosen.length) {
          chosen = Arrays.copyOf(chosen, 2 * n);
        }
        chosen[n++] = position;
      }
    }
    float[][] columns = product.columns(bottom, Arrays.copyOf(chosen, n));
    for (int i = 0; i < n; i++) {
      if (isFinite(columns[i])) {
        entries.add(new Entry(key(seed, chosen[i], count), columns[i]));
      }
    }
    if (entries.size() > 2 * wanted(inputs)) {
      prune();
    }
  }

  /** Keys below k are expected k times in a sample, however many positions it has. */
  private static double key(long seed, int position, int count) {
    return SampleHash.unit(SampleHash.with(seed, position)) * count;
  }

  private static boolean isFinite(float[] column) {
    for (float element : column) {
      if (!Float.isFinite(element)) {
        return false;
      }
    }
    return true;
  }

  /** Adds what another part of the data gave; returns this. */
  public ColumnSample merge(ColumnSample other) {
    if (layer != other.layer || inputs != other.inputs || samples != other.samples) {
      throw new IllegalArgumentException("samples of different layers or runs do not merge");
    }
    entries.addAll(other.entries);
    prune();
    return this;
  }

  /**
   * What a sample of all parts together would hold of these samples, where there are more of them
   * than was known: less than this, and never anything else.
   *
   * @param total how many samples there are, at least as many as this was made for
   * @throws IllegalArgumentException if there are fewer
   */
  public ColumnSample within(long total) {
    if (total < samples) {
      throw new IllegalArgumentException(
          "columns were chosen for " + samples + " samples and do not serve " + total);
    }
    ColumnSample fewer = new ColumnSample(layer, inputs, total);
    double limit = SPARE * wanted(inputs) / total;
    entries.stream().filter(entry -> entry.key() < limit).forEach(fewer.entries::add);
    return fewer;
  }

  /** Writes all of it but the layer's name. */
  public void write(DataOutput out) throws IOException {
    prune();
    out.writeLong(layer);
    out.writeInt(inputs);
    out.writeLong(samples);
    out.writeInt(entries.size());
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(inputs, Float.BYTES));
    for (Entry entry : entries) {
      out.writeDouble(entry.key());
      bytes.asFloatBuffer().put(entry.column());
      out.write(bytes.array());
    }
  }

  /**
   * Reads what was written.
   *
   * @throws IOException if it ends early or cannot have been written
   */
  public static ColumnSample read(DataInput in) throws IOException {
    long layer = in.readLong();
    int inputs = in.readInt();
    long samples = in.readLong();
    int count = in.readInt();
    if (inputs < 1 || inputs > Integer.MAX_VALUE / Float.BYTES || samples < 1 || count < 0) {
      throw new IOException(count + " columns of " + inputs + " are none that calibration keeps");
    }
    ColumnSample read = new ColumnSample(layer, inputs, samples);
    byte[] bytes = new byte[inputs * Float.BYTES];
    for (int i = 0; i < count; i++) {
      double key = in.readDouble();
      in.readFully(bytes);
      float[] column = new float[inputs];
      ByteBuffer.wrap(bytes).asFloatBuffer().get(column);
      read.entries.add(new Entry(key, column));
    }
    return read;
  }

  /** Elements of a column. */
  public int inputs() {
    return inputs;
  }

  /** How many samples there are in all parts together. */
  public long samples() {
    return samples;
  }

  /** What is not among the first of a part is not among the first of the whole. */
  private void prune() {
    entries.sort(ORDER);
    if (entries.size() > wanted(inputs)) {
      entries.subList(wanted(inputs), entries.size()).clear();
    }
  }

  /** The columns that were kept, in the order of their keys. */
  public Columns columns() {
    prune();
    float[] values = new float[Math.multiplyExact(entries.size(), inputs)];
    List<Entry> kept = entries;
    for (int i = 0; i < kept.size(); i++) {
      System.arraycopy(kept.get(i).column(), 0, values, i * inputs, inputs);
    }
    return new Columns(inputs, values);
  }
}
