package dev.vernier.spark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.Secrets;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.report.ReportFacts;
import dev.vernier.spark.report.Run;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** The provenance of a report: what ran, with which settings, on what. */
final class RunFacts {

  private RunFacts() {}

  /** The run of a job that has just ended. */
  static Run of(
      SparkSession spark,
      String command,
      double seconds,
      Record options,
      RunOptions run,
      ReportFacts facts) {
    Instant started = Instant.now().minusMillis((long) (1000 * seconds));
    return new Run(
        command,
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        seconds,
        facts.samples(),
        facts.data(),
        settings(options),
        versions(spark, run),
        cluster(spark.sparkContext()));
  }

  private static Map<String, String> versions(SparkSession spark, RunOptions run) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Vernier", new Version().getVersion()[0].replace("vernier ", ""));
    versions.put("Kernels", run.kernels().kernels().name());
    versions.put("Spark", spark.version());
    versions.put(
        "Java",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    versions.put("System", System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
    return versions;
  }

  private static Map<String, String> cluster(SparkContext context) {
    Map<String, String> cluster = new LinkedHashMap<>();
    cluster.put("Master", Secrets.masked(context.master()));
    cluster.put("Application", context.applicationId());
    // The driver is among them; where it runs the tasks itself it is the only one.
    int others = context.statusTracker().getExecutorInfos().length - 1;
    cluster.put("Executors", others == 0 ? "the driver alone" : String.valueOf(others));
    cluster.put("Cores", String.valueOf(context.defaultParallelism()));
    return cluster;
  }

  /** Options as a flat list, without those that are empty and without users of URIs. */
  static Map<String, String> settings(Record options) {
    Map<String, String> settings = new LinkedHashMap<>();
    flatten("", new ObjectMapper().valueToTree(options), settings);
    return settings;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> settings) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties()
          .forEach(field -> flatten(prefix + field.getKey(), field.getValue(), settings));
    } else if (node.isArray() && (node.isEmpty() || node.get(0).isContainerNode())) {
      for (int i = 0; i < node.size(); i++) {
        flatten(node.size() == 1 ? name : name + "." + (i + 1), node.get(i), settings);
      }
    } else if (node.isArray() || !node.isNull() && !node.asText().isEmpty()) {
      String text = node.isArray() ? node.toString() : node.asText();
      settings.put(name, Secrets.masked(text));
    }
  }
}
