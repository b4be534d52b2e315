package dev.vernier.spark.cli;

import dev.vernier.onnx.OnnxException;
import dev.vernier.spark.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** A command that failed: one line and exit code 1; the stack trace only where it was asked for. */
final class Failures implements IExecutionExceptionHandler {
  private static final int MOST_CHARACTERS = 600;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    command.getErr().println("vernier: " + describe(failure));
    if (parsed.originalArgs().contains("--verbose")) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      command.getErr().print(Secrets.masked(trace.toString()));
    } else {
      command.getErr().println("(--verbose shows where it came from)");
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The first line of the message that says most: Spark wraps the reason in layers of its own. */
  static String describe(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && isWrapper(cause)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    if (cause instanceof OnnxException) {
      // A line for each node that has no form.
      return Secrets.masked(message);
    }
    String line =
        Secrets.masked(Arrays.stream(message.split("\n")).findFirst().orElseThrow().strip());
    String text = line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line;
    return cause instanceof NoSuchFileException ? text + ": no such file" : text;
  }

  private static boolean isWrapper(Throwable failure) {
    return failure.getClass().getName().startsWith("org.apache.spark.")
        || failure.getClass() == RuntimeException.class;
  }
}
