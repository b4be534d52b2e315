package dev.vernier.spark.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * A plugin of Spark's that holds executors in the middle of a step, so that a test may kill what it
 * likes there however fast the machine is: all but a step's first tasks wait as long as a folder
 * has a file whose name begins the step's.
 */
public final class TaskGate implements SparkPlugin, ExecutorPlugin {
  /** The setting that names the folder. */
  static final String FOLDER = "spark.taskgate.folder";

  /** So many tasks of a step pass a closed gate. */
  static final int PASSING = 10;

  private static final long POLL_MILLIS = 20;

  private Path folder;

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return this;
  }

  @Override
  public void init(PluginContext context, Map<String, String> settings) {
    folder = Path.of(context.conf().get(FOLDER));
  }

  @Override
  public void onTaskStart() {
    TaskContext task = TaskContext.get();
    String step = task.getLocalProperty("spark.job.description");
    if (step == null || task.partitionId() < PASSING) {
      return;
    }
    try {
      while (isHeld(step)) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isHeld(String step) {
    try (Stream<Path> held = Files.list(folder)) {
      return held.anyMatch(file -> step.startsWith(file.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
