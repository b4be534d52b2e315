package dev.vernier.spark.config;

import dev.vernier.engine.kernel.KernelProvider;
import java.io.Serializable;
import java.util.Objects;

/**
 * How a job runs on the cluster.
 *
 * @param mode what happens to bad records
 * @param partitions tasks that the samples are split into; 0 lets the job choose from the cores and
 *     the number of samples
 * @param batch samples of a mini-batch: a task of {@code infer} decodes as many before the net runs
 *     over them
 * @param kernels the implementation that computes
 */
public record RunOptions(BadRecordMode mode, int partitions, int batch, KernelProvider kernels)
    implements Serializable {

  /** Samples of a mini-batch where the user does not say. */
  public static final int DEFAULT_BATCH = 16;

  /** PERMISSIVE, partitions by the cores, mini-batches of 16, the fastest kernels there are. */
  public static final RunOptions DEFAULT =
      new RunOptions(BadRecordMode.PERMISSIVE, 0, DEFAULT_BATCH, KernelProvider.AUTO);

  /** Partitions are 0 or more, a mini-batch holds a sample or more. */
  public RunOptions {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(kernels, "kernels");
    if (partitions < 0) {
      throw new IllegalArgumentException("partitions is " + partitions + ", must be at least 0");
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch is " + batch + ", must be at least 1");
    }
  }

  /** The same with another treatment of bad records. */
  public RunOptions withMode(BadRecordMode other) {
    return new RunOptions(other, partitions, batch, kernels);
  }

  /** The same in another number of tasks. */
  public RunOptions withPartitions(int other) {
    return new RunOptions(mode, other, batch, kernels);
  }

  /** The same in mini-batches of another size. */
  public RunOptions withBatch(int other) {
    return new RunOptions(mode, partitions, other, kernels);
  }
}
