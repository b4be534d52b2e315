package dev.vernier.spark.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A YARN of one resource manager and two node managers in a process of its own; its containers are
 * processes too.
 */
final class MiniYarn implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("YARN is up");
  private static final String NAME = "yarn";
  private static final int NODES = 2;

  private final ChildProcess process;

  private MiniYarn(ChildProcess process) {
    this.process = process;
  }

  /**
   * Starts one that keeps its files in a folder, takes an HDFS for its file system, and writes the
   * settings of its clients into {@code conf}.
   */
  static MiniYarn start(Path folder, String hdfs, Path conf)
      throws IOException, InterruptedException {
    ChildProcess process =
        ChildProcess.start(
            folder,
            NAME,
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            List.of(
                ChildProcess.java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // For the injection of Hadoop's web pages.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"),
                MiniYarn.class.getName(),
                hdfs,
                conf.toString()));
    try {
      process.await(READY);
      return new MiniYarn(process);
    } catch (Error | InterruptedException failure) {
      process.close();
      throw failure;
    }
  }

  /** Holds the cluster until standard input ends. */
  public static void main(String[] args) throws IOException {
    Configuration settings = new YarnConfiguration();
    settings.set(FileSystem.FS_DEFAULT_NAME_KEY, args[0]);
    settings.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
    // Hadoop's tests bring a capacity-scheduler.xml, the mini cluster's jar does not.
    settings.set("yarn.scheduler.capacity.root.queues", "default");
    settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
    settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    settings.set("yarn.scheduler.minimum-allocation-mb", "256");
    settings.set("yarn.nodemanager.vmem-check-enabled", "false");
    try (MiniYARNCluster cluster = new MiniYARNCluster(NAME, NODES, 1, 1)) {
      cluster.init(settings);
      cluster.start();
      for (String site : List.of("core-site.xml", "yarn-site.xml")) {
        try (OutputStream out = Files.newOutputStream(Path.of(args[1], site))) {
          cluster.getConfig().writeXml(out);
        }
      }
      System.out.println("YARN is up");
      while (System.in.read() >= 0) {
        // What comes in is of no meaning; its end is.
        continue;
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
