package dev.vernier.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** An HDFS of one name node and one data node in a process of its own. */
final class MiniHdfs implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("HDFS at (hdfs://\\S+)");

  private final ChildProcess process;
  private final String url;

  private MiniHdfs(ChildProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one that keeps its blocks in a folder. */
  static MiniHdfs start(Path folder) throws IOException, InterruptedException {
    ChildProcess process =
        ChildProcess.start(
            folder,
            "hdfs",
            Map.of(),
            List.of(
                ChildProcess.java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"),
                MiniHdfs.class.getName(),
                folder.resolve("hdfs").toString()));
    try {
      return new MiniHdfs(process, process.await(READY).group(1));
    } catch (Error | InterruptedException failure) {
      process.close();
      throw failure;
    }
  }

  /** Its root, such as {@code hdfs://127.0.0.1:40123}. */
  String url() {
    return url;
  }

  /** Puts files, or folders with all that is in them, into a folder of it. */
  void put(String into, Path... files) throws IOException {
    try (FileSystem system = FileSystem.newInstance(URI.create(url), new Configuration())) {
      org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(into);
      system.mkdirs(folder);
      for (Path file : files) {
        system.copyFromLocalFile(new org.apache.hadoop.fs.Path(file.toUri()), folder);
      }
    }
  }

  /** Holds the file system until standard input ends. */
  public static void main(String[] args) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, args[0] + File.separator);
    // By default a hundred times a second.
    configuration.set("dfs.namenode.block.deletion.unlock.interval.ms", "1000");
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
      cluster.waitActive();
      System.out.println("HDFS at hdfs://127.0.0.1:" + cluster.getNameNodePort());
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
