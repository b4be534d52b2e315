package dev.vernier.spark.ml;

import org.apache.spark.sql.SparkSession;

/**
 * SQL functions that run nets.
 *
 * <p>{@code ncnn_infer(model, sample)} gives the first output of a saved {@link NcnnModel} as
 * {@code array<float>}. The model is a path that every executor can read, and is read once by each;
 * the sample is what the model's inputCol may be. A null sample gives null, a bad one fails the
 * query, or gives null where the model's handleInvalid is {@code skip} or {@code keep}.
 */
public final class VernierFunctions {
  /** The name of the function that gives a net's output. */
  public static final String INFER = "ncnn_infer";

  private VernierFunctions() {}

  /** Makes the functions known to a session; {@link VernierExtensions} does so by configuration. */
  public static void register(SparkSession spark) {
    spark
        .udf()
        .register(
            INFER,
            new InferFunction(spark.sparkContext().hadoopConfiguration()),
            InferFunction.TYPE);
  }
}
