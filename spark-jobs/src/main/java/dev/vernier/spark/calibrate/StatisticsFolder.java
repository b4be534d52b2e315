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
 * Statistics as a folder that holds Parquet: a row a layer, with what all of them share in each. It
 * is written under another name and renamed when it is complete.
 */
public final class StatisticsFolder {
  private static final int VERSION = StatisticsSettings.VERSION;

  /** Within the folder, beside the parts. */
  private static final String STATISTICS = "statistics";

  private static final StructType SCHEMA =
      new StructType()
          .add("version", IntegerType, false)
          .add("vernier", StringType, false)
          .add("net", StringType, false)
          .add("fingerprint", StringType, false)
          .add("samples", LongType, false)
          .add("bad_samples", LongType, false)
          .add("provenance", StringType, false)
          .add("settings", StringType, false)
          .add("settings_fingerprint", StringType, false)
          .add("data_fingerprint", StringType, false)
          // Little-endian longs: the samples' hashes in ascending order; in the first row alone.
          .add("data", BinaryType, false)
          .add("index", IntegerType, false)
          .add("layer", StringType, false)
          .add("type", StringType, false)
          .add("blob", StringType, false)
          .add("absmax", FloatType, false)
          .add("absmax_samples", LongType, false)
          .add("largest_sample", LongType, false)
          .add("nans", LongType, false)
          .add("infinities", LongType, false)
          .add("bin_width", FloatType, false)
          .add("histogram", createArrayType(LongType, false), false)
          // What ColumnSample.write and RunningHistogram.write make; one of them is empty.
          .add("columns", BinaryType, false)
          .add("running", BinaryType, false);

  private final SparkSession spark;
  private final String folder;

  /** A folder, there or not, on any file system that Hadoop knows. */
  public StatisticsFolder(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** Writes statistics of two passes with columns, or of one; those that are there give way. */
  void write(CalibrationStatistics statistics) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try {
      List<Row> rows = new ArrayList<>();
      for (LayerStatistics layer : statistics.layers()) {
        rows.add(row(statistics, layer, rows.isEmpty()));
      }
      FileSystem system = system(new Path(folder));
      Path target = system.makeQualified(new Path(folder, STATISTICS));
      Path beside = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
      try {
        // A row may hold megabytes: a task each.
        spark
            .createDataFrame(context.parallelize(rows, rows.size()), SCHEMA)
            .write()
            .parquet(beside.toString());
        system.delete(target, true);
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

  private static Row row(CalibrationStatistics all, LayerStatistics layer, boolean first)
      throws IOException {
    AbsMax absMax = layer.input().absMax();
    Histogram histogram = layer.input().histogram().orElseThrow();
    return RowFactory.create(
        VERSION,
        vernier(),
        all.net(),
        all.fingerprint(),
        all.samples(),
        all.badSamples(),
        all.provenance(),
        all.settings().json(),
        all.settings().fingerprint(),
        all.dataFingerprint(),
        StatisticsBytes.of(first ? all.data() : new long[0]),
        layer.index(),
        layer.name(),
        layer.type(),
        layer.blob(),
        absMax.value(),
        absMax.samples(),
        absMax.largestSample(),
        absMax.nans(),
        absMax.infinities(),
        absMax.value() / histogram.bins(),
        histogram.counts(),
        StatisticsBytes.of(layer.sample()),
        StatisticsBytes.of(layer.running()));
  }

  private static String vernier() {
    String version = StatisticsFolder.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /**
   * Columns of the layers' inputs by the layers' names.
   *
   * @param fingerprint of the net that they must be of
   * @throws JobException if they cannot be read or are of another net
   */
  public Map<String, Columns> columns(String fingerprint) {
    Map<String, Columns> columns = new LinkedHashMap<>();
    for (LayerStatistics layer : read(fingerprint).layers()) {
      if (layer.sample() == null) {
        throw new JobException(
            "statistics " + folder + " hold no columns: they were made with --passes 1");
      }
      columns.put(layer.name(), layer.columns());
    }
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
      throw StatisticsSettings.otherNet(folder, any.getAs("net"), found, fingerprint);
    }
    List<LayerStatistics> layers = new ArrayList<>();
    try {
      for (Row row : rows) {
        layers.add(layer(row));
      }
      return new CalibrationStatistics(
          any.getAs("net"),
          found,
          any.<Long>getAs("samples"),
          any.<Long>getAs("bad_samples"),
          any.getAs("provenance"),
          StatisticsSettings.parse(any.getAs("settings")),
          StatisticsBytes.longs(any.getAs("data")),
          layers);
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException("statistics " + folder + " are damaged: " + e.getMessage(), e);
    }
  }

  private List<Row> rows() {
    try {
      Path inner = new Path(folder, STATISTICS);
      var table = spark.read().parquet(system(inner).exists(inner) ? inner.toString() : folder);
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

  private static LayerStatistics layer(Row row) throws IOException {
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
    return new LayerStatistics(
        row.<Integer>getAs("index"),
        row.getAs("layer"),
        row.getAs("type"),
        row.getAs("blob"),
        BlobStatistics.of(absMax, Histogram.of(absMax.value(), counts)),
        StatisticsBytes.running(row.getAs("running")),
        StatisticsBytes.columns(row.getAs("columns")));
  }
}
