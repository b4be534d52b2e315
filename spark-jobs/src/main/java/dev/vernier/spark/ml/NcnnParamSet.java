package dev.vernier.spark.ml;

import dev.vernier.engine.image.PixelFormat;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters of {@link NcnnParams}, one set a stage. */
final class NcnnParamSet {
  static final String ERROR = "error";
  static final String SKIP = "skip";
  static final String KEEP = "keep";
  static final String ARRAY = "array";
  static final String VECTOR = "vector";

  final Param<String> inputCol;
  final IntArrayParam inputShape;
  final DoubleArrayParam mean;
  final DoubleArrayParam norm;
  final Param<String> pixel;
  final Param<String> outputCol;
  final StringArrayParam outputBlobs;
  final StringArrayParam outputCols;
  final Param<String> outputType;
  final BooleanParam outputShapes;
  final Param<String> predictionCol;
  final Param<String> predictedLabelCol;
  final Param<String> topKCol;
  final IntParam topK;
  final StringArrayParam labels;
  final Param<String> handleInvalid;
  final Param<String> reasonCol;
  final IntParam batchSize;
  final Param<String> kernels;

  /** Declares the parameters for a stage, whose uid must be there already. */
  NcnnParamSet(Params stage) {
    inputCol =
        column(
            stage,
            "inputCol",
            "column of samples: binary (encoded images or npy), image struct, array<float>,"
                + " array<double> or vector",
            false);
    inputShape =
        new IntArrayParam(
            stage,
            "inputShape",
            "sizes of the input blob: (w, h) or (w, h, c) for images, where a size of 0 is the"
                + " image's own; (w), (w, h), (w, h, c) or (w, h, d, c) for arrays and vectors;"
                + " empty for the image's own size, or one dimension",
            Rule.shape("inputShape"));
    mean =
        new DoubleArrayParam(
            stage,
            "mean",
            "what is subtracted from an image's channels, a value each; empty for nothing",
            Rule.finite("mean"));
    norm =
        new DoubleArrayParam(
            stage,
            "norm",
            "what an image's channels are multiplied by after that, a value each; empty for"
                + " nothing",
            Rule.finite("norm"));
    pixel =
        choice(stage, "pixel", "channels that the net expects of an image", PixelFormat.values());
    outputCol =
        column(stage, "outputCol", "column that the output goes to, if it is a single one", false);
    outputBlobs =
        new StringArrayParam(
            stage,
            "outputBlobs",
            "blobs that are put out, a column each; empty for the net's first output",
            Rule.distinct("outputBlobs"));
    outputCols =
        new StringArrayParam(
            stage,
            "outputCols",
            "columns for outputBlobs; empty for outputCol if there is one, the blobs' names if"
                + " there are more",
            Rule.distinct("outputCols"));
    outputType = words(stage, "outputType", "what outputs are", List.of(ARRAY, VECTOR));
    outputShapes =
        new BooleanParam(
            stage,
            "outputShapes",
            "whether a column NAME_shape holds each output's sizes, w first");
    predictionCol =
        column(
            stage,
            "predictionCol",
            "column for the index of the first output's largest element, as double; empty for"
                + " none",
            true);
    predictedLabelCol =
        column(
            stage,
            "predictedLabelCol",
            "column for that index's name in labels; empty for none",
            true);
    topKCol =
        column(
            stage,
            "topKCol",
            "column for the first output's largest elements, largest first, as index, label and"
                + " score; empty for none",
            true);
    topK = new IntParam(stage, "topK", "how many topKCol lists (>= 1)", Rule.atLeast("topK", 1));
    labels =
        new StringArrayParam(stage, "labels", "names of the first output's elements; may be empty");
    handleInvalid =
        words(
            stage,
            "handleInvalid",
            "what becomes of a record that is null, cannot be decoded or does not fit the net: the"
                + " job fails, the row is left out, or it is kept with null outputs and a reason",
            List.of(ERROR, SKIP, KEEP));
    reasonCol =
        column(
            stage, "reasonCol", "column for the reason why a row has no output, with keep", false);
    batchSize =
        new IntParam(
            stage,
            "batchSize",
            "samples that a task decodes before the net runs over them (>= 1)",
            Rule.atLeast("batchSize", 1));
    kernels = choice(stage, "kernels", "the implementation that computes", KernelProvider.values());
    setDefaults(stage);
  }

  private void setDefaults(Params stage) {
    stage.setDefault(inputCol, SampleSourceOptions.DEFAULT_COLUMN);
    stage.setDefault(inputShape, new int[0]);
    stage.setDefault(mean, new double[0]);
    stage.setDefault(norm, new double[0]);
    stage.setDefault(pixel, PixelFormat.BGR.name());
    stage.setDefault(outputCol, "output");
    stage.setDefault(outputBlobs, new String[0]);
    stage.setDefault(outputCols, new String[0]);
    stage.setDefault(outputType, ARRAY);
    stage.setDefault(outputShapes, false);
    stage.setDefault(predictionCol, "");
    stage.setDefault(predictedLabelCol, "");
    stage.setDefault(topKCol, "");
    stage.setDefault(topK, 5);
    stage.setDefault(labels, new String[0]);
    stage.setDefault(handleInvalid, ERROR);
    stage.setDefault(reasonCol, "reason");
    stage.setDefault(batchSize, RunOptions.DEFAULT_BATCH);
    stage.setDefault(kernels, KernelProvider.AUTO.name().toLowerCase(Locale.ROOT));
  }

  private static Param<String> column(Params stage, String name, String doc, boolean optional) {
    return new Param<>(stage, name, doc, Rule.column(name, optional));
  }

  static Param<String> words(Params stage, String name, String doc, List<String> words) {
    return new Param<>(
        stage, name, doc + " (" + String.join(", ", words) + ")", Rule.oneOf(name, words));
  }

  /** Constants as Spark spells its options; pixel formats keep ncnn's capitals. */
  private static Param<String> choice(Params stage, String name, String doc, Enum<?>[] constants) {
    boolean capitals = constants instanceof PixelFormat[];
    List<String> words =
        Arrays.stream(constants)
            .map(c -> capitals ? c.name() : c.name().toLowerCase(Locale.ROOT))
            .toList();
    return words(stage, name, doc, words);
  }
}
