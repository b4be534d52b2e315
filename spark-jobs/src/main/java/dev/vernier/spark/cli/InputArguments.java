package dev.vernier.spark.cli;

import dev.vernier.engine.image.ImageDecoder;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.config.SourceFormat;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * What feeds the net. A net with several inputs takes {@code --input} several times; the other
 * options then hold a value for each input in the same order, or one for all.
 */
final class InputArguments {

  @Option(
      names = "--input",
      paramLabel = "[BLOB=]PATH",
      description = {
        "Images or npy tensors: a file, folder, glob, list file (.txt, a path a line) or Parquet.",
        "Once for each input of the net, in order or with the blob's name before it."
      })
  private List<String> inputs = List.of();

  @Option(
      names = "--input-format",
      defaultValue = "auto",
      paramLabel = "FORMAT",
      description = "auto, files, list, parquet or binaryFile (default: auto).")
  private String format;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "Parquet column with the encoded images (default: content).")
  private List<String> columns = List.of();

  @Option(
      names = "--absolute-paths",
      description = {
        "Lets a list name files outside its own folder, by absolute path or URI; otherwise such a",
        "line is an error, as one that leaves the folder by \"..\" always is."
      })
  private boolean absolutePaths;

  @Option(
      names = "--mean",
      paramLabel = "LIST",
      description = "Subtracted from the pixels, a value a channel: 104,117,123.")
  private List<String> mean = List.of();

  @Option(
      names = "--norm",
      paramLabel = "LIST",
      description = "Multiplied after that, a value a channel: 0.017,0.017,0.017.")
  private List<String> norm = List.of();

  @Option(
      names = "--shape",
      paramLabel = "W,H[,C]",
      description = {
        "Size that images are resized to; 0 for one side keeps the aspect,",
        "without the option the image's own size stands."
      })
  private List<String> shape = List.of();

  @Option(
      names = "--pixel",
      paramLabel = "ORDER",
      description = "RGB, BGR, GRAY, RGBA or BGRA (default: BGR).")
  private List<String> pixel = List.of();

  @Option(
      names = "--max-pixels",
      defaultValue = "" + ImageDecoder.DEFAULT_MAX_PIXELS,
      paramLabel = "N",
      description = {
        "Width times height above which an image is a bad record, told by its header before",
        "anything is decoded (default: ${DEFAULT-VALUE})."
      })
  private long maxPixels;

  @Option(
      names = "--type",
      hidden = true,
      description = "Taken for ncnn2table's sake: npy tensors are told from images by content.")
  private List<Integer> type = List.of();

  /** Whether there is any input. */
  boolean isGiven() {
    return !inputs.isEmpty();
  }

  /**
   * The inputs as the jobs take them.
   *
   * @throws IllegalArgumentException if there is no input, a list is malformed, or there are more
   *     values than inputs
   */
  List<InputOptions> options() {
    if (!isGiven()) {
      throw new IllegalArgumentException("Missing required option: '--input=[BLOB=]PATH'");
    }
    for (int value : type) {
      if (value != 0 && value != 1) {
        throw new IllegalArgumentException("type is " + value + ", expected 0 (image) or 1 (npy)");
      }
    }
    List<List<String>> means = Lists.groups("--mean", mean);
    List<List<String>> norms = Lists.groups("--norm", norm);
    List<List<String>> shapes = Lists.groups("--shape", shape);
    List<String> orders = Lists.groups("--pixel", pixel).stream().flatMap(List::stream).toList();
    List<InputOptions> options = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      PreprocessOptions preprocess =
          new PreprocessOptions(
              Lists.floats("--mean", at("--mean", means, i, List.of())),
              Lists.floats("--norm", at("--norm", norms, i, List.of())),
              Lists.integers("--shape", at("--shape", shapes, i, List.of())),
              at("--pixel", orders, i, PreprocessOptions.DEFAULT.pixel()),
              maxPixels);
      options.add(input(i, preprocess));
    }
    return options;
  }

  private InputOptions input(int index, PreprocessOptions preprocess) {
    String text = inputs.get(index);
    int equals = text.indexOf('=');
    // A path may hold "=" (partitioned tables do); a blob's name holds no "/".
    boolean named = equals > 0 && !text.substring(0, equals).contains("/");
    String column = at("--column", columns, index, SampleSourceOptions.DEFAULT_COLUMN);
    SampleSourceOptions source =
        new SampleSourceOptions(
            named ? text.substring(equals + 1) : text,
            SourceFormat.of(format),
            column,
            absolutePaths);
    return new InputOptions(named ? text.substring(0, equals) : "", source, preprocess);
  }

  private <T> T at(String option, List<T> values, int index, T otherwise) {
    if (values.isEmpty()) {
      return otherwise;
    }
    if (values.size() == 1) {
      return values.get(0);
    }
    if (values.size() != inputs.size()) {
      throw new IllegalArgumentException(
          option
              + " has values for "
              + values.size()
              + " inputs, but --input is given "
              + inputs.size()
              + " times");
    }
    return values.get(index);
  }
}
