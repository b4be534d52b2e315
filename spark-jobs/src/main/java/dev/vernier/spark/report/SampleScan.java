package dev.vernier.spark.report;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import java.io.Serializable;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Reads the samples once more: for their fingerprint, and for the bytes of those to be shown. */
final class SampleScan implements FlatMapFunction<Iterator<EncodedSample>, SampleScan.Part> {
  private static final long serialVersionUID = 1L;
  private static final int HASH_BYTES = 32;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(8 * HASH_BYTES);

  /** Two levels: partitions meet on executors before the driver sees them. */
  private static final int DEPTH = 2;

  private final HashSet<String> wanted;

  private SampleScan(Set<String> wanted) {
    this.wanted = new HashSet<>(wanted);
  }

  /**
   * What was found.
   *
   * @param samples how many there are
   * @param sum of their hashes
   * @param shown what each of the wanted samples feeds the net's first input, by name
   */
  @DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
  record Part(long samples, BigInteger sum, HashMap<String, byte[]> shown) implements Serializable {

    Part with(Part other) {
      HashMap<String, byte[]> both = new HashMap<>(shown);
      both.putAll(other.shown);
      return new Part(samples + other.samples, sum.add(other.sum).mod(MODULUS), both);
    }

    /** The fingerprint of the data, the same for any order and any names. */
    String fingerprint() {
      byte[] bytes = MODULUS.add(sum).toByteArray();
      return HexFormat.of().formatHex(bytes, bytes.length - HASH_BYTES, bytes.length);
    }
  }

  /** Reads all samples. */
  static Part of(SampleSet samples, Set<String> wanted) {
    SampleReader reader = new SampleReader(samples);
    JavaRDD<EncodedSample> encoded = samples.rows().javaRDD().map(reader::read);
    try {
      return encoded.mapPartitions(new SampleScan(wanted)).treeReduce(Part::with, DEPTH);
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of("reading the samples for the report failed", e);
    }
  }

  @Override
  public Iterator<Part> call(Iterator<EncodedSample> samples) {
    MessageDigest digest = sha256();
    BigInteger sum = BigInteger.ZERO;
    long count = 0;
    HashMap<String, byte[]> shown = new HashMap<>();
    while (samples.hasNext()) {
      EncodedSample sample = samples.next();
      count++;
      for (byte[] content : sample.contents()) {
        digest.update(content);
      }
      sum = sum.add(new BigInteger(1, digest.digest()));
      if (wanted.contains(sample.name()) && !sample.contents().isEmpty()) {
        shown.put(sample.name(), sample.contents().get(0));
      }
    }
    return List.of(new Part(count, sum.mod(MODULUS), shown)).iterator();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
