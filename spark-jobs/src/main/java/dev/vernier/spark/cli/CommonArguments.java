package dev.vernier.spark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import picocli.CommandLine.Option;

/** What every command takes. Some fields only declare an option: others ask the parse result. */
@SuppressWarnings("UnusedVariable")
final class CommonArguments {

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  private boolean verbose;

  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  private boolean help;

  /** Whether the result is printed as JSON. */
  boolean json() {
    return json;
  }

  /** A result as indented JSON. */
  static String toJson(Object result) throws JsonProcessingException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result);
  }
}
