package dev.vernier.spark.ml;

import dev.vernier.engine.NetException;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.NetFiles;
import java.io.ByteArrayInputStream;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A net as a transformer: a column of samples in, the net's outputs out, in columns behind the
 * input's. Saved with its net, so that nothing else is needed to load it.
 */
public final class NcnnModel extends Model<NcnnModel> implements NcnnParams<NcnnModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ModelNet net;
  private final NcnnParamSet declared;

  NcnnModel(String uid, ModelNet net) {
    this.uid = uid;
    this.net = net;
    this.declared = new NcnnParamSet(this);
  }

  /**
   * A model of a net in memory.
   *
   * @param param ncnn's {@code .param}, text or binary
   * @param bin its {@code .bin}
   * @param name what messages call it, such as {@code fmnist.param}
   * @throws NetException if the bytes do not hold a net
   */
  public static NcnnModel of(byte[] param, byte[] bin, String name) {
    NetFiles files = NetFiles.of(param, new ByteArrayInputStream(bin), name);
    return new NcnnModel(Identifiable.randomUID("NcnnModel"), new ModelNet(files, ""));
  }

  /**
   * A model of a net in files, on any file system that Hadoop knows.
   *
   * @throws dev.vernier.spark.JobException if a file cannot be read
   * @throws NetException if the files do not hold a net
   */
  public static NcnnModel fromFiles(SparkSession spark, String param, String bin) {
    NetFiles files = NetFolder.readFiles(spark.sparkContext().hadoopConfiguration(), param, bin);
    return new NcnnModel(Identifiable.randomUID("NcnnModel"), new ModelNet(files, ""));
  }

  /** Reads models that were saved. */
  public static MLReader<NcnnModel> read() {
    return new StageReader<>(NcnnModel.class, NcnnModel::new);
  }

  /** Reads a model that was saved. */
  public static NcnnModel load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public NcnnParamSet declared() {
    return declared;
  }

  ModelNet net() {
    return net;
  }

  /**
   * The input's columns and those of the outputs.
   *
   * @throws IllegalArgumentException if a column is missing, of a wrong type or there already; the
   *     message names it
   * @throws NetException if the net has no blob of a wanted name
   */
  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.checked(this, net, schema);
  }

  /**
   * Runs the net over every row, when the result is asked for.
   *
   * @throws IllegalArgumentException as {@link #transformSchema}
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = dataset.schema();
    Columns columns = Columns.of(this, net, transformed(schema));
    SparkContext context = dataset.sparkSession().sparkContext();
    BroadcastNet sent = net.on(context, this);
    ModelPartition partition =
        new ModelPartition(
            sent, SampleCells.of(this, schema), columns, getBatchSize(), new SeenCounters(context));
    Dataset<Row> rows = dataset.toDF().mapPartitions(partition, Encoders.row(columns.schema()));
    return withMetadata(rows, schema);
  }

  /** The input's schema, if the stage can take it. */
  private StructType transformed(StructType schema) {
    transformSchema(schema);
    return schema;
  }

  /** What other stages have written to the columns' metadata does not pass through functions. */
  private static Dataset<Row> withMetadata(Dataset<Row> rows, StructType schema) {
    Dataset<Row> described = rows;
    for (StructField field : schema.fields()) {
      if (!field.metadata().equals(Metadata.empty())) {
        Column column = rows.col("`" + field.name().replace("`", "``") + "`");
        described = described.withColumn(field.name(), column.as(field.name(), field.metadata()));
      }
    }
    return described;
  }

  /** The calibration table that the net was quantised by, as ncnn reads it; empty for none. */
  public String table() {
    return net.table();
  }

  /** Takes the net from the executors; datasets that were transformed and not kept need it. */
  public void release() {
    net.release();
  }

  @Override
  public NcnnModel copy(ParamMap extra) {
    NcnnModel copy = copyValues(new NcnnModel(uid, net), extra);
    return copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new NetFolder.Writer(this, net);
  }

  @Override
  public String toString() {
    return "NcnnModel: uid=" + uid + ", net=" + net.name() + ", inputCol=" + getInputCol();
  }
}
