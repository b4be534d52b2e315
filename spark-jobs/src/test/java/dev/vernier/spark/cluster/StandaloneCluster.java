package dev.vernier.spark.cluster;

import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A standalone master and two workers as processes, on ports that happen to be free. */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
  private static final int WORKERS = 2;

  private final SparkHome home;
  private final Path folder;
  private final List<ChildProcess> processes = new ArrayList<>();
  private final String url;
  private int submitted;

  private StandaloneCluster(SparkHome home, Path folder) throws Exception {
    this.home = home;
    this.folder = folder;
    try {
      this.url = start();
    } catch (Exception | Error failure) {
      close();
      throw failure;
    }
  }

  /** Starts one that keeps all its files in a folder. */
  static StandaloneCluster start(Path folder) throws Exception {
    return new StandaloneCluster(SparkHome.assemble(folder.resolve("spark")), folder);
  }

  private String start() throws IOException, InterruptedException {
    ChildProcess master =
        daemon("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1");
    String found = master.await(MASTER).group(1);
    for (int i = 0; i < WORKERS; i++) {
      daemon(
          "worker" + i,
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          "127.0.0.1",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--work-dir",
          folder.resolve("work" + i).toString(),
          found);
    }
    for (ChildProcess worker : workers()) {
      worker.await(REGISTERED);
    }
    return found;
  }

  private ChildProcess daemon(String name, String main, String... arguments) throws IOException {
    List<String> command = home.command("256m", main, "--port", "0", "--webui-port", "0");
    command.addAll(List.of(arguments));
    command.add(1, "-Dspark.master.rest.enabled=false");
    ChildProcess process = ChildProcess.start(folder, name, home.environment(), command);
    processes.add(process);
    return process;
  }

  private List<ChildProcess> workers() {
    return processes.subList(1, 1 + WORKERS);
  }

  /** Its URL. */
  String url() {
    return url;
  }

  /** What a process needs to find its Spark. */
  Map<String, String> environment() {
    return home.environment();
  }

  /** Submits with these options and primary resource, and these words for the program. */
  ChildProcess submitProgram(List<String> program, String... words) throws IOException {
    List<String> command =
        home.command(
            "768m",
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            url,
            "--conf",
            "spark.executor.memory=512m",
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.executor.extraJavaOptions=" + System.getProperty("vernier.short.jvm.flags"),
            "--properties-file",
            settings().toString());
    command.addAll(program);
    command.addAll(List.of(words));
    return ChildProcess.start(folder, "driver" + submitted++, home.environment(), command);
  }

  /** What the launcher would pass on. */
  static Path settings() {
    return TestData.ROOT.toAbsolutePath().resolve("conf/spark-defaults.conf");
  }

  /** The job jar. */
  static Path jar() {
    return Path.of(System.getProperty("vernier.jar"));
  }

  /** Ends the executor of a number, of an application, by SIGKILL. */
  void killExecutor(String application, String number) {
    List<ProcessHandle> found =
        workers().stream()
            .flatMap(
                worker ->
                    worker
                        .descendants(
                            line ->
                                line.contains(" --executor-id " + number + " ")
                                    && line.contains(" --app-id " + application + " "))
                        .stream())
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found + " are executors " + number + " of " + application);
    }
    found.get(0).destroyForcibly();
  }

  @Override
  public void close() throws InterruptedException {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
  }
}
