package dev.vernier.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with Spark in its own JVM, in a folder as a build leaves it. */
class LauncherIT {
  private static final long POLL_MILLIS = 50;

  @TempDir private Path folder;
  private Path root;
  private Path target;

  @BeforeEach
  void build() throws IOException {
    TestData.smallNet(folder);
    root = folder.resolve("vernier project");
    target = Files.createDirectories(root.resolve("spark-jobs/target"));
    Path project = TestData.ROOT.toAbsolutePath();
    Files.copy(project.resolve("vernier"), root.resolve("vernier"));
    Files.createSymbolicLink(root.resolve("conf"), project.resolve("conf"));
    Files.createSymbolicLink(root.resolve("datasets"), project.resolve("datasets"));
    Files.createFile(root.resolve("pom.xml"));
    for (String module : List.of("engine", "onnx", "spark-jobs")) {
      Files.createDirectories(root.resolve(module + "/src/main"));
      Files.createFile(root.resolve(module + "/pom.xml"));
    }
    Path jar = Path.of(System.getProperty("vernier.jar"));
    Files.copy(jar, target.resolve(jar.getFileName()));
    Files.copy(Path.of(System.getProperty("vernier.spark.jars")), target.resolve("classpath.txt"));
  }

  @Test
  void laterRunsStartFromTheClassesThatTheFirstOneLeavesAndSayTheSame() throws Exception {
    Said first = calibrate("first");
    Path archive = awaitArchive();
    Said second = calibrate("second");
    Said whole = inspect();
    Files.delete(archive);
    Files.writeString(archive, "no archive of classes");
    Said damaged = inspect();

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(second).isEqualTo(first);
    assertThat(first.out()).contains("conv1_param_0 ");
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(damaged).isEqualTo(whole);
  }

  @Test
  void aRunEndsWellWhereNoArchiveCanBeMade() throws Exception {
    // ArchiveRun finds no images there.
    Files.delete(root.resolve("datasets"));

    Said said = run("help", "calibrate", "--help");
    awaitEnd();

    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(archives()).isEmpty();
  }

  /** What a run gives; of its error output the lines that do not tell how far it is. */
  private record Said(int exitCode, String out, String err) {}

  /** Makes a table, which stands for the output. */
  private Said calibrate(String name) throws Exception {
    Path table = folder.resolve(name + ".table");
    Fashion images = Fashion.local().withNet(folder + "/small");
    Said said = run(name, images.calibrate(table.toString(), "--sample", "8", "--threads", "2"));
    String made = Files.exists(table) ? Files.readString(table) : "";
    return new Said(said.exitCode(), made, said.err());
  }

  private Said inspect() throws Exception {
    return run("inspect", "inspect", "--param", folder + "/small.param");
  }

  private Said run(String name, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("vernier").toString()));
    command.addAll(List.of(words));
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "VERNIER_DRIVER_MEMORY",
            "768m",
            "VERNIER_JAVA_OPTS",
            "-XX:TieredStopAtLevel=1");
    try (ChildProcess launcher = ChildProcess.start(folder, name, environment, command)) {
      int exitCode = launcher.exitCode();
      String err =
          launcher
              .err()
              .lines()
              .filter(line -> !line.startsWith("calibrate: "))
              .toList()
              .toString();
      return new Said(exitCode, launcher.out(), err);
    }
  }

  private Path awaitArchive() throws Exception {
    awaitEnd();
    assertThat(archives()).hasSize(1);
    return archives().get(0);
  }

  /** Waits until nobody makes an archive any more. */
  private void awaitEnd() throws Exception {
    long end = System.nanoTime() + ChildProcess.PATIENCE.toNanos();
    while (!named(".making").isEmpty() && System.nanoTime() < end) {
      Thread.sleep(POLL_MILLIS);
    }
    assertThat(named(".making")).isEmpty();
  }

  private List<Path> archives() throws IOException {
    return named(".jsa");
  }

  private List<Path> named(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
