package dev.vernier.spark.infer;

import dev.vernier.spark.JobException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a row that {@code infer} writes.
 *
 * @param kept indices of the input's columns that stay
 * @param blobs blobs that become two columns each, values and shape
 * @param topKBlob blob whose largest elements are listed, null for none
 * @param schema all columns, with {@link #REASON} as the last
 */
record OutputColumns(List<Integer> kept, List<String> blobs, String topKBlob, StructType schema)
    implements Serializable {

  /** Null unless the record was bad. */
  static final String REASON = "reason";

  /** The largest elements, largest first. */
  static final String TOP_K = "top_k";

  /** What {@link #TOP_K} holds. */
  private static final DataType TOP_K_TYPE =
      DataTypes.createArrayType(
          DataTypes.createStructType(
              List.of(
                  DataTypes.createStructField("index", DataTypes.IntegerType, false),
                  DataTypes.createStructField("label", DataTypes.StringType, true),
                  DataTypes.createStructField("score", DataTypes.FloatType, false))),
          false);

  /**
   * Columns for an input of that schema.
   *
   * @throws JobException if the input already has a column of a name that is needed
   */
  static OutputColumns of(
      StructType input, boolean keepBinary, List<String> blobs, String topKBlob) {
    List<Integer> kept = new ArrayList<>();
    List<StructField> fields = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      if (keepBinary || !input.fields()[i].dataType().equals(DataTypes.BinaryType)) {
        kept.add(i);
        fields.add(input.fields()[i]);
      }
    }
    for (String blob : blobs) {
      fields.add(
          DataTypes.createStructField(
              blob, DataTypes.createArrayType(DataTypes.FloatType, false), true));
      fields.add(
          DataTypes.createStructField(
              blob + "_shape", DataTypes.createArrayType(DataTypes.IntegerType, false), true));
    }
    if (topKBlob != null) {
      fields.add(DataTypes.createStructField(TOP_K, TOP_K_TYPE, true));
    }
    fields.add(DataTypes.createStructField(REASON, DataTypes.StringType, true));
    Set<String> names = new HashSet<>();
    for (StructField field : fields) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw new JobException(
            "the output would have two columns \""
                + field.name()
                + "\", the input has "
                + List.of(input.fieldNames())
                + ": rename the input's");
      }
    }
    return new OutputColumns(
        kept, List.copyOf(blobs), topKBlob, DataTypes.createStructType(fields));
  }

  /**
   * Blobs that have to be extracted: those with columns, then that of the top-k if it is another.
   */
  List<String> extracted() {
    if (topKBlob == null || blobs.contains(topKBlob)) {
      return blobs;
    }
    List<String> all = new ArrayList<>(blobs);
    all.add(topKBlob);
    return all;
  }
}
