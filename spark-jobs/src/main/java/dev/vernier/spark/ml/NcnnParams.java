package dev.vernier.spark.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * What a stage that runs a net can be told: where samples are, how they become the input blob, and
 * which columns its outputs go to. The calibrator hands the same on to the model that it fits.
 *
 * @param <S> the stage
 */
public interface NcnnParams<S extends NcnnParams<S>> extends Params {

  /** The parameters that the methods below give. */
  NcnnParamSet declared();

  /**
   * Sets a parameter and gives the stage.
   *
   * @throws IllegalArgumentException if the value is not one that the parameter takes
   */
  @SuppressWarnings("unchecked")
  default <T> S with(Param<T> param, T value) {
    return (S) set(param, value);
  }

  /**
   * Column of samples: binary (encoded images or npy), image struct, array of numbers or vector;
   * {@code content} by default.
   */
  default Param<String> inputCol() {
    return declared().inputCol;
  }

  /** The value of {@link #inputCol}. */
  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  /** Sets {@link #inputCol}. */
  default S setInputCol(String value) {
    return with(inputCol(), value);
  }

  /**
   * Sizes of the input blob, w first; empty, the default, for an image's own size or one dimension.
   */
  default IntArrayParam inputShape() {
    return declared().inputShape;
  }

  /** The value of {@link #inputShape}. */
  default int[] getInputShape() {
    return getOrDefault(inputShape());
  }

  /** Sets {@link #inputShape}. */
  default S setInputShape(int... value) {
    return with(inputShape(), value);
  }

  /** What is subtracted from an image's channels; nothing by default. */
  default DoubleArrayParam mean() {
    return declared().mean;
  }

  /** The value of {@link #mean}. */
  default double[] getMean() {
    return getOrDefault(mean());
  }

  /** Sets {@link #mean}. */
  default S setMean(double... value) {
    return with(mean(), value);
  }

  /** What an image's channels are multiplied by after that; nothing by default. */
  default DoubleArrayParam norm() {
    return declared().norm;
  }

  /** The value of {@link #norm}. */
  default double[] getNorm() {
    return getOrDefault(norm());
  }

  /** Sets {@link #norm}. */
  default S setNorm(double... value) {
    return with(norm(), value);
  }

  /** Channels that the net expects of an image; {@code BGR} by default. */
  default Param<String> pixel() {
    return declared().pixel;
  }

  /** The value of {@link #pixel}. */
  default String getPixel() {
    return getOrDefault(pixel());
  }

  /** Sets {@link #pixel}. */
  default S setPixel(String value) {
    return with(pixel(), value);
  }

  /** Column that a single output goes to; {@code output} by default. */
  default Param<String> outputCol() {
    return declared().outputCol;
  }

  /** The value of {@link #outputCol}. */
  default String getOutputCol() {
    return getOrDefault(outputCol());
  }

  /** Sets {@link #outputCol}. */
  default S setOutputCol(String value) {
    return with(outputCol(), value);
  }

  /** Blobs that are put out; the net's first output by default. */
  default StringArrayParam outputBlobs() {
    return declared().outputBlobs;
  }

  /** The value of {@link #outputBlobs}. */
  default String[] getOutputBlobs() {
    return getOrDefault(outputBlobs());
  }

  /** Sets {@link #outputBlobs}. */
  default S setOutputBlobs(String... value) {
    return with(outputBlobs(), value);
  }

  /** Columns for several blobs; the blobs' names by default. */
  default StringArrayParam outputCols() {
    return declared().outputCols;
  }

  /** The value of {@link #outputCols}. */
  default String[] getOutputCols() {
    return getOrDefault(outputCols());
  }

  /** Sets {@link #outputCols}. */
  default S setOutputCols(String... value) {
    return with(outputCols(), value);
  }

  /** {@code array} of floats, the default, or {@code vector}. */
  default Param<String> outputType() {
    return declared().outputType;
  }

  /** The value of {@link #outputType}. */
  default String getOutputType() {
    return getOrDefault(outputType());
  }

  /** Sets {@link #outputType}. */
  default S setOutputType(String value) {
    return with(outputType(), value);
  }

  /** Whether {@code NAME_shape array<int>} stands beside each output; not by default. */
  default BooleanParam outputShapes() {
    return declared().outputShapes;
  }

  /** The value of {@link #outputShapes}. */
  default boolean getOutputShapes() {
    return (Boolean) getOrDefault(outputShapes());
  }

  /** Sets {@link #outputShapes}. */
  default S setOutputShapes(boolean value) {
    return with(outputShapes(), (Object) value);
  }

  /** Column for the index of the first output's largest element; none by default. */
  default Param<String> predictionCol() {
    return declared().predictionCol;
  }

  /** The value of {@link #predictionCol}. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /** Sets {@link #predictionCol}. */
  default S setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Column for the name of that index; none by default. */
  default Param<String> predictedLabelCol() {
    return declared().predictedLabelCol;
  }

  /** The value of {@link #predictedLabelCol}. */
  default String getPredictedLabelCol() {
    return getOrDefault(predictedLabelCol());
  }

  /** Sets {@link #predictedLabelCol}. */
  default S setPredictedLabelCol(String value) {
    return with(predictedLabelCol(), value);
  }

  /** Column for the first output's largest elements; none by default. */
  default Param<String> topKCol() {
    return declared().topKCol;
  }

  /** The value of {@link #topKCol}. */
  default String getTopKCol() {
    return getOrDefault(topKCol());
  }

  /** Sets {@link #topKCol}. */
  default S setTopKCol(String value) {
    return with(topKCol(), value);
  }

  /** How many elements that column lists; 5 by default. */
  default IntParam topK() {
    return declared().topK;
  }

  /** The value of {@link #topK}. */
  default int getTopK() {
    return (Integer) getOrDefault(topK());
  }

  /** Sets {@link #topK}. */
  default S setTopK(int value) {
    return with(topK(), (Object) value);
  }

  /** Names of the first output's elements; none by default. */
  default StringArrayParam labels() {
    return declared().labels;
  }

  /** The value of {@link #labels}. */
  default String[] getLabels() {
    return getOrDefault(labels());
  }

  /** Sets {@link #labels}. */
  default S setLabels(String... value) {
    return with(labels(), value);
  }

  /** What becomes of bad records: {@code error}, the default, {@code skip} or {@code keep}. */
  default Param<String> handleInvalid() {
    return declared().handleInvalid;
  }

  /** The value of {@link #handleInvalid}. */
  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }

  /** Sets {@link #handleInvalid}. */
  default S setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  /** Column for the reason why a kept row has no output; {@code reason} by default. */
  default Param<String> reasonCol() {
    return declared().reasonCol;
  }

  /** The value of {@link #reasonCol}. */
  default String getReasonCol() {
    return getOrDefault(reasonCol());
  }

  /** Sets {@link #reasonCol}. */
  default S setReasonCol(String value) {
    return with(reasonCol(), value);
  }

  /** Samples that a task decodes before the net runs over them; 16 by default. */
  default IntParam batchSize() {
    return declared().batchSize;
  }

  /** The value of {@link #batchSize}. */
  default int getBatchSize() {
    return (Integer) getOrDefault(batchSize());
  }

  /** Sets {@link #batchSize}. */
  default S setBatchSize(int value) {
    return with(batchSize(), (Object) value);
  }

  /** {@code auto}, the default, {@code scalar} or {@code vector}. */
  default Param<String> kernels() {
    return declared().kernels;
  }

  /** The value of {@link #kernels}. */
  default String getKernels() {
    return getOrDefault(kernels());
  }

  /** Sets {@link #kernels}. */
  default S setKernels(String value) {
    return with(kernels(), value);
  }
}
