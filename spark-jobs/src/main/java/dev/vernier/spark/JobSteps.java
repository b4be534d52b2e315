package dev.vernier.spark;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Names the steps of one job: in the Spark UI as job descriptions, and for a {@link Progress} as
 * tasks end. Close it when the job is done.
 */
public final class JobSteps extends SparkListener implements AutoCloseable {
  private static final String STEP_KEY = "vernier.step";

  private final SparkContext context;
  private final Progress progress;
  private final String id = UUID.randomUUID().toString();
  private final Set<Integer> stages = new HashSet<>();
  private String step = "";
  private int done;
  private int total;

  /** Steps of a job that runs in this context. */
  public JobSteps(SparkContext context, Progress progress) {
    this.context = context;
    this.progress = progress;
    context.addSparkListener(this);
  }

  /** What this thread does from now on, such as {@code calibrate: pass 1 of 2}. */
  public void step(String name) {
    synchronized (this) {
      step = name;
      stages.clear();
      done = 0;
      total = 0;
    }
    context.setJobDescription(name);
    context.setLocalProperty(STEP_KEY, id + name);
    progress.at(name, 0, 0);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    Properties properties = event.properties();
    if (properties != null && (id + step).equals(properties.getProperty(STEP_KEY))) {
      event.stageIds().foreach(stage -> stages.add((Integer) stage));
    }
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    if (stages.contains(event.stageInfo().stageId())) {
      total += event.stageInfo().numTasks();
      progress.at(step, done, total);
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (stages.contains(event.stageId()) && event.reason() == Success$.MODULE$) {
      done++;
      progress.at(step, done, total);
    }
  }

  @Override
  public void close() {
    context.setJobDescription(null);
    context.setLocalProperty(STEP_KEY, null);
    context.removeSparkListener(this);
  }
}
