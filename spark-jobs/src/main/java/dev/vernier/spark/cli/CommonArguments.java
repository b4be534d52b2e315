package dev.vernier.spark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vernier.spark.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.BiConsumer;
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

  /**
   * Prints a result: as JSON where that was asked for, otherwise as text. A driver's output ends in
   * the logs of a cluster: passwords in the URIs of the result's files are left out.
   */
  <T> void print(PrintWriter out, T result, BiConsumer<PrintWriter, T> text)
      throws JsonProcessingException {
    StringWriter said = new StringWriter();
    PrintWriter printer = new PrintWriter(said);
    if (json) {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      printer.println(mapper.writeValueAsString(result));
    } else {
      text.accept(printer, result);
    }
    printer.flush();
    out.print(Secrets.masked(said.toString()));
    out.flush();
  }
}
