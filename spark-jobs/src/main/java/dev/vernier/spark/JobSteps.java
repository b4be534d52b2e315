package dev.vernier.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.spark.Resubmitted$;
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
  private final Map<Integer, Step> stages = new HashMap<>();
  private Step current = new Step("");

  /** Steps of a job that runs in this context. */
  public JobSteps(SparkContext context, Progress progress) {
    this.context = context;
    this.progress = progress;
    context.addSparkListener(this);
  }

  /** What this thread does from now on, such as {@code calibrate: pass 1 of 2}. */
  public void step(String what) {
    String name = Secrets.masked(what);
    synchronized (this) {
      current = new Step(name);
    }
    // The call site names stages and SQL queries, which would be called "collect at File.java:12".
    context.setJobDescription(name);
    context.setCallSite(name);
    context.setLocalProperty(STEP_KEY, id + name);
    progress.at(name, 0, 0);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    Properties properties = event.properties();
    if (properties != null && (id + current.name).equals(properties.getProperty(STEP_KEY))) {
      event.stageIds().foreach(stage -> stages.put((Integer) stage, current));
    }
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    Step step = stages.get(event.stageInfo().stageId());
    if (step != null) {
      step.total += event.stageInfo().numTasks();
      progress.at(step.name, step.done, step.total);
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    Step step = stages.get(event.stageId());
    if (step == null) {
      return;
    }
    if (event.reason() == Success$.MODULE$) {
      step.done++;
    } else if (event.reason() == Resubmitted$.MODULE$) {
      // It was done, but what it left went with its executor.
      step.done--;
    } else {
      return;
    }
    progress.at(step.name, step.done, step.total);
  }

  @Override
  public void close() {
    context.setJobDescription(null);
    context.clearCallSite();
    context.setLocalProperty(STEP_KEY, null);
    context.removeSparkListener(this);
  }

  /** One step; Spark's listener may report its last task when the next one has begun. */
  private static final class Step {
    private final String name;
    private int done;
    private int total;

    private Step(String name) {
      this.name = name;
    }
  }
}
