package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The files in {@code conf} show every option of their command, set or commented out. */
class ConfFilesTest {
  private static final Pattern KEY = Pattern.compile("  (?:# )?([a-z0-9-]+) = .*");

  /** What makes no sense in a file: itself, Spark's own settings, and the help. */
  private static final Set<String> NOT_IN_FILES = Set.of("config", "conf", "help");

  @ParameterizedTest
  @ValueSource(strings = {"calibrate", "evaluate", "infer", "tune"})
  void everyOptionIsThereAndEveryKeyIsKnown(String command) throws IOException {
    Set<String> options = new TreeSet<>();
    for (OptionSpec option :
        new CommandLine(new Main()).getSubcommands().get(command).getCommandSpec().options()) {
      if (!option.hidden()) {
        options.add(option.longestName().substring(2));
      }
    }
    options.removeAll(NOT_IN_FILES);

    assertThat(keys(command)).isEqualTo(options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"calibrate", "evaluate", "infer", "tune"})
  void whatIsCommentedOutIsHoconToo(String command) throws IOException {
    String all = Files.readString(file(command)).replaceAll("(?m)^  # ([a-z0-9-]+ = )", "  $1");

    assertThat(ConfigFactory.parseString(all).getConfig("vernier").root().keySet())
        .isEqualTo(keys(command));
  }

  @ParameterizedTest
  @ValueSource(strings = {"calibrate", "evaluate", "infer", "tune"})
  void theCommandTakesItsFile(String command) {
    Vernier stopped = Vernier.run(command, "--config", file(command), "--partitions=-1");

    assertThat(stopped.err()).contains("partitions is -1, must be at least 0");
  }

  private static Set<String> keys(String command) throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String line : Files.readAllLines(file(command))) {
      Matcher matcher = KEY.matcher(line);
      if (matcher.matches()) {
        keys.add(matcher.group(1));
      }
    }
    return keys;
  }

  private static Path file(String command) {
    return TestData.ROOT.resolve("conf/" + command + ".conf");
  }
}
