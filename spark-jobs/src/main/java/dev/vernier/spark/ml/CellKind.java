package dev.vernier.spark.ml;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Npy;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.RawPixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.collection.Seq;
import scala.collection.mutable.ArraySeq;

/** What a column of samples holds, and how a cell of it becomes a sample's bytes. */
enum CellKind {
  /** Encoded images or npy tensors. */
  ENCODED {
    @Override
    byte[] bytes(Object cell, int[] shape) {
      return (byte[]) cell;
    }
  },
  /** The struct of Spark's image source. */
  IMAGE {
    @Override
    byte[] bytes(Object cell, int[] shape) throws BadRecordException {
      Row image = (Row) cell;
      byte[] data = image.getAs("data");
      if (image.<Integer>getAs("mode") == UNDEFINED_MODE || data == null) {
        throw new BadRecordException("Spark could not decode the image");
      }
      return RawPixels.encode(
          data, image.getAs("width"), image.getAs("height"), image.getAs("nChannels"));
    }
  },
  /** An array of numbers. */
  ARRAY {
    @Override
    byte[] bytes(Object cell, int[] shape) throws BadRecordException {
      return tensor(floats((Seq<?>) cell), shape);
    }
  },
  /** A vector of Spark ML, dense or sparse. */
  VECTOR {
    @Override
    byte[] bytes(Object cell, int[] shape) throws BadRecordException {
      double[] doubles = ((Vector) cell).toArray();
      float[] values = new float[doubles.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubles[i];
      }
      return tensor(values, shape);
    }
  };

  private static final int UNDEFINED_MODE = -1;

  /** The kind of a column's type, null where it can hold no samples. */
  static CellKind of(DataType type) {
    if (type.equals(DataTypes.BinaryType)) {
      return ENCODED;
    }
    if (type.equals(SQLDataTypes.VectorType())) {
      return VECTOR;
    }
    if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
      return ARRAY;
    }
    return type instanceof StructType struct && holdsImages(struct) ? IMAGE : null;
  }

  /** Whether a struct has the fields of Spark's images; what may be null is left to the cells. */
  private static boolean holdsImages(StructType struct) {
    return Arrays.stream(ImageSchema.columnSchema().fields())
        .allMatch(
            field ->
                Arrays.asList(struct.fieldNames()).contains(field.name())
                    && struct.apply(field.name()).dataType().equals(field.dataType()));
  }

  /**
   * The sample that a cell holds.
   *
   * @param cell as Spark gives it, not null
   * @param shape sizes that an array must have
   * @throws BadRecordException if it holds none
   */
  abstract byte[] bytes(Object cell, int[] shape) throws BadRecordException;

  /** Whether cells are tensors already, and no images. */
  boolean isTensor() {
    return this == ARRAY || this == VECTOR;
  }

  private static float[] floats(Seq<?> cell) throws BadRecordException {
    if (cell instanceof ArraySeq.ofFloat floats) {
      return floats.array();
    }
    float[] values = new float[cell.length()];
    Iterator<?> elements = cell.iterator();
    for (int i = 0; i < values.length; i++) {
      if (!(elements.next() instanceof Number number)) {
        throw new BadRecordException("element " + i + " is null, expected a number");
      }
      values[i] = number.floatValue();
    }
    return values;
  }

  private static byte[] tensor(float[] values, int[] shape) throws BadRecordException {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new BadRecordException(
            "element " + i + " is " + values[i] + ", expected finite numbers");
      }
    }
    long size = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    if (values.length == 0 || (shape.length > 0 && size != values.length)) {
      throw new BadRecordException(
          values.length
              + " elements, expected "
              + (shape.length == 0 ? "at least 1" : size + " of shape " + Arrays.toString(shape)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(values.length * Float.BYTES + 128);
    try {
      Npy.write(mat(values, shape), out);
    } catch (IOException e) {
      throw new BadRecordException("cannot be kept: ", e);
    }
    return out.toByteArray();
  }

  private static Mat mat(float[] values, int[] shape) {
    return switch (shape.length) {
      case 0, 1 -> Mat.of(values);
      case 2 -> Mat.wrap(values, 2, shape[0], shape[1], 1, 1);
      case 3 -> Mat.wrap(values, 3, shape[0], shape[1], 1, shape[2]);
      default -> Mat.wrap(values, 4, shape[0], shape[1], shape[2], shape[3]);
    };
  }
}
