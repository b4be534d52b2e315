package dev.vernier.spark.cluster;

import static dev.vernier.spark.cluster.TestCluster.predictions;
import static dev.vernier.spark.cluster.TestCluster.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The job jar, submitted to a YARN with an HDFS; where the build has Spark's client of it. */
@Tag("yarn")
@ExtendWith(SparkExtension.class)
class YarnIT {
  private static final List<String> CLIENT =
      List.of("--deploy-mode", "client", "--conf", "spark.driver.host=127.0.0.1");
  private static final List<String> CLUSTER =
      List.of("--deploy-mode", "cluster", "--driver-memory", "768m");

  @TempDir private static Path folder;

  private static SparkHome spark;
  private static MiniHdfs hdfs;
  private static MiniYarn yarn;
  private static Fashion remote;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    spark = SparkHome.assemble(folder.resolve("spark"));
    hdfs = MiniHdfs.start(folder);
    yarn = MiniYarn.start(folder, hdfs.url(), spark.conf());
    remote = Fashion.putInto(hdfs, "/data");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (yarn != null) {
      yarn.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Test
  void calibrateWithTheDriverHereGivesTheTableOfThisMachine() throws Exception {
    String expected = folder.resolve("local.table").toString();
    TestCluster.runHere(List.<String[]>of(Fashion.local().calibrate(expected)));

    String table = hdfs.url() + "/out/fmnist.table";
    Submission done = submit("calibrate", CLIENT, remote.calibrate(table));

    assertThat(done.out()).contains("1000 samples in ").contains("table: " + table);
    assertThat(done.err()).contains("state: RUNNING").contains("final status: UNDEFINED");
    assertThat(read(table)).isEqualTo(read(expected));
  }

  @Test
  void inferWithTheDriverInAContainerGivesTheRowsOfThisMachine() throws Exception {
    String expected = folder.resolve("local.rows").toString();
    TestCluster.runHere(List.<String[]>of(Fashion.local().infer(expected)));

    String rows = hdfs.url() + "/out/predictions";
    Submission done = submit("infer", CLUSTER, remote.infer(rows));

    assertThat(done.err()).contains("final status: SUCCEEDED");
    assertThat(predictions(rows)).hasSize(2000).isEqualTo(predictions(expected));
  }

  private static Submission submit(String name, List<String> mode, String... words)
      throws Exception {
    List<String> command =
        spark.command(
            "768m",
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "yarn",
            "--num-executors",
            "2",
            "--executor-memory",
            "512m",
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.yarn.jars=local:" + spark.jars() + "/*",
            "--properties-file",
            StandaloneCluster.settings().toString());
    command.addAll(mode);
    command.addAll(
        List.of("--class", "dev.vernier.spark.cli.Main", StandaloneCluster.jar().toString()));
    command.addAll(List.of(words));
    Map<String, String> environment = new HashMap<>(spark.environment());
    environment.put("HADOOP_CONF_DIR", spark.conf().toString());
    try (ChildProcess driver = ChildProcess.start(folder, name, environment, command)) {
      Submission done = Submission.of(driver);
      assertThat(done.exitCode()).as(done.err()).isZero();
      return done;
    }
  }
}
