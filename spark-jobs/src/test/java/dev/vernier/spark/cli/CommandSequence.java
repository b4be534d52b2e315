package dev.vernier.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that runs a file's command lines one after the other, up to the first that fails. */
final class CommandSequence {
  /** What it prints once a command is done, before that command. */
  static final String DONE = "DONE ";

  private CommandSequence() {}

  /** Takes the file; a line is the words behind {@code vernier}, separated by blanks. */
  public static void main(String[] args) throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    for (String line : Files.readAllLines(Path.of(args[0]), UTF_8)) {
      int exitCode = Main.run(out, err, line.split("\\s+"));
      if (exitCode != 0) {
        System.exit(exitCode);
      }
      out.println(DONE + line);
    }
  }
}
