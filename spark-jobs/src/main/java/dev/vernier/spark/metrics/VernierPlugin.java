package dev.vernier.spark.metrics;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Gives Spark's metrics system a source on every executor, with {@code spark.plugins} set to this
 * class's name: timers {@code inference} and {@code decode} (samples a second, time a sample) and
 * the counter {@code badRecords}.
 */
public final class VernierPlugin implements SparkPlugin {

  /** Nothing: the driver runs no samples, except in local mode, where it has an executor too. */
  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extraConf) {
        SampleMetrics.register(context.metricRegistry());
      }
    };
  }
}
