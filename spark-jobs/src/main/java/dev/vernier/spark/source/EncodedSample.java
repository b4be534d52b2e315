package dev.vernier.spark.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.List;

/**
 * A sample as its source holds it: the bytes of an image or an npy tensor for each input of the
 * net, or the reason why they cannot be had.
 *
 * @param name what messages call it
 * @param contents bytes for each input, shared; empty where there is a reason
 * @param reason why the record is bad, null where it is not
 */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
public record EncodedSample(String name, List<byte[]> contents, String reason)
    implements Serializable {

  /** A sample that was read. */
  static EncodedSample of(String name, List<byte[]> contents) {
    return new EncodedSample(name, List.copyOf(contents), null);
  }

  /** A record that could not be read. */
  static EncodedSample bad(String name, String reason) {
    return new EncodedSample(name, List.of(), reason);
  }
}
