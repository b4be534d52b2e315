package dev.vernier.spark.cluster;

import static dev.vernier.spark.cluster.TestCluster.predictions;
import static dev.vernier.spark.cluster.TestCluster.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The job jar, submitted to a standalone cluster of processes, with its files on an HDFS. All but
 * one test look at what one application has done, as it takes longer to start than to run.
 */
@ExtendWith({SparkExtension.class, TestCluster.Extension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final int[] PARTITIONS = {1, 2, 7, 50};
  private static final int IMAGES = 150;
  private static final String FEW = "lists/few.txt";
  private static final String ALL = "lists/all.txt";

  private final TestCluster cluster;
  private final List<String> tables = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final String statistics;
  private final Path statisticsHere;
  private final String statisticsThere;

  private String trained;
  private String trainedThere;
  private Submission done;

  ClusterIT(TestCluster cluster) throws IOException {
    this.cluster = cluster;
    this.statistics = cluster.hdfs("/kept/fmnist.stats");
    this.statisticsHere = Files.createDirectory(cluster.folder().resolve("tables"));
    this.statisticsThere = cluster.hdfs("/kept/tables");
  }

  @BeforeAll
  void runAll() throws Exception {
    putLists();
    Path grid = Files.createDirectory(cluster.folder().resolve("grid"));
    trained = grid + "/fmnist.table";
    trainedThere = cluster.hdfs("/grid/fmnist.table");
    List<String[]> here = grid(cluster.smallHere(), grid + "/here");
    here.add(Fashion.local().calibrate(trained));
    here.addAll(statisticsHere());
    List<String[]> there = grid(cluster.smallHere(), grid + "/there");
    there.addAll(grid(cluster.smallThere(), cluster.hdfs("/grid")));
    there.add(cluster.remote().calibrate(trainedThere));
    there.add(cluster.remote().evaluate(trainedThere));
    there.addAll(statisticsThere());

    TestCluster.runHere(here);
    done = cluster.runThere(there);
  }

  /** Calibrates in several numbers of partitions, and infers. */
  private List<String[]> grid(Fashion data, String out) {
    List<String[]> commands = new ArrayList<>();
    for (int partitions : PARTITIONS) {
      String table = out + "/" + partitions + ".table";
      commands.add(data.calibrate(table, "--partitions", String.valueOf(partitions)));
      tables.add(table);
    }
    String output = out + "/rows";
    commands.add(data.infer(output));
    outputs.add(output);
    return commands;
  }

  @Test
  void tablesOfAnyPartitionsAndRowsAreTheSameOnAnyMachinesFiles() throws IOException {
    String expectedTable = read(tables.get(0));
    assertThat(expectedTable).contains("conv1_param_0 ");
    for (String table : tables) {
      assertThat(read(table)).as(table).isEqualTo(expectedTable);
    }
    List<Row> expectedRows = predictions(outputs.get(0));
    assertThat(expectedRows).hasSize(2000).doesNotHaveDuplicates();
    for (String output : outputs) {
      assertThat(predictions(output)).as(output).isEqualTo(expectedRows);
    }
  }

  @Test
  void aTrainedNetHasItsTableAndAccuracyThereToo() throws IOException {
    assertThat(read(trainedThere)).contains("stem_param_0 ").isEqualTo(read(trained));
    assertThat(done.out()).contains("fp32: 91.70 % right of 2,000 labelled samples");
  }

  @Test
  void theLauncherSubmits() throws Exception {
    String table = cluster.hdfs("/out/small.table");
    Submission calibrated = launch(cluster.smallThere().calibrate(table));
    assertThat(calibrated.exitCode()).as(calibrated.err()).isZero();
    assertThat(calibrated.out()).contains("1000 samples in ").contains("table: " + table);
    assertThat(calibrated.err()).contains("Connected to Spark cluster with app ID");
    assertThat(read(table)).isEqualTo(read(tables.get(0)));
  }

  /** Runs the launcher, which submits through the installation it is given. */
  private Submission launch(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(TestData.ROOT.resolve("vernier").toAbsolutePath().toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--master", cluster.spark().url()));
    for (String setting :
        List.of("spark.executor.memory=512m", "spark.driver.host=127.0.0.1", "spark.cores.max=1")) {
      command.addAll(List.of("--conf", setting));
    }
    Map<String, String> environment = new HashMap<>(cluster.spark().environment());
    environment.put("VERNIER_DRIVER_MEMORY", "768m");
    environment.put("VERNIER_JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    try (ChildProcess launcher =
        ChildProcess.start(cluster.folder(), "launcher", environment, command)) {
      return Submission.of(launcher);
    }
  }

  /** Puts lists of all images but one and of all of them into a folder here and on the HDFS. */
  private void putLists() throws IOException {
    Path lists = Files.createDirectories(cluster.folder().resolve("lists"));
    List<String> names =
        TestData.fmnistImages(lists, IMAGES).stream()
            .map(file -> file.getFileName().toString())
            .toList();
    Files.write(lists.resolve("few.txt"), names.subList(0, IMAGES - 1), UTF_8);
    Files.write(lists.resolve("all.txt"), names, UTF_8);
    cluster.put("/data", lists);
  }

  private List<String[]> statisticsHere() {
    Fashion data = new Fashion(cluster.folder().toString(), cluster.smallHere().net());
    return List.of(
        data.calibrateOn(FEW, statisticsHere + "/few-kl"),
        data.calibrateOn(FEW, statisticsHere + "/few-aciq", "--method", "aciq"),
        data.calibrateOn(ALL, statisticsHere + "/all-kl"),
        data.calibrateOn(ALL, statisticsHere + "/all-eq", "--method", "eq"));
  }

  private List<String[]> statisticsThere() {
    Fashion data = cluster.smallThere();
    return List.of(
        data.calibrateOn(FEW, statisticsThere + "/few-kl", "--stats", statistics),
        data.calibrateFrom(statistics, statisticsThere + "/few-aciq", "--method", "aciq"),
        data.calibrateOn(ALL, statisticsThere + "/all-kl", "--stats", statistics),
        data.calibrateFrom(statistics, statisticsThere + "/all-eq", "--method", "eq"));
  }

  @Test
  void statisticsOnAnHdfsServeOtherMethodsAndTakeAddedImages() throws Exception {
    assertThat(done.out())
        .contains("pass 1 of 2: 149 of 150 samples are finished, in ")
        .contains(" parts of " + statistics);
    for (String table : List.of("/few-kl", "/few-aciq", "/all-kl", "/all-eq")) {
      assertThat(read(statisticsThere + table)).as(table).isEqualTo(read(statisticsHere + table));
    }
    assertThat(names(statistics)).containsExactlyInAnyOrder("settings.json", "parts", "statistics");
    assertThat(names(statistics + "/parts")).isNotEmpty().noneMatch(name -> name.startsWith("."));
  }

  private static List<String> names(String folder) throws IOException {
    return HadoopFiles.names(new Configuration(), folder);
  }
}
