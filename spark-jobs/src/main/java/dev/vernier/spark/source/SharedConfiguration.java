package dev.vernier.spark.source;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The driver's settings of Hadoop for tasks. They are broadcast, so that an executor reads them
 * once: within a task's closure each task would, and their thousands of entries take it longer than
 * many a sample. Spark drops them when the driver no longer holds this.
 */
public final class SharedConfiguration implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> settings;

  private SharedConfiguration(Broadcast<SerializableConfiguration> settings) {
    this.settings = settings;
  }

  /** The settings that this driver has now. */
  public static SharedConfiguration of(SparkContext context) {
    return new SharedConfiguration(
        JavaSparkContext.fromSparkContext(context)
            .broadcast(new SerializableConfiguration(context.hadoopConfiguration())));
  }

  /** The settings, here or on an executor. */
  public Configuration value() {
    return settings.value().value();
  }
}
