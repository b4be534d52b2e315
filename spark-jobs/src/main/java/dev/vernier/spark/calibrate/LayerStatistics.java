package dev.vernier.spark.calibrate;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.Columns;
import java.io.Serializable;
import java.util.Objects;

/**
 * What the samples tell of one layer's input.
 *
 * @param index the layer's place in the net
 * @param name its name
 * @param type its operator
 * @param blob the blob that it reads
 * @param input that blob's statistics
 * @param columns a sample of its columns; null where the method needs none
 */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
record LayerStatistics(
    int index, String name, String type, String blob, BlobStatistics input, Columns columns)
    implements Serializable {

  /** Only the columns may be null. */
  LayerStatistics {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(blob, "blob");
    Objects.requireNonNull(input, "input");
  }
}
