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
 * @param kernels the implementation that computes
 */
public record RunOptions(BadRecordMode mode, int partitions, KernelProvider kernels)
    implements Serializable {

  /** PERMISSIVE, partitions by the cores, the fastest kernels there are. */
  public static final RunOptions DEFAULT =
      new RunOptions(BadRecordMode.PERMISSIVE, 0, KernelProvider.AUTO);

  /** Partitions are 0 or more. */
  public RunOptions {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(kernels, "kernels");
    if (partitions < 0) {
      throw new IllegalArgumentException("partitions is " + partitions + ", must be at least 0");
    }
  }

  /** The same with another treatment of bad records. */
  public RunOptions withMode(BadRecordMode other) {
    return new RunOptions(other, partitions, kernels);
  }

  /** The same in another number of tasks. */
  public RunOptions withPartitions(int other) {
    return new RunOptions(mode, other, kernels);
  }
}
