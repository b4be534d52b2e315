package dev.vernier.spark.cluster;

import static dev.vernier.spark.cluster.TestCluster.predictions;
import static dev.vernier.spark.cluster.TestCluster.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Executors and drivers that are killed, disks that are full, folders that may not be written. */
@ExtendWith({SparkExtension.class, TestCluster.Extension.class})
class ClusterFaultsIT {
  private static final String PASS_2 = "calibrate: pass 2 of 2";
  private static final String INFER = "infer: running the net";

  /** More tasks than pass a closed gate, by kernels that nobody waits for a compiler for. */
  private static final String[] IN_TASKS = {"--partitions", "20", "--kernels", "scalar"};

  /** What a thousand samples are kept in. */
  private static final int PARTS = 32;

  private final TestCluster cluster;

  ClusterFaultsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void calibrateAndInferOutliveAnExecutorEach() throws Exception {
    String expectedTable = cluster.folder().resolve("undisturbed.table").toString();
    String expectedRows = cluster.folder().resolve("undisturbed.rows").toString();
    TestCluster.runHere(commands(cluster.smallHere(), expectedTable, expectedRows));

    String table = cluster.hdfs("/killed/fmnist.table");
    String rows = cluster.hdfs("/killed/predictions");
    try (Held held = submit(cluster.spark().url(), commands(cluster.smallThere(), table, rows))) {
      cluster.spark().killExecutor(held.application(), held.executorIn(PASS_2));
      held.release(PASS_2);
      cluster.spark().killExecutor(held.application(), held.executorIn(INFER));
      held.release(INFER);
      Submission done = Submission.of(held.driver());
      assertThat(done.exitCode()).as(done.err()).isZero();
      assertThat(done.out()).contains("1000 samples in ").contains("2000 samples in ");
      assertThat(done.err()).containsPattern("(?s)(Lost executor.*Lost task.*){2}");
      assertThat(percentages(done.err())).isNotEmpty().allMatch(percentage -> percentage <= 100);
    }

    assertThat(read(table)).isEqualTo(read(expectedTable));
    assertThat(predictions(rows)).hasSize(2000).isEqualTo(predictions(expectedRows));
  }

  /** How far the steps were, at whatever moment they said so. */
  private static List<Integer> percentages(String err) {
    return Pattern.compile("\\d+ of \\d+ tasks \\((\\d+) %\\)")
        .matcher(err)
        .results()
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  private static List<String[]> commands(Fashion data, String table, String rows) {
    return List.of(data.calibrate(table, IN_TASKS), data.infer(rows, IN_TASKS));
  }

  @Test
  void aKilledDriverLeavesNoTableAndStatisticsThatTheNextRunGoesOnWith() throws Exception {
    String expected = cluster.folder().resolve("all-at-once.table").toString();
    TestCluster.runHere(List.<String[]>of(cluster.smallHere().calibrate(expected)));
    String table = cluster.hdfs("/driverless/fmnist.table");
    // So few partitions that all of them pass the gate, and not all of the parts that they make.
    String[] words =
        cluster
            .smallThere()
            .calibrate(
                table,
                "--partitions",
                String.valueOf(TaskGate.PASSING),
                "--kernels",
                "scalar",
                "--stats",
                cluster.hdfs("/driverless/stats"));

    // Executors of a cluster would have no other part in it.
    try (Held held = submit("local[1]", List.<String[]>of(words))) {
      held.executorIn(PASS_2);
      held.kill();
    }
    assertThat(counted()).isEqualTo(TaskGate.PASSING);
    assertThat(names("/driverless")).containsExactly("stats");
    assertThat(names("/driverless/stats")).containsExactlyInAnyOrder("settings.json", "parts");

    assertThat(TestCluster.runHere(List.<String[]>of(words)))
        .contains("calibrate: pass 1 of 2: 1000 of 1000 samples are finished, in ")
        .contains(
            "calibrate: pass 2 of 2: "
                + TaskGate.PASSING
                + " of "
                + PARTS
                + " parts are finished, ");
    assertThat(read(table)).isEqualTo(read(expected));
  }

  /** Parts whose counts are kept. */
  private long counted() throws IOException {
    return names("/driverless/stats/parts").stream()
        .filter(name -> name.endsWith(".counts") && !name.startsWith("."))
        .count();
  }

  @Test
  void aKilledDriverLeavesNoRowsAndTheNextRunReplacesWhatItLeaves() throws Exception {
    String output = cluster.hdfs("/driverless-rows");
    List<String[]> infer = List.<String[]>of(cluster.smallThere().infer(output, IN_TASKS));
    try (Held held = submit(cluster.spark().url(), infer)) {
      held.executorIn(INFER);
      held.kill();
    }
    assertThat(names("/driverless-rows")).isSubsetOf("_temporary");
    TestCluster.runHere(List.<String[]>of(cluster.smallThere().infer(output, "--overwrite")));
    assertThat(predictions(output)).hasSize(2000).doesNotHaveDuplicates();
    assertThat(names("/driverless-rows")).contains("_SUCCESS").doesNotContain("_temporary");
  }

  /**
   * Submits commands whose executors are held in the middle of the steps; none is idle meanwhile,
   * waiting for samples that it has cached.
   */
  private Held submit(String master, List<String[]> commands) throws IOException {
    Path gate = Files.createTempDirectory(cluster.folder(), "gate");
    Files.createFile(gate.resolve(PASS_2));
    Files.createFile(gate.resolve(INFER));
    List<String> options =
        List.of(
            "--master",
            master,
            "--conf",
            "spark.locality.wait=0",
            "--conf",
            "spark.plugins=" + TaskGate.class.getName(),
            "--conf",
            TaskGate.FOLDER + "=" + gate);
    return new Held(gate, cluster.submitThere(options, commands));
  }

  /** A driver and the folder that holds its executors. */
  private record Held(Path gate, ChildProcess driver) implements AutoCloseable {
    String application() throws InterruptedException {
      return driver
          .await(Pattern.compile("Connected to Spark cluster with app ID (\\S+)"))
          .group(1);
    }

    /** Waits until a task of a step is held, and gives the name of its executor. */
    String executorIn(String step) throws InterruptedException {
      String held = ".*?Starting task [^\n]*,executor (\\w+), partition 1\\d,";
      return driver.await(Pattern.compile("(?s)" + step + "[^\n]*\n" + held)).group(1);
    }

    void kill() throws InterruptedException {
      driver.kill();
      assertThat(driver.exitCode()).isEqualTo(128 + 9);
    }

    void release(String step) throws IOException {
      Files.delete(gate.resolve(step));
    }

    @Override
    public void close() throws InterruptedException {
      driver.close();
    }
  }

  @Test
  void aFullDiskIsSaidAndNothingOfTheTableStays() throws Exception {
    makeFull("/full");
    String table = cluster.hdfs("/full/fmnist.table");
    assertThat(failing(cluster.smallHere().calibrate(table, "--method", "minmax")))
        .contains(
            "vernier: cannot write table " + table + ": The DiskSpace quota of /full is exceeded");
    assertThat(names("/full")).isEmpty();
  }

  @Test
  void aFullDiskIsSaidAndNothingOfTheRowsStays() throws Exception {
    makeFull("/full-rows");
    String output = cluster.hdfs("/full-rows/predictions");
    assertThat(failing(cluster.smallHere().infer(output)))
        .contains("vernier: ")
        .contains(output)
        .contains("The DiskSpace quota of /full-rows is exceeded");
    assertThat(names("/full-rows")).isEmpty();
  }

  @Test
  void aFolderThatMayNotBeWrittenIsSaid() throws Exception {
    String table = cluster.hdfs("/data/guest.table");
    UserGroupInformation guest = UserGroupInformation.createRemoteUser("guest");
    PrivilegedExceptionAction<String> calibrate =
        () -> failing(cluster.smallHere().calibrate(table, "--method", "minmax"));
    assertThat(guest.doAs(calibrate))
        .contains(
            "vernier: cannot write table "
                + table
                + ": Permission denied: user=guest, access=WRITE, inode=\"/data\"");
    assertThat(names("/data")).noneMatch(name -> name.contains("guest"));
  }

  private static String failing(String... words) {
    StringWriter err = new StringWriter();
    assertThat(TestCluster.runHere(List.<String[]>of(words), new StringWriter(), err))
        .as(err.toString())
        .isOne();
    return err.toString();
  }

  /** A folder that takes names, but not a single block. */
  private void makeFull(String path) throws IOException {
    try (FileSystem system = system()) {
      system.mkdirs(new org.apache.hadoop.fs.Path(path));
      ((DistributedFileSystem) system)
          .setQuota(new org.apache.hadoop.fs.Path(path), HdfsConstants.QUOTA_DONT_SET, 1024);
    }
  }

  /** What lies in a folder of the HDFS; nothing where there is none. */
  private List<String> names(String path) throws IOException {
    return HadoopFiles.names(new Configuration(), cluster.hdfs(path));
  }

  private FileSystem system() throws IOException {
    return FileSystem.newInstance(URI.create(cluster.hdfs("/")), new Configuration());
  }
}
