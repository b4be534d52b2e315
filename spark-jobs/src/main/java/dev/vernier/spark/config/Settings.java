package dev.vernier.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.vernier.spark.JobException;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Values of options that the command line does not give. Where more than one place gives a value
 * the first one wins: command line, {@code --conf spark.vernier.KEY}, the HOCON file's {@code
 * vernier { KEY = ... }}, the default. Immutable.
 *
 * <p>A key is an option's long name without its dashes, such as {@code top-k}. An option that may
 * be given several times takes a HOCON list.
 */
public final class Settings {

  /** What every key in Spark's own configuration starts with. */
  public static final String SPARK_PREFIX = "spark.vernier.";

  private static final String ROOT = "vernier";

  private final Map<String, List<String>> values = new TreeMap<>();

  private Settings() {}

  /**
   * The settings for a command with these keys.
   *
   * @param known keys that the command has
   * @param sparkConf Spark's configuration; keys without {@link #SPARK_PREFIX} are ignored
   * @param file HOCON file, null for none
   * @throws JobException if the file cannot be read, or a key is not known, with the nearest one
   */
  public static Settings of(Collection<String> known, Map<String, String> sparkConf, File file) {
    Settings settings = new Settings();
    if (file != null) {
      settings.addFile(known, file);
    }
    sparkConf.forEach(
        (key, value) -> {
          if (key.startsWith(SPARK_PREFIX)) {
            String name = key.substring(SPARK_PREFIX.length());
            requireKnown(known, name, "--conf " + key);
            settings.values.put(name, List.of(value));
          }
        });
    return settings;
  }

  private void addFile(Collection<String> known, File file) {
    if (!file.isFile()) {
      throw new JobException("configuration file " + file + ": no such file");
    }
    try {
      Config config = ConfigFactory.parseFile(file).resolve();
      for (String top : config.root().keySet()) {
        if (!top.equals(ROOT)) {
          throw new JobException(
              file + ": unknown key \"" + top + "\", expected everything below \"" + ROOT + "\"");
        }
      }
      if (config.hasPath(ROOT)) {
        config
            .getConfig(ROOT)
            .entrySet()
            .forEach(entry -> addEntry(known, file, entry.getKey(), entry.getValue()));
      }
    } catch (ConfigException e) {
      throw new JobException("configuration file " + file + ": " + e.getMessage(), e);
    }
  }

  private void addEntry(Collection<String> known, File file, String path, ConfigValue value) {
    String key = String.join(".", ConfigUtil.splitPath(path));
    requireKnown(known, key, file + " line " + value.origin().lineNumber());
    List<String> found = new ArrayList<>();
    if (value.valueType() == ConfigValueType.LIST) {
      for (Object element : (List<?>) value.unwrapped()) {
        found.add(String.valueOf(element));
      }
    } else {
      found.add(String.valueOf(value.unwrapped()));
    }
    values.put(key, List.copyOf(found));
  }

  private static void requireKnown(Collection<String> known, String key, String where) {
    if (!known.contains(key)) {
      throw new JobException(
          where
              + ": unknown key \""
              + key
              + "\""
              + nearest(known, key).map(near -> ", did you mean \"" + near + "\"?").orElse(""));
    }
  }

  private static Optional<String> nearest(Collection<String> known, String key) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(Comparator.comparing((String k) -> distance.apply(k, key)).thenComparing(k -> k));
  }

  /** The values of a key; empty where no place gives one. */
  public List<String> get(String key) {
    return values.getOrDefault(key, List.of());
  }

  /**
   * The one value of a key; empty where no place gives one.
   *
   * @throws JobException if it is given as a list of another length than 1
   */
  public Optional<String> value(String key) {
    List<String> found = get(key);
    if (found.size() > 1) {
      throw new JobException("\"" + key + "\" is the list " + found + ", expected one value");
    }
    return found.stream().findFirst();
  }
}
