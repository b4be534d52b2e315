package dev.vernier.spark.ml;

import dev.vernier.engine.image.PixelFormat;
import dev.vernier.engine.image.Preprocess;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleColumn;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads one column's cells as samples. Thread-safe.
 *
 * @param kind what the cells hold
 * @param column index in the row
 * @param nameColumn index of the column that names a record, −1 where there is none
 * @param shape sizes of tensors
 * @param input how an image becomes the input blob
 */
record SampleCells(CellKind kind, int column, int nameColumn, int[] shape, SampleColumn input)
    implements Serializable {
  /** The index of no column. */
  static final int NAMELESS = -1;

  private static final int MOST_IMAGE_SIZES = 3;

  /**
   * The samples of a stage's input column.
   *
   * @throws IllegalArgumentException if there is no such column, its type holds no samples, or the
   *     stage's shape, mean or norm does not fit it
   */
  static SampleCells of(NcnnParams<?> stage, StructType schema) {
    String name = stage.getInputCol();
    int column = Columns.require(schema, "inputCol", name);
    DataType type = schema.fields()[column].dataType();
    CellKind kind = CellKind.of(type);
    if (kind == null) {
      throw new IllegalArgumentException(
          "inputCol \""
              + name
              + "\" is "
              + type.catalogString()
              + ", expected binary (encoded images or npy), Spark's image struct, an array of"
              + " numbers or vector");
    }
    return of(stage, kind, column, nameColumn(schema));
  }

  /** The same for cells of a kind. */
  static SampleCells of(NcnnParams<?> stage, CellKind kind, int column, int nameColumn) {
    int[] shape = stage.getInputShape();
    boolean zeros = Arrays.stream(shape).anyMatch(size -> size == 0);
    if (kind.isTensor() ? zeros : shape.length == 1 || shape.length > MOST_IMAGE_SIZES) {
      throw new IllegalArgumentException(
          "inputShape is "
              + Arrays.toString(shape)
              + ", expected "
              + (kind.isTensor() ? "sizes above 0" : "(w, h) or (w, h, c)")
              + " for inputCol \""
              + stage.getInputCol()
              + "\"");
    }
    Preprocess preprocess =
        Preprocess.ofShape(
            PixelFormat.parse(stage.getPixel()),
            kind.isTensor() || shape.length == 0 ? new int[] {0, 0} : shape,
            floats(stage.getMean()),
            floats(stage.getNorm()));
    List<Integer> tensor = kind.isTensor() ? List.of() : Arrays.stream(shape).boxed().toList();
    return new SampleCells(
        kind, column, nameColumn, shape, new SampleColumn("", 0, false, preprocess, tensor));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** What messages call records by: {@code path}, as Spark's binaryFile has it. */
  private static int nameColumn(StructType schema) {
    int path = Arrays.asList(schema.fieldNames()).indexOf("path");
    return path >= 0 && schema.fields()[path].dataType().equals(DataTypes.StringType) ? path : -1;
  }

  /** The sample of a row; what is wrong with it is a reason, never an exception. */
  EncodedSample read(Row row) {
    String name = name(row);
    if (row.isNullAt(column)) {
      return new EncodedSample(name, List.of(), "cannot read: the column holds null");
    }
    return read(name, row.get(column));
  }

  /** The same of a cell, which is not null. */
  EncodedSample read(String name, Object cell) {
    try {
      return new EncodedSample(name, List.of(kind.bytes(cell, shape)), null);
    } catch (BadRecordException e) {
      return new EncodedSample(name, List.of(), e.getMessage());
    } catch (RuntimeException e) {
      return new EncodedSample(
          name, List.of(), new BadRecordException("cannot read: ", e).getMessage());
    }
  }

  private String name(Row row) {
    if (nameColumn >= 0 && !row.isNullAt(nameColumn)) {
      return row.getString(nameColumn);
    }
    if (kind == CellKind.IMAGE && !row.isNullAt(column)) {
      String origin = row.getStruct(column).getAs("origin");
      return origin == null || origin.isEmpty() ? "(record without a name)" : origin;
    }
    return "(record without a name)";
  }
}
