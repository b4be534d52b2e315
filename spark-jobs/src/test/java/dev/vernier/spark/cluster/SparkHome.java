package dev.vernier.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.spark.TestData;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A Spark installation made of the artifacts that the build has: jars, settings, spark-submit. */
final class SparkHome {
  /**
   * What Spark needs of every JVM from 17 on, and the vector kernels' module; what spares short
   * processes the verification and compilation that only long ones win back.
   */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--add-modules=jdk.incubator.vector",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote");

  private static final String LOG =
      """
      appender.console.type = Console
      appender.console.name = console
      appender.console.target = SYSTEM_ERR
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{HH:mm:ss.SSS} %p %c{1}: %m%n%ex
      rootLogger.level = info
      rootLogger.appenderRef.console.ref = console
      """;

  private final Path home;

  private SparkHome(Path home) {
    this.home = home;
  }

  /** Makes one in a new folder. */
  static SparkHome assemble(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    String classpath = Files.readString(Path.of(System.getProperty("vernier.spark.jars")), UTF_8);
    for (String jar : classpath.strip().split(File.pathSeparator)) {
      Path file = Path.of(jar);
      Files.createSymbolicLink(jars.resolve(file.getFileName()), file);
    }
    Path conf = Files.createDirectories(home.resolve("conf"));
    Files.writeString(conf.resolve("log4j2.properties"), LOG, UTF_8);
    Path submit =
        TestData.copyResource("/cluster/spark-submit", Files.createDirectory(home.resolve("bin")));
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new SparkHome(home);
  }

  /** The folder of its settings. */
  Path conf() {
    return home.resolve("conf");
  }

  /** The folder of its jars. */
  Path jars() {
    return home.resolve("jars");
  }

  /** What its processes need to find it. */
  Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        home.toString(),
        "SPARK_SCALA_VERSION",
        "2.13",
        "JAVA_HOME",
        System.getProperty("java.home"),
        "SPARK_LOCAL_IP",
        "127.0.0.1");
  }

  /** The command that runs one of Spark's main classes in a small JVM. */
  List<String> command(String memory, String main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(ChildProcess.java(), "-Xmx" + memory));
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", conf() + File.pathSeparator + jars() + "/*", main));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
