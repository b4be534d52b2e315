package dev.vernier.spark.cli;

import dev.vernier.spark.JobException;
import dev.vernier.spark.config.Settings;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import scala.Tuple2;

/**
 * Completes a command line with options that {@code --conf spark.vernier.KEY=VALUE} or the file of
 * {@code --config} give and the command line itself does not.
 */
final class ConfiguredArguments {
  private static final String CONFIG = "--config";
  private static final String CONF = "--conf";

  private ConfiguredArguments() {}

  /**
   * The arguments with configured options added behind.
   *
   * @param root the command whose subcommands are known
   * @throws JobException if the file cannot be read or a key is not an option of the command
   */
  static List<String> complete(CommandLine root, List<String> arguments) {
    CommandLine command = arguments.isEmpty() ? null : root.getSubcommands().get(arguments.get(0));
    if (command == null || !command.getCommandSpec().optionsMap().containsKey(CONF)) {
      return arguments;
    }
    Map<String, OptionSpec> options = new TreeMap<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      String name = option.longestName();
      if (name.startsWith("--") && !name.equals(CONF) && !name.equals(CONFIG)) {
        options.put(name.substring(2), option);
      }
    }
    List<String> files = valuesOf(CONFIG, arguments);
    File file = files.isEmpty() ? null : new File(files.get(files.size() - 1));
    Settings settings = Settings.of(options.keySet(), sparkSettings(arguments), file);
    List<String> complete = new ArrayList<>(arguments);
    options.forEach(
        (key, option) -> {
          if (!isGiven(option, arguments)) {
            settings.get(key).forEach(value -> add(complete, key, option, value));
          }
        });
    return complete;
  }

  private static void add(List<String> arguments, String key, OptionSpec option, String value) {
    boolean flag = option.arity().max() == 0;
    if (!flag) {
      arguments.add("--" + key + "=" + value);
    } else if (value.equals("true")) {
      arguments.add("--" + key);
    } else if (!value.equals("false")) {
      throw new JobException("\"" + key + "\" is \"" + value + "\", expected true or false");
    }
  }

  private static boolean isGiven(OptionSpec option, List<String> arguments) {
    for (String name : option.names()) {
      for (String argument : arguments) {
        if (argument.equals(name) || argument.startsWith(name + "=")) {
          return true;
        }
      }
    }
    return false;
  }

  private static Map<String, String> sparkSettings(List<String> arguments) {
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> setting : new SparkConf().getAll()) {
      settings.put(setting._1(), setting._2());
    }
    for (String setting : valuesOf(CONF, arguments)) {
      int equals = setting.indexOf('=');
      if (equals > 0) {
        settings.put(setting.substring(0, equals), setting.substring(equals + 1));
      }
    }
    return settings;
  }

  private static List<String> valuesOf(String option, List<String> arguments) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(option + "=")) {
        values.add(argument.substring(option.length() + 1));
      } else if (argument.equals(option) && i + 1 < arguments.size()) {
        values.add(arguments.get(i + 1));
      }
    }
    return values;
  }
}
