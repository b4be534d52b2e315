package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * What feeds one input of a net.
 *
 * @param blob name of the input blob; empty for the net's input at this position
 * @param source where the samples come from
 * @param preprocess how an image becomes the blob; npy tensors are taken as they are
 */
public record InputOptions(String blob, SampleSourceOptions source, PreprocessOptions preprocess)
    implements Serializable {

  /** Nothing may be null. */
  public InputOptions {
    Objects.requireNonNull(blob, "blob");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(preprocess, "preprocess");
  }

  /** Feeds the net's input at this position. */
  public static InputOptions of(SampleSourceOptions source, PreprocessOptions preprocess) {
    return new InputOptions("", source, preprocess);
  }
}
