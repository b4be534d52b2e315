package dev.vernier.spark.calibrate;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.Columns;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Statistics as a folder of Parquet: a row a layer, with what all of them share in each. It is
 * written under another name and renamed when it is complete.
 */
public final class StatisticsFolder {
  private static final int VERSION = 1;

  private static final StructType SCHEMA =
      new StructType()
          .add("version", IntegerType, false)
          .add("net", StringType, false)
          .add("fingerprint", StringType, false)
          .add("samples", LongType, false)
          .add("bad_samples", LongType, false)
          .add("provenance", StringType, false)
          .add("index", IntegerType, false)
          .add("layer", StringType, false)
          .add("type", StringType, false)
          .add("blob", StringType, false)
          .add("absmax", FloatType, false)
          .add("absmax_samples", LongType, false)
          .add("largest_sample", LongType, false)
          .add("nans", LongType, false)
          .add("infinities", LongType, false)
          .add("histogram", createArrayType(LongType, false), false)
          .add("inputs", IntegerType, false)
          // Little-endian floats, a column after the other.
          .add("columns", BinaryType, false);

  private final SparkSession spark;
  private final String folder;

  /** A folder, there or not, on any file system that Hadoop knows. */
  public StatisticsFolder(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Checks that the folder can be written.
   *
   * @throws JobException if there is something of its name
   */
  void requireNew() {
    try {
      Path path = new Path(folder);
      if (system(path).exists(path)) {
        throw new JobException("statistics " + folder + " exist; give another folder");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException("statistics " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Writes statistics with histograms and columns. */
  void write(CalibrationStatistics statistics) {
    List<Row> rows = statistics.layers().stream().map(layer -> row(statistics, layer)).toList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try {
      FileSystem system = system(new Path(folder));
      Path target = system.makeQualified(new Path(folder));
      Path beside = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
      try {
        // A row may hold megabytes: a task each.
        spark
            .createDataFrame(context.parallelize(rows, rows.size()), SCHEMA)
            .write()
            .parquet(beside.toString());
        if (!system.rename(beside, target)) {
          throw new IOException("cannot be renamed from " + beside.getName());
        }
      } finally {
        system.delete(beside, true);
      }
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of("cannot write statistics " + folder, e);
    }
  }

  private FileSystem system(Path path) throws IOException {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    return path.getFileSystem(configuration);
  }

  private static Row row(CalibrationStatistics all, LayerStatistics layer) {
    AbsMax absMax = layer.input().absMax();
    Columns columns = layer.columns();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(columns.values().length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(columns.values());
    return RowFactory.create(
        VERSION,
        all.net(),
        all.fingerprint(),
        all.samples(),
        all.badSamples(),
        all.provenance(),
        layer.index(),
        layer.name(),
        layer.type(),
        layer.blob(),
        absMax.value(),
        absMax.samples(),
        absMax.largestSample(),
        absMax.nans(),
        absMax.infinities(),
        layer.input().histogram().orElseThrow().counts(),
        columns.inputs(),
        bytes.array());
  }

  /**
   * Columns of the layers' inputs by the layers' names.
   *
   * @param fingerprint of the net that they must be of
   * @throws JobException if they cannot be read or are of another net
   */
  public Map<String, Columns> columns(String fingerprint) {
    Map<String, Columns> columns = new LinkedHashMap<>();
    read(fingerprint).layers().forEach(layer -> columns.put(layer.name(), layer.columns()));
    return columns;
  }

  /**
   * Reads them.
   *
   * @param fingerprint of the net that they must be of
   * @throws JobException if they cannot be read or are of another net
   */
  CalibrationStatistics read(String fingerprint) {
    List<Row> rows = rows();
    Row any = rows.get(0);
    String found = any.getAs("fingerprint");
    if (!found.equals(fingerprint)) {
      throw new JobException(
          "statistics "
              + folder
              + " are of another net, "
              + any.getAs("net")
              + " (SHA-256 "
              + found.substring(0, Math.min(12, found.length()))
              + "…), expected "
              + fingerprint.substring(0, 12)
              + "…");
    }
    List<LayerStatistics> layers = new ArrayList<>();
    try {
      for (Row row : rows) {
        layers.add(layer(row));
      }
    } catch (IllegalArgumentException e) {
      throw new JobException("statistics " + folder + " are damaged: " + e.getMessage(), e);
    }
    return new CalibrationStatistics(
        any.getAs("net"),
        found,
        any.<Long>getAs("samples"),
        any.<Long>getAs("bad_samples"),
        any.getAs("provenance"),
        layers);
  }

  private List<Row> rows() {
    try {
      var table = spark.read().parquet(folder);
      List<String> names = Arrays.asList(table.columns());
      if (!names.containsAll(Arrays.asList(SCHEMA.fieldNames()))) {
        throw new JobException(
            folder + " holds no statistics that calibrate --stats wrote; its columns are " + names);
      }
      List<Row> rows = new ArrayList<>(table.collectAsList());
      rows.sort(Comparator.comparing(row -> row.<Integer>getAs("index")));
      if (rows.isEmpty() || rows.stream().anyMatch(r -> r.<Integer>getAs("version") != VERSION)) {
        throw new JobException(
            "statistics " + folder + " are empty or of another version than " + VERSION);
      }
      return rows;
    } catch (JobException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of("cannot read statistics " + folder, e);
    }
  }

  private static LayerStatistics layer(Row row) {
    AbsMax absMax =
        AbsMax.of(
            row.<Float>getAs("absmax"),
            row.<Long>getAs("absmax_samples"),
            row.<Long>getAs("largest_sample"),
            row.<Long>getAs("nans"),
            row.<Long>getAs("infinities"));
    long[] counts =
        row.<Long>getList(row.fieldIndex("histogram")).stream()
            .mapToLong(Long::longValue)
            .toArray();
    byte[] bytes = row.getAs("columns");
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new LayerStatistics(
        row.<Integer>getAs("index"),
        row.getAs("layer"),
        row.getAs("type"),
        row.getAs("blob"),
        BlobStatistics.of(absMax, Histogram.of(absMax.value(), counts)),
        new Columns(row.<Integer>getAs("inputs"), values));
  }
}
