package dev.vernier.spark.calibrate;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.ColumnSample;
import dev.vernier.engine.quant.Columns;
import dev.vernier.engine.quant.RunningHistogram;
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
 * @param running its magnitudes in bins that always merge; null where there were two passes
 * @param sample of its columns; null where the method needs none
 */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
record LayerStatistics(
    int index,
    String name,
    String type,
    String blob,
    BlobStatistics input,
    RunningHistogram running,
    ColumnSample sample)
    implements Serializable {

  /** Only the last two may be null. */
  LayerStatistics {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(blob, "blob");
    Objects.requireNonNull(input, "input");
  }

  /** Columns of the layer's input; null where the method needs none. */
  Columns columns() {
    return sample == null ? null : sample.columns();
  }

  /** The same without what only merging needs. */
  LayerStatistics forSearch() {
    return new LayerStatistics(index, name, type, blob, input, null, sample);
  }
}
