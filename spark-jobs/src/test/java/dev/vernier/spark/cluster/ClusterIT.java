package dev.vernier.spark.cluster;

import static dev.vernier.spark.cluster.TestCluster.predictions;
import static dev.vernier.spark.cluster.TestCluster.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The job jar, submitted to a standalone cluster of processes, with its files on an HDFS. */
@ExtendWith({SparkExtension.class, TestCluster.Extension.class})
class ClusterIT {
  private static final int[] PARTITIONS = {1, 2, 7, 50};

  private static String localTable;

  private final TestCluster cluster;

  ClusterIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  static void calibrateHere(TestCluster cluster) throws IOException {
    String table = cluster.folder().resolve("local.table").toString();
    TestCluster.runHere(List.<String[]>of(Fashion.local().calibrate(table)));
    localTable = read(table);
  }

  @Test
  void theLauncherSubmitsCalibrateAndSparkSubmitRunsInfer() throws Exception {
    String table = cluster.hdfs("/out/fmnist.table");
    Submission calibrated = launch(cluster.remote().calibrate(table));
    assertThat(calibrated.exitCode()).as(calibrated.err()).isZero();
    assertThat(calibrated.out()).contains("1000 samples in ").contains("table: " + table);
    assertThat(calibrated.err()).contains("Connected to Spark cluster with app ID");
    assertThat(read(table)).isEqualTo(localTable);

    String output = cluster.hdfs("/out/predictions");
    Submission inferred = cluster.spark().run(cluster.remote().infer(output, "--json"));
    assertThat(inferred.exitCode()).as(inferred.err()).isZero();
    JsonNode said = new ObjectMapper().readTree(inferred.out());
    assertThat(said.get("samples").asLong()).isEqualTo(2000);
    assertThat(said.get("badSamples").asLong()).isZero();
    assertThat(predictions(output)).hasSize(2000).doesNotHaveDuplicates();
  }

  @Test
  void tablesRowsAndAccuracyAreTheSameOnAnyMachinesFilesAndPartitions() throws Exception {
    Path local = Files.createDirectory(cluster.folder().resolve("grid"));
    List<String> tables = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<String[]> here = commands(Fashion.local(), local + "/here", tables, outputs);
    List<String[]> there = commands(Fashion.local(), local + "/there", tables, outputs);
    there.addAll(commands(cluster.remote(), cluster.hdfs("/grid"), tables, outputs));
    there.add(cluster.remote().evaluate(cluster.hdfs("/grid/1.table")));

    TestCluster.runHere(here);
    Submission done = cluster.runThere(there);

    List<Row> expected = predictions(outputs.get(0));
    assertThat(expected).hasSize(2000);
    for (String table : tables) {
      assertThat(read(table)).as(table).isEqualTo(localTable);
    }
    for (String output : outputs) {
      assertThat(predictions(output)).as(output).isEqualTo(expected);
    }
    assertThat(done.out()).contains("fp32: 91.70 % right of 2,000 labelled samples");
  }

  /** Runs the launcher, which submits through the installation it is given. */
  private Submission launch(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(TestData.ROOT.resolve("vernier").toAbsolutePath().toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--master", cluster.spark().url()));
    command.addAll(
        List.of("--conf", "spark.executor.memory=512m", "--conf", "spark.driver.host=127.0.0.1"));
    Map<String, String> environment = new HashMap<>(cluster.spark().environment());
    environment.put("VERNIER_DRIVER_MEMORY", "768m");
    try (ChildProcess launcher =
        ChildProcess.start(cluster.folder(), "launcher", environment, command)) {
      return Submission.of(launcher);
    }
  }

  private static List<String[]> commands(
      Fashion data, String out, List<String> tables, List<String> outputs) {
    List<String[]> commands = new ArrayList<>();
    for (int partitions : PARTITIONS) {
      String table = out + "/" + partitions + ".table";
      String output = out + "/" + partitions + ".rows";
      String count = String.valueOf(partitions);
      commands.add(data.calibrate(table, "--partitions", count));
      commands.add(data.infer(output, "--partitions", count));
      tables.add(table);
      outputs.add(output);
    }
    return commands;
  }
}
