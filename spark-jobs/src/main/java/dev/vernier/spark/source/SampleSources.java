package dev.vernier.spark.source;

import dev.vernier.engine.image.PixelFormat;
import dev.vernier.engine.image.Preprocess;
import dev.vernier.spark.JobException;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.config.SourceFormat;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Opens the inputs of a job as rows; images are read later, by the executors. */
public final class SampleSources {

  /** Tasks a core where the user does not say: enough that a slow one does not hold up the rest. */
  private static final int TASKS_A_CORE = 4;

  /** Parquet files whose rows are counted by what each says at its end, and not by a job. */
  private static final int MOST_FOOTERS = 32;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration configuration;

  /** Sources that this session reads. */
  public SampleSources(SparkSession spark) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.configuration = context.hadoopConfiguration();
  }

  /**
   * Opens the inputs. Several of them are zipped by position: all of them files or lists with as
   * many samples each, or columns of one table.
   *
   * @param partitions of the rows; 0 for as many as keep all cores busy
   * @throws JobException if an input is missing, empty, or does not fit the others
   * @throws IllegalArgumentException if mean, norm or shape does not fit the pixel format
   */
  public SampleSet open(List<InputOptions> inputs, int partitions) {
    List<InputOptions> resolved = inputs.stream().map(this::resolve).toList();
    boolean files = resolved.stream().allMatch(SampleSources::namesFiles);
    return files ? openFiles(resolved, partitions) : openTable(resolved, partitions);
  }

  private static boolean namesFiles(InputOptions input) {
    SourceFormat format = input.source().format();
    return format == SourceFormat.FILES || format == SourceFormat.LIST;
  }

  private InputOptions resolve(InputOptions input) {
    SampleSourceOptions source = input.source();
    if (source.format() != SourceFormat.AUTO) {
      return input;
    }
    return new InputOptions(
        input.blob(), source.withFormat(guess(source.path())), input.preprocess());
  }

  private SourceFormat guess(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    List<FileStatus> found = FileLists.resolve(configuration, path);
    if (found.stream().allMatch(FileStatus::isFile)) {
      if (lower.endsWith(".txt") || lower.endsWith(".list")) {
        return SourceFormat.LIST;
      }
      return lower.endsWith(".parquet") ? SourceFormat.PARQUET : SourceFormat.FILES;
    }
    boolean table =
        lower.endsWith(".parquet")
            || FileLists.files(configuration, path).stream()
                .anyMatch(file -> file.toLowerCase(Locale.ROOT).endsWith(".parquet"));
    return table ? SourceFormat.PARQUET : SourceFormat.FILES;
  }

  private SampleSet openFiles(List<InputOptions> inputs, int partitions) {
    List<List<String>> paths = new ArrayList<>();
    List<StructField> fields = new ArrayList<>();
    List<SampleColumn> columns = new ArrayList<>();
    for (InputOptions input : inputs) {
      SampleSourceOptions source = input.source();
      List<String> files =
          source.format() == SourceFormat.LIST
              ? FileLists.list(configuration, source.path(), source.absolutePaths())
              : FileLists.files(configuration, source.path());
      requireSamples(source, files.size());
      int first = paths.isEmpty() ? files.size() : paths.get(0).size();
      if (files.size() != first) {
        throw new JobException(
            "input "
                + source.path()
                + " has "
                + files.size()
                + " samples, input "
                + inputs.get(0).source().path()
                + " has "
                + first
                + "; inputs are zipped by position and must have the same number");
      }
      int column = paths.size();
      paths.add(files);
      String name = column == 0 ? "path" : "path_" + (column + 1);
      fields.add(DataTypes.createStructField(name, DataTypes.StringType, false));
      columns.add(sampleColumn(input, column, true));
    }
    int count = paths.get(0).size();
    List<Row> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Object[] values = new Object[paths.size()];
      for (int k = 0; k < values.length; k++) {
        values[k] = paths.get(k).get(i);
      }
      rows.add(RowFactory.create(values));
    }
    int tasks = partitions > 0 ? partitions : defaultPartitions(count);
    JavaRDD<Row> distributed = context.parallelize(rows, tasks);
    Dataset<Row> dataset = spark.createDataFrame(distributed, DataTypes.createStructType(fields));
    return new SampleSet(dataset, columns, 0, count, tasks);
  }

  private SampleSet openTable(List<InputOptions> inputs, int partitions) {
    SampleSourceOptions first = inputs.get(0).source();
    for (InputOptions input : inputs) {
      SampleSourceOptions source = input.source();
      if (source.format() != first.format() || !source.path().equals(first.path())) {
        throw new JobException(
            "input "
                + source.path()
                + " ("
                + source.format().optionName()
                + ") cannot be zipped with input "
                + first.path()
                + " ("
                + first.format().optionName()
                + "): rows of a table have no order; give columns of one table, or files or lists");
      }
    }
    FileLists.resolve(configuration, first.path());
    Dataset<Row> table =
        first.format() == SourceFormat.PARQUET
            ? spark.read().parquet(first.path())
            : spark
                .read()
                .format("binaryFile")
                .option("recursiveFileLookup", "true")
                .load(first.path());
    StructType schema = table.schema();
    List<SampleColumn> columns = new ArrayList<>();
    for (InputOptions input : inputs) {
      int column = contentColumn(schema, input.source());
      columns.add(sampleColumn(input, column, false));
    }
    long count = count(table, first);
    requireSamples(first, count);
    int tasks = partitions > 0 ? partitions : defaultPartitions(count);
    int found = table.rdd().getNumPartitions();
    // A Parquet file of a few thousand images is one row group and would keep one core busy; more
    // partitions than asked for by nobody do no harm and save the shuffle.
    if (partitions > 0 ? found != tasks : found < tasks) {
      table = table.repartition(tasks);
    } else {
      tasks = found;
    }
    return new SampleSet(table, columns, nameColumn(schema), count, tasks);
  }

  private long count(Dataset<Row> table, SampleSourceOptions source) {
    if (source.format() != SourceFormat.PARQUET) {
      return table.count();
    }
    String[] files = table.inputFiles();
    if (files.length > MOST_FOOTERS) {
      return table.count();
    }
    long count = 0;
    for (String file : files) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(new Path(URI.create(file)), configuration))) {
        count += reader.getRecordCount();
      } catch (IOException e) {
        throw new JobException("input " + source.path() + ": " + file + ": " + e.getMessage(), e);
      }
    }
    return count;
  }

  private static SampleColumn sampleColumn(InputOptions input, int column, boolean holdsPath) {
    PreprocessOptions options = input.preprocess();
    List<Integer> shape = options.shape().isEmpty() ? List.of(0, 0) : options.shape();
    Preprocess preprocess =
        Preprocess.ofShape(
            PixelFormat.parse(options.pixel()),
            shape.stream().mapToInt(Integer::intValue).toArray(),
            floats(options.mean()),
            floats(options.norm()));
    return new SampleColumn(
        input.blob(), column, holdsPath, preprocess, shape, options.maxPixels());
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static int contentColumn(StructType schema, SampleSourceOptions source) {
    int column = Arrays.asList(schema.fieldNames()).indexOf(source.column());
    if (column < 0) {
      throw new JobException(
          "input "
              + source.path()
              + " has no column \""
              + source.column()
              + "\", its columns are "
              + Arrays.toString(schema.fieldNames()));
    }
    StructField field = schema.fields()[column];
    if (!field.dataType().equals(DataTypes.BinaryType)) {
      throw new JobException(
          "input "
              + source.path()
              + ": column \""
              + source.column()
              + "\" is "
              + field.dataType().simpleString()
              + ", expected binary (encoded images or npy)");
    }
    return column;
  }

  private static int nameColumn(StructType schema) {
    int path = Arrays.asList(schema.fieldNames()).indexOf("path");
    if (path >= 0 && schema.fields()[path].dataType().equals(DataTypes.StringType)) {
      return path;
    }
    for (int i = 0; i < schema.size(); i++) {
      if (schema.fields()[i].dataType().equals(DataTypes.StringType)) {
        return i;
      }
    }
    return -1;
  }

  private static void requireSamples(SampleSourceOptions source, long count) {
    if (count == 0) {
      throw new JobException("input " + source.path() + " is empty, expected at least one sample");
    }
  }

  private int defaultPartitions(long samples) {
    return (int) Math.max(1, Math.min(samples, (long) context.defaultParallelism() * TASKS_A_CORE));
  }
}
