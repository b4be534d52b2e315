package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What {@code infer} is asked to do.
 *
 * <p>A row of the output holds the input's own columns (its {@code path} for files), then {@code
 * NAME array<float>} and {@code NAME_shape array<int>} for each of {@code blobs}, {@code top_k
 * array<struct<index:int,label:string,score:float>>} where it is asked for, and {@code reason},
 * which is null unless the record was bad.
 *
 * @param net the net
 * @param inputs what feeds each input of the net, one or more; zipped by position
 * @param blobs blobs whose values are written; where it is empty, the net's outputs, or nothing but
 *     {@code top_k} if that is asked for
 * @param topK how many of the largest elements of the first blob (of the net's first output where
 *     none is named) are written in order; 0 for none
 * @param labels path of a text file, a label a line, line 1 for index 0; empty for none
 * @param output where the rows go
 * @param run how the job runs
 */
public record InferOptions(
    NetOptions net,
    List<InputOptions> inputs,
    List<String> blobs,
    int topK,
    String labels,
    OutputOptions output,
    RunOptions run)
    implements Serializable {

  /** At least one input; labels only with top-k. */
  public InferOptions {
    Objects.requireNonNull(net, "net");
    inputs = CalibrateOptions.requireInputs(inputs);
    blobs = List.copyOf(blobs);
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(run, "run");
    if (topK < 0) {
      throw new IllegalArgumentException("top-k is " + topK + ", must be at least 0");
    }
    if (topK == 0 && !labels.isEmpty()) {
      throw new IllegalArgumentException("labels are given, but no top-k to put them in");
    }
  }
}
