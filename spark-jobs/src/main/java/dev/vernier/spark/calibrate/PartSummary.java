package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.engine.quant.AbsMax;
import dev.vernier.spark.source.BadRecord;
import dev.vernier.spark.source.BadRecordTally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the first pass found in a part.
 *
 * @param part its samples, bad ones among them
 * @param samples those that are in the statistics
 * @param bad the others
 * @param absMax of every tapped blob
 */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
record PartSummary(Part part, long samples, BadRecordTally bad, ArrayList<AbsMax> absMax)
    implements Serializable {

  void write(DataOutput out) throws IOException {
    long[] keys = part.keys();
    out.writeInt(keys.length);
    for (long key : keys) {
      out.writeLong(key);
    }
    out.writeLong(samples);
    out.writeLong(bad.count());
    out.writeInt(bad.first().size());
    for (BadRecord record : bad.first()) {
      Strings.write(out, record.name());
      Strings.write(out, record.reason());
    }
    out.writeInt(absMax.size());
    for (AbsMax of : absMax) {
      out.writeFloat(of.value());
      out.writeLong(of.samples());
      out.writeLong(of.largestSample());
      out.writeLong(of.nans());
      out.writeLong(of.infinities());
    }
  }

  static PartSummary read(DataInput in) throws IOException {
    long[] keys = new long[in.readInt()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = in.readLong();
    }
    long samples = in.readLong();
    long count = in.readLong();
    List<BadRecord> first = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      first.add(new BadRecord(Strings.read(in), Strings.read(in)));
    }
    ArrayList<AbsMax> absMax = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      absMax.add(
          AbsMax.of(in.readFloat(), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }
    return new PartSummary(Part.of(keys), samples, BadRecordTally.of(count, first), absMax);
  }

  /** Texts of any length. */
  private static final class Strings {
    private Strings() {}

    static void write(DataOutput out, String text) throws IOException {
      byte[] bytes = text.getBytes(UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    static String read(DataInput in) throws IOException {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return new String(bytes, UTF_8);
    }
  }
}
