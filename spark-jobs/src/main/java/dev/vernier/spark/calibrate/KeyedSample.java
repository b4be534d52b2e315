package dev.vernier.spark.calibrate;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.engine.quant.SampleHash;
import dev.vernier.spark.source.EncodedSample;
import java.io.Serializable;

/**
 * A sample and what it is known by, wherever it lies.
 *
 * @param key the hash of its bytes, or of its name where it cannot be read
 * @param sample its bytes
 */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
record KeyedSample(long key, EncodedSample sample) implements Serializable {

  static KeyedSample of(EncodedSample sample) {
    boolean readable = sample.reason() == null;
    return new KeyedSample(
        readable ? SampleHash.of(sample.contents()) : SampleHash.of("unread " + sample.name()),
        sample);
  }
}
