package dev.vernier.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.cli.CommandList;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The job jar, submitted to a standalone cluster of processes, with its files on an HDFS. */
@ExtendWith(SparkExtension.class)
class ClusterIT {
  private static final int[] PARTITIONS = {1, 2, 7, 50};

  @TempDir private static Path folder;
  private static MiniHdfs hdfs;
  private static StandaloneCluster cluster;
  private static Fashion remote;
  private static String localTable;

  private final SparkSession spark;

  ClusterIT(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void startProcesses() throws Exception {
    hdfs = MiniHdfs.start(folder);
    cluster = StandaloneCluster.start(folder);
    remote = Fashion.putInto(hdfs.url() + "/data");
    String table = folder.resolve("local.table").toString();
    runHere(List.of(String.join("\t", Fashion.local().calibrate(table))));
    localTable = read(table);
  }

  @AfterAll
  static void endProcesses() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Test
  void calibrateInferAndEvaluateRunAsSubmittedJobs() throws Exception {
    String table = hdfs.url() + "/out/fmnist.table";
    Submission calibrated = cluster.run(remote.calibrate(table));
    assertThat(calibrated.exitCode()).as(calibrated.err()).isZero();
    assertThat(calibrated.out()).contains("1000 samples in ").contains("table: " + table);
    assertThat(read(table)).isEqualTo(localTable);

    String output = hdfs.url() + "/out/predictions";
    Submission inferred = cluster.run(remote.infer(output, "--json"));
    assertThat(inferred.exitCode()).as(inferred.err()).isZero();
    JsonNode said = new ObjectMapper().readTree(inferred.out());
    assertThat(said.get("samples").asLong()).isEqualTo(2000);
    assertThat(said.get("badSamples").asLong()).isZero();
    assertThat(predictions(output)).hasSize(2000).doesNotHaveDuplicates();

    Submission evaluated = cluster.run(remote.evaluate(table));
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("2000 samples in ").contains("91.70 %");
  }

  @Test
  void tablesAndRowsAreTheSameOnAnyMachinesFilesAndPartitions() throws Exception {
    Path local = Files.createDirectory(folder.resolve("grid"));
    List<String> tables = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<String> here = commands(Fashion.local(), local + "/here", tables, outputs);
    List<String> there = commands(Fashion.local(), local + "/there", tables, outputs);
    there.addAll(commands(remote, hdfs.url() + "/grid", tables, outputs));

    StringWriter err = new StringWriter();
    int exitCode = CommandList.run(new PrintWriter(new StringWriter()), new PrintWriter(err), here);
    assertThat(exitCode).as(err.toString()).isZero();
    Path list = Files.write(local.resolve("commands"), there, UTF_8);
    try (ChildProcess driver =
        cluster.submit(
            List.of(
                "--jars",
                StandaloneCluster.jar().toString(),
                "--class",
                CommandList.class.getName(),
                jarOf(CommandList.class).toString()),
            list.toString())) {
      assertThat(driver.exitCode()).as(driver.err()).isZero();
    }

    List<Row> expected = predictions(outputs.get(0));
    assertThat(expected).hasSize(2000);
    for (String table : tables) {
      assertThat(read(table)).as(table).isEqualTo(localTable);
    }
    for (String output : outputs) {
      assertThat(predictions(output)).as(output).isEqualTo(expected);
    }
  }

  @Test
  void theLauncherSubmitsThroughTheInstallationItIsGiven() throws Exception {
    String table = hdfs.url() + "/launched/fmnist.table";
    List<String> command = new ArrayList<>();
    command.add(TestData.ROOT.resolve("vernier").toAbsolutePath().toString());
    command.addAll(List.of(remote.calibrate(table, "--master", cluster.url())));
    command.addAll(
        List.of("--conf", "spark.executor.memory=512m", "--conf", "spark.driver.host=127.0.0.1"));
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put("VERNIER_DRIVER_MEMORY", "768m");
    try (ChildProcess launcher = ChildProcess.start(folder, "launcher", environment, command)) {
      Submission done = Submission.of(launcher);
      assertThat(done.exitCode()).as(done.err()).isZero();
      assertThat(done.out()).contains("table: " + table);
      assertThat(done.err()).contains("Connected to Spark cluster with app ID");
    }
    assertThat(read(table)).isEqualTo(localTable);
  }

  private static void runHere(List<String> commands) {
    StringWriter err = new StringWriter();
    int exitCode =
        CommandList.run(new PrintWriter(new StringWriter()), new PrintWriter(err), commands);
    assertThat(exitCode).as(err.toString()).isZero();
  }

  private static List<String> commands(
      Fashion data, String out, List<String> tables, List<String> outputs) {
    List<String> commands = new ArrayList<>();
    for (int partitions : PARTITIONS) {
      String table = out + "/" + partitions + ".table";
      String output = out + "/" + partitions + ".rows";
      String count = String.valueOf(partitions);
      commands.add(String.join("\t", data.calibrate(table, "--partitions", count)));
      commands.add(String.join("\t", data.infer(output, "--partitions", count)));
      tables.add(table);
      outputs.add(output);
    }
    return commands;
  }

  /** A jar of one class of the tests, to be submitted beside the job jar. */
  private static Path jarOf(Class<?> type) throws IOException {
    Path jar = folder.resolve(type.getSimpleName() + ".jar");
    String entry = type.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
      type.getClassLoader().getResourceAsStream(entry).transferTo(out);
    }
    return jar;
  }

  private static String read(String path) throws IOException {
    return new String(HadoopFiles.read(new Configuration(), path), UTF_8);
  }

  private List<Row> predictions(String output) {
    return spark.read().parquet(output).orderBy("path").collectAsList();
  }
}
