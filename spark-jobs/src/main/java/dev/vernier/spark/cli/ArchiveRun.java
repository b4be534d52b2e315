package dev.vernier.spark.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * Runs short jobs so that a JVM started with {@code -XX:ArchiveClassesAtExit} leaves the classes
 * that jobs load behind, for the launcher to start later runs with. What they compute is thrown
 * away.
 */
final class ArchiveRun {
  private static final int IMAGES = 2;

  private ArchiveRun() {}

  /**
   * Takes a folder to work in; reads the data sets below the property {@code vernier.home}. Ends
   * with the exit code of the first command that fails.
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectory(Path.of(args[0]).resolve("run"));
    Path data = Path.of(System.getProperty("vernier.home"), "datasets", "fashion-mnist");
    Path source = data.resolve("test-2000.parquet");
    if (!Files.exists(source)) {
      // Before Spark starts, which takes seconds.
      System.exit(1);
    }
    int exitCode = 0;
    SparkConf conf = new SparkConf().setAppName("vernier").setMaster("local[2]");
    try (CommandSession session = CommandSession.open(conf)) {
      String images = folder.resolve("images.parquet").toString();
      session.spark().read().parquet(source.toString()).limit(IMAGES).write().parquet(images);
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      for (List<String> command : commands(folder, data, images)) {
        exitCode = exitCode == 0 ? Main.run(out, err, command.toArray(String[]::new)) : exitCode;
      }
    }
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static List<List<String>> commands(Path folder, Path data, String images) {
    String table = folder.resolve("fmnist.table").toString();
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of("infer", "--top-k", "3", "--output", folder.resolve("rows").toString()));
    commands.add(List.of("calibrate", "--table", table));
    commands.add(List.of("calibrate", "--table", table, "--passes", "1"));
    commands.add(List.of("evaluate", "--table", table));
    List<String> input = new ArrayList<>();
    input.addAll(List.of("--param", data.resolve("fmnist.param").toString()));
    input.addAll(List.of("--bin", data.resolve("fmnist.bin").toString()));
    input.addAll(List.of("--input", images, "--mean", "127.5", "--norm", "0.007843137"));
    input.addAll(List.of("--shape", "28,28,1", "--pixel", "GRAY"));
    commands.replaceAll(
        command -> {
          List<String> complete = new ArrayList<>(command);
          complete.addAll(input);
          return complete;
        });
    return commands;
  }
}
