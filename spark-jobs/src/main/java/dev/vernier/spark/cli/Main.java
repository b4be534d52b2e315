package dev.vernier.spark.cli;

import dev.vernier.spark.JobException;
import dev.vernier.spark.Secrets;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The entry of the {@code vernier} command and of the job jar. */
@Command(
    name = "vernier",
    description = "Calibrates and runs ncnn nets on Apache Spark.",
    subcommands = {
      DemoCommand.class,
      ConvertCommand.class,
      CalibrateCommand.class,
      QuantizeCommand.class,
      OptimizeCommand.class,
      EvaluateCommand.class,
      TuneCommand.class,
      InferCommand.class,
      InspectCommand.class,
      BenchCommand.class,
      ReplayCommand.class,
      HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage.",
      "vernier COMMAND --help explains a command."
    })
public final class Main implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command line; ends the JVM with its exit code where that is not 0. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = run(out, err, args);
    // To YARN a driver in its cluster that ends its JVM has failed, whatever the code.
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Runs the command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(new UsageErrors());
    commandLine.setExecutionExceptionHandler(new Failures());
    List<String> given = Arrays.stream(args).map(NcnnNames::translate).toList();
    List<String> complete;
    try {
      complete = ConfiguredArguments.complete(commandLine, given);
    } catch (JobException wrong) {
      err.println("vernier: " + Secrets.masked(wrong.getMessage()));
      return CommandLine.ExitCode.USAGE;
    }
    return commandLine.execute(complete.toArray(String[]::new));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no command is given");
  }
}
