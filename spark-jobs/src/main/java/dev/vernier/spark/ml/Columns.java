package dev.vernier.spark.ml;

import dev.vernier.engine.NetException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that a model adds to its input's.
 *
 * @param input the input's columns
 * @param blobs blobs that are put out, the first one with the answers
 * @param vectors whether outputs are vectors
 * @param shapes whether sizes stand beside outputs
 * @param prediction whether there is a column for the largest element's index
 * @param predictedLabel whether there is one for its name
 * @param topK how many of the largest elements are listed, 0 for none
 * @param labels names of the first blob's elements
 * @param invalid what becomes of bad records
 * @param schema all columns
 */
record Columns(
    int input,
    List<String> blobs,
    boolean vectors,
    boolean shapes,
    boolean prediction,
    boolean predictedLabel,
    int topK,
    List<String> labels,
    String invalid,
    StructType schema)
    implements Serializable {

  private static final DataType TOP_K_TYPE =
      DataTypes.createArrayType(
          DataTypes.createStructType(
              List.of(
                  DataTypes.createStructField("index", DataTypes.IntegerType, false),
                  DataTypes.createStructField("label", DataTypes.StringType, true),
                  DataTypes.createStructField("score", DataTypes.FloatType, false))),
          false);

  /**
   * The schema behind a stage, if it can take that input.
   *
   * @throws IllegalArgumentException if the net has several inputs, or as {@link #of}, or a column
   *     is missing or of a wrong type
   * @throws NetException if the net has no blob of a name
   */
  static StructType checked(NcnnParams<?> stage, ModelNet net, StructType input) {
    net.requireOneInput();
    SampleCells.of(stage, input);
    return of(stage, net, input).schema();
  }

  /**
   * The columns of a model behind an input of that schema.
   *
   * @throws IllegalArgumentException if a column is there already, or outputCols does not fit
   *     outputBlobs
   * @throws NetException if the net has no blob of a name
   */
  static Columns of(NcnnParams<?> stage, ModelNet net, StructType input) {
    List<String> blobs = List.of(stage.getOutputBlobs());
    blobs.forEach(net::requireBlob);
    List<String> named = blobs.isEmpty() ? List.of(net.outputs().get(0)) : blobs;
    List<String> names = names(stage, named);
    boolean vectors = stage.getOutputType().equals(NcnnParamSet.VECTOR);
    List<StructField> fields = new ArrayList<>(Arrays.asList(input.fields()));
    DataType type =
        vectors ? SQLDataTypes.VectorType() : DataTypes.createArrayType(DataTypes.FloatType, false);
    for (String name : names) {
      fields.add(DataTypes.createStructField(name, type, true));
      if (stage.getOutputShapes()) {
        DataType sizes = DataTypes.createArrayType(DataTypes.IntegerType, false);
        fields.add(DataTypes.createStructField(name + "_shape", sizes, true));
      }
    }
    boolean prediction = add(fields, stage.getPredictionCol(), DataTypes.DoubleType);
    boolean label = add(fields, stage.getPredictedLabelCol(), DataTypes.StringType);
    boolean top = add(fields, stage.getTopKCol(), TOP_K_TYPE);
    if (stage.getHandleInvalid().equals(NcnnParamSet.KEEP)) {
      add(fields, stage.getReasonCol(), DataTypes.StringType);
    }
    requireDistinct(fields, input);
    return new Columns(
        input.size(),
        named,
        vectors,
        stage.getOutputShapes(),
        prediction,
        label,
        top ? stage.getTopK() : 0,
        List.of(stage.getLabels()),
        stage.getHandleInvalid(),
        DataTypes.createStructType(fields));
  }

  private static List<String> names(NcnnParams<?> stage, List<String> blobs) {
    List<String> names = List.of(stage.getOutputCols());
    if (names.isEmpty()) {
      return blobs.size() == 1 ? List.of(stage.getOutputCol()) : blobs;
    }
    if (names.size() != blobs.size()) {
      throw new IllegalArgumentException(
          "outputCols " + names + " are " + names.size() + ", expected one for each of " + blobs);
    }
    return names;
  }

  private static boolean add(List<StructField> fields, String name, DataType type) {
    if (!name.isEmpty()) {
      fields.add(DataTypes.createStructField(name, type, true));
    }
    return !name.isEmpty();
  }

  private static void requireDistinct(List<StructField> fields, StructType input) {
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).name();
      // Spark tells names apart by their letters' case only if it is told to.
      if (!seen.add(name.toLowerCase(Locale.ROOT)) && i >= input.size()) {
        throw new IllegalArgumentException(
            "output column \""
                + name
                + "\" is there already; the input has "
                + Arrays.toString(input.fieldNames())
                + ", the stage adds "
                + fields.subList(input.size(), fields.size()).stream()
                    .map(StructField::name)
                    .toList());
      }
    }
  }

  /**
   * The index of a column.
   *
   * @param param the parameter that names it
   * @throws IllegalArgumentException if there is none
   */
  static int require(StructType schema, String param, String name) {
    int column = Arrays.asList(schema.fieldNames()).indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException(
          param
              + " \""
              + name
              + "\" does not exist, the columns are "
              + Arrays.toString(schema.fieldNames()));
    }
    return column;
  }
}
