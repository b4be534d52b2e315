package dev.vernier.spark.cluster;

import static dev.vernier.spark.cluster.TestCluster.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statistics that a cluster's executors keep on an HDFS: read again, gone on with, added to. */
@ExtendWith({SparkExtension.class, TestCluster.Extension.class})
class ClusterStatisticsIT {
  private static final int IMAGES = 150;
  private static final String FEW = "lists/few.txt";
  private static final String ALL = "lists/all.txt";

  private final TestCluster cluster;

  ClusterStatisticsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Lists of all images but one and of all of them, in a folder here and on the HDFS. */
  @BeforeAll
  static void putImages(TestCluster cluster) throws IOException {
    Path lists = Files.createDirectories(cluster.folder().resolve("lists"));
    List<String> names =
        TestData.fmnistImages(lists, IMAGES).stream()
            .map(file -> file.getFileName().toString())
            .toList();
    Files.write(lists.resolve("few.txt"), names.subList(0, IMAGES - 1), UTF_8);
    Files.write(lists.resolve("all.txt"), names, UTF_8);
    try (FileSystem system =
        FileSystem.newInstance(URI.create(cluster.hdfs("/")), new Configuration())) {
      system.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(lists.toUri()),
          new org.apache.hadoop.fs.Path(cluster.remote().folder() + "/lists"));
    }
  }

  @Test
  void statisticsOnAnHdfsServeOtherMethodsAndTakeAddedImages() throws Exception {
    Fashion local = new Fashion(cluster.folder().toString(), cluster.folder() + "/small");
    Path here = Files.createDirectory(cluster.folder().resolve("tables"));
    TestCluster.runHere(
        List.of(
            local.calibrateOn(FEW, here + "/few-kl"),
            local.calibrateOn(FEW, here + "/few-aciq", "--method", "aciq"),
            local.calibrateOn(ALL, here + "/all-kl"),
            local.calibrateOn(ALL, here + "/all-eq", "--method", "eq")));

    Fashion remote = cluster.smallThere();
    String there = cluster.hdfs("/kept/tables");
    String statistics = cluster.hdfs("/kept/fmnist.stats");
    Submission done =
        cluster.runThere(
            List.of(
                remote.calibrateOn(FEW, there + "/few-kl", "--stats", statistics),
                remote.calibrateFrom(statistics, there + "/few-aciq", "--method", "aciq"),
                remote.calibrateOn(ALL, there + "/all-kl", "--stats", statistics),
                remote.calibrateFrom(statistics, there + "/all-eq", "--method", "eq")));

    assertThat(done.out())
        .contains("pass 1 of 2: 149 of 150 samples are finished, in ")
        .contains(" parts of " + statistics);
    for (String table : List.of("/few-kl", "/few-aciq", "/all-kl", "/all-eq")) {
      assertThat(read(there + table)).as(table).isEqualTo(read(here + table));
    }
    assertThat(names(statistics)).containsExactlyInAnyOrder("settings.json", "parts", "statistics");
    assertThat(names(statistics + "/parts")).isNotEmpty().noneMatch(name -> name.startsWith("."));
  }

  private static List<String> names(String folder) throws IOException {
    return HadoopFiles.names(new Configuration(), folder);
  }
}
