package dev.vernier.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Runs many commands in one Spark application: a command a line, its words parted by tabs. */
public final class CommandList {

  private CommandList() {}

  /** Takes the list's file and ends with the first exit code that is not 0. */
  public static void main(String[] args) throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    List<String> commands = Files.readAllLines(Path.of(args[0]), UTF_8);
    int exitCode;
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      exitCode = run(out, err, commands);
    }
    System.exit(exitCode);
  }

  /** Runs commands in the session that there is; the first exit code that is not 0, or 0. */
  public static int run(PrintWriter out, PrintWriter err, List<String> commands) {
    for (String command : commands) {
      int exitCode = Main.run(out, err, command.split("\t"));
      if (exitCode != 0) {
        return exitCode;
      }
    }
    return 0;
  }
}
