package dev.vernier.spark.infer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Net;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.SampleRunner;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.config.InferOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.OutputFormat;
import dev.vernier.spark.config.OutputOptions;
import dev.vernier.spark.source.BadRecord;
import dev.vernier.spark.source.HadoopFiles;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import dev.vernier.spark.source.SampleSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Runs a net over samples and writes its outputs as columns beside the input's own. */
public final class InferJob {
  private static final String SAMPLES = "samples";
  private static final String BAD = "bad";
  private static final String FIRST_BAD = "first_bad";

  private final SparkSession spark;
  private final Progress progress;

  /** A job in this session that tells {@code progress} how far it is. */
  public InferJob(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * Does it. The output appears as a whole or not at all.
   *
   * @throws JobException if something is missing, does not fit, or a record is bad in FAILFAST
   * @throws dev.vernier.engine.NetException if the net's files are wrong, or a blob is unknown
   */
  public InferResult execute(InferOptions options) {
    long start = System.nanoTime();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (JobSteps steps = new JobSteps(context.sc(), progress)) {
      steps.step("infer: reading the net");
      try (BroadcastNet net = BroadcastNet.load(context, options.net(), options.run().kernels())) {
        return infer(options, net, steps, start);
      }
    }
  }

  private InferResult infer(InferOptions options, BroadcastNet net, JobSteps steps, long start) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    checkOutput(configuration, options);
    List<String> labels = labels(configuration, options.labels());
    steps.step("infer: listing samples");
    SampleSet samples = new SampleSources(spark).open(options.inputs(), options.run().partitions());
    OutputColumns columns = columns(net.net(), samples.rows().schema(), options);
    SeenCounters seen = new SeenCounters(spark.sparkContext());
    BadRecordMode mode = options.run().mode();
    // Errors that any task would meet are better met here, once.
    new SampleRunner(net, samples.inputs(), columns.extracted(), mode, seen);

    InferPartition partition =
        new InferPartition(
            net,
            new SampleReader(samples),
            samples.inputs(),
            columns,
            options.topK(),
            labels,
            mode,
            options.run().batch(),
            seen);
    Dataset<Row> rows = samples.rows().mapPartitions(partition, Encoders.row(columns.schema()));
    Observation observation = new Observation();
    rows = observe(rows, observation, samples);
    if (mode != BadRecordMode.PERMISSIVE) {
      rows = rows.filter(col(OutputColumns.REASON).isNull()).drop(OutputColumns.REASON);
    }
    steps.step("infer: running the net");
    List<String> written = write(rows, options.output());

    Map<String, Object> observed = await(observation);
    long count = (Long) observed.get(SAMPLES);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new InferResult(
        options.output().path(),
        options.output().format(),
        written,
        count,
        (Long) observed.get(BAD),
        firstBad((Row) observed.get(FIRST_BAD)),
        samples.partitions(),
        net.loads(),
        seconds,
        count / seconds);
  }

  private static OutputColumns columns(Net net, StructType input, InferOptions options) {
    List<String> blobs = options.blobs();
    blobs.forEach(net::blob);
    String topKBlob = null;
    if (options.topK() > 0) {
      topKBlob = blobs.isEmpty() ? net.outputs().get(0).name() : blobs.get(0);
    } else if (blobs.isEmpty()) {
      blobs = net.outputs().stream().map(Blob::name).toList();
    }
    return OutputColumns.of(input, options.output().keepContent(), blobs, topKBlob);
  }

  /** Counts what passes by, as part of the data flow: a task that is retried counts once. */
  private static Dataset<Row> observe(
      Dataset<Row> rows, Observation observation, SampleSet samples) {
    Column reason = col(OutputColumns.REASON);
    Column name =
        samples.nameColumn() < 0
            ? lit("(record without a name)")
            : col(quoted(samples.rows().schema().fieldNames()[samples.nameColumn()]));
    Column bad = struct(name.as("name"), reason.as("reason"));
    return rows.observe(
        observation,
        count(lit(1)).as(SAMPLES),
        count(reason).as(BAD),
        min(when(reason.isNotNull(), bad)).as(FIRST_BAD));
  }

  private static Map<String, Object> await(Observation observation) {
    try {
      return observation.getAsJava();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobException("interrupted after the output was written", e);
    }
  }

  private static List<BadRecord> firstBad(Row first) {
    return first == null
        ? List.of()
        : List.of(new BadRecord(String.valueOf(first.getString(0)), first.getString(1)));
  }

  private List<String> write(Dataset<Row> rows, OutputOptions output) {
    Dataset<Row> flat = output.format() == OutputFormat.CSV ? withoutNesting(rows) : rows;
    try {
      flat.write()
          .format(output.format().sparkName())
          .option("header", "true")
          .mode(output.overwrite() ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
          .save(output.path());
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      RuntimeException failure = JobFailures.of("cannot write output " + output.path(), e);
      if (!output.overwrite()) {
        removeRest(output.path(), failure);
      }
      throw failure;
    }
    return List.of(flat.columns());
  }

  /** Spark leaves an empty folder behind, which would be in the way of the next run. */
  private void removeRest(String output, RuntimeException failure) {
    try {
      HadoopFiles.deleteFolder(spark.sparkContext().hadoopConfiguration(), output);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** CSV holds nothing but scalars: the rest becomes JSON. */
  private static Dataset<Row> withoutNesting(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      Column column = col(quoted(field.name()));
      boolean nested =
          field.dataType() instanceof ArrayType
              || field.dataType() instanceof StructType
              || field.dataType() instanceof MapType;
      columns.add(nested ? to_json(column).as(field.name()) : column);
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  private static void checkOutput(Configuration configuration, InferOptions options) {
    OutputOptions output = options.output();
    try {
      for (InputOptions input : options.inputs()) {
        if (HadoopFiles.contains(configuration, output.path(), input.source().path())) {
          throw new JobException(
              "output "
                  + output.path()
                  + " holds input "
                  + input.source().path()
                  + ", which writing would replace; give another folder");
        }
      }
      if (!output.overwrite() && HadoopFiles.exists(configuration, output.path())) {
        throw new JobException(
            "output " + output.path() + " exists; give another folder or --overwrite");
      }
    } catch (IOException e) {
      throw new JobException("output " + output.path() + ": " + e.getMessage(), e);
    }
  }

  private static List<String> labels(Configuration configuration, String path) {
    if (path.isEmpty()) {
      return List.of();
    }
    try {
      return new String(HadoopFiles.read(configuration, path), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new JobException("cannot read --labels " + path + ": " + e.getMessage(), e);
    }
  }
}
