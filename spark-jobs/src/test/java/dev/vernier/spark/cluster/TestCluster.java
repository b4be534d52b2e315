package dev.vernier.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.TestData;
import dev.vernier.spark.cli.CommandList;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one cluster and HDFS of this JVM's tests, with Fashion-MNIST on it. It outlives each class,
 * of which a fork runs one after the other, and ends with the JVM.
 */
final class TestCluster {
  private static TestCluster one;

  private final Path folder;
  private final MiniHdfs hdfs;
  private final StandaloneCluster cluster;
  private final Fashion remote;

  private TestCluster() throws Exception {
    this.folder = Files.createTempDirectory("vernier-cluster");
    this.hdfs = MiniHdfs.start(folder);
    try {
      this.cluster = StandaloneCluster.start(folder);
    } catch (Exception | Error failure) {
      hdfs.close();
      throw failure;
    }
    this.remote = Fashion.putInto(hdfs, "/data");
    NetOptions small = TestData.smallNet(folder);
    hdfs.put("/data", Path.of(small.param()), Path.of(small.bin()));
  }

  /** A folder of the driver's machine. */
  Path folder() {
    return folder;
  }

  /** The standalone cluster. */
  StandaloneCluster spark() {
    return cluster;
  }

  /** Fashion-MNIST on the HDFS. */
  Fashion remote() {
    return remote;
  }

  /** Its images on this machine for a net that is soon warm, where nobody asks what it knows. */
  Fashion smallHere() {
    return Fashion.local().withNet(folder + "/small");
  }

  /** The same on the HDFS. */
  Fashion smallThere() {
    return remote.withNet(hdfs("/data/small"));
  }

  /** Puts files, or folders with all that is in them, into a folder of the HDFS. */
  void put(String into, Path... files) throws IOException {
    hdfs.put(into, files);
  }

  /** The URL of a path on the HDFS. */
  String hdfs(String path) {
    return hdfs.url() + path;
  }

  /** Runs commands in the session of this JVM and gives their output; they must end well. */
  static String runHere(List<String[]> commands) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(runHere(commands, out, err)).as(err.toString()).isZero();
    return out.toString();
  }

  /** Runs commands in the session of this JVM and gives the exit code. */
  static int runHere(List<String[]> commands, StringWriter out, StringWriter err) {
    return CommandList.run(
        new PrintWriter(out),
        new PrintWriter(err),
        commands.stream().map(words -> String.join("\t", words)).toList());
  }

  /** Runs commands in one application on the cluster and gives what it said; they must end well. */
  Submission runThere(List<String[]> commands) throws Exception {
    try (ChildProcess driver = submitThere(List.of(), commands)) {
      Submission done = Submission.of(driver);
      assertThat(done.exitCode()).as(done.err()).isZero();
      return done;
    }
  }

  /**
   * Submits commands, to be run in one application on the cluster, with options of spark-submit.
   */
  ChildProcess submitThere(List<String> options, List<String[]> commands) throws IOException {
    Path list = Files.createTempFile(folder, "commands", ".tsv");
    Files.write(list, commands.stream().map(words -> String.join("\t", words)).toList(), UTF_8);
    List<String> program = new ArrayList<>(options);
    program.addAll(
        List.of(
            "--jars",
            StandaloneCluster.jar().toString(),
            "--class",
            CommandList.class.getName(),
            jarOf(CommandList.class, TaskGate.class).toString()));
    return cluster.submitProgram(program, list.toString());
  }

  /** A jar of classes of the tests, to be submitted beside the job jar. */
  private Path jarOf(Class<?>... types) throws IOException {
    Path jar = Files.createTempFile(folder, "tests", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : types) {
        String entry = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(entry));
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
          in.transferTo(out);
        }
      }
    }
    return jar;
  }

  /** A text file of any file system. */
  static String read(String path) throws IOException {
    return new String(HadoopFiles.read(new Configuration(), path), UTF_8);
  }

  /** What infer has written, in the samples' order. */
  static List<Row> predictions(String output) {
    return SparkSession.active().read().parquet(output).orderBy("path").collectAsList();
  }

  private static synchronized TestCluster one() {
    if (one == null) {
      try {
        TestCluster started = new TestCluster();
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        one = started;
      } catch (Exception e) {
        throw new IllegalStateException("the cluster does not start", e);
      }
    }
    return one;
  }

  private void close() {
    try {
      cluster.close();
      hdfs.close();
      TestData.empty(folder);
      Files.delete(folder);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the cluster does not end", e);
    }
  }

  /** Gives tests the cluster, which starts with the first of them. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TestCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return one();
    }
  }
}
