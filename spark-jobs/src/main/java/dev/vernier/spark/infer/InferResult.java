package dev.vernier.spark.infer;

import dev.vernier.spark.config.OutputFormat;
import dev.vernier.spark.source.BadRecord;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What {@code infer} did.
 *
 * @param output folder that holds the rows
 * @param format how they are stored there
 * @param columns names of the columns that were written
 * @param samples records that were read, bad ones included
 * @param badSamples records without a result
 * @param firstBad the smallest of those by name, one at most
 * @param partitions tasks that did it
 * @param netLoads how often each executor JVM (by executor id) has loaded the net: once
 * @param seconds wall-clock time of the whole job
 * @param samplesPerSecond samples divided by seconds
 */
public record InferResult(
    String output,
    OutputFormat format,
    List<String> columns,
    long samples,
    long badSamples,
    List<BadRecord> firstBad,
    int partitions,
    Map<String, Integer> netLoads,
    double seconds,
    double samplesPerSecond)
    implements Serializable {

  /** Copies the collections. */
  public InferResult {
    columns = List.copyOf(columns);
    firstBad = List.copyOf(firstBad);
    netLoads = Map.copyOf(netLoads);
  }
}
