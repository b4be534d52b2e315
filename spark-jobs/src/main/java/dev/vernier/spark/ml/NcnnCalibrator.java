package dev.vernier.spark.ml;

import static dev.vernier.spark.ml.NcnnParamSet.words;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.PercentileSearch;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.Progress;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.calibrate.SampleCalibration;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Calibrates an fp32 net on a column of samples, which gives its int8 form as a model: the table is
 * the one that {@code calibrate} makes of the same samples, the net the one that {@code quantize}
 * makes of that.
 */
public final class NcnnCalibrator extends Estimator<NcnnModel>
    implements NcnnParams<NcnnCalibrator>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ModelNet net;
  private final NcnnParamSet declared;
  private final Param<String> method;
  private final DoubleParam percentile;
  private final IntParam passes;
  private final StringArrayParam keepLayers;
  private final BooleanParam halfWeights;
  private final BooleanParam keepConvolution;

  NcnnCalibrator(String uid, ModelNet net) {
    this.uid = uid;
    this.net = net;
    this.declared = new NcnnParamSet(this);
    List<String> methods =
        Arrays.stream(CalibrationMethod.values()).map(CalibrationMethod::label).toList();
    this.method = words(this, "method", "how a threshold is found", methods);
    this.percentile =
        new DoubleParam(
            this,
            "percentile",
            "the share in per cent of what is not clipped, for method percentile (0 to 100)",
            new Rule<>(value -> new PercentileSearch((Double) value)));
    this.passes =
        new IntParam(
            this,
            "passes",
            "2 for the exact table, 1 to run the net once a sample",
            new Rule<>(
                value ->
                    Rule.require(value.equals(1) || value.equals(2), "passes", value, "1 or 2")));
    this.keepLayers =
        new StringArrayParam(
            this, "keepLayers", "layers that stay fp32", Rule.distinct("keepLayers"));
    this.halfWeights =
        new BooleanParam(
            this, "halfWeights", "whether weights that are not quantised are stored as fp16");
    this.keepConvolution =
        new BooleanParam(
            this,
            "keepConvolution",
            "whether 1x1 convolutions of vectors stay as they are, which ncnn runs wrongly in"
                + " int8, and do not become InnerProduct");
    setDefault(method, CalibrationMethod.KL.label());
    setDefault(percentile, PercentileSearch.DEFAULT_PERCENT);
    setDefault(passes, 2);
    setDefault(keepLayers, new String[0]);
    setDefault(halfWeights, true);
    setDefault(keepConvolution, false);
  }

  /** A calibrator of a model's net; the model that it fits is told what that one is told. */
  public static NcnnCalibrator of(NcnnModel model) {
    NcnnCalibrator calibrator =
        new NcnnCalibrator(Identifiable.randomUID("NcnnCalibrator"), model.net());
    return model.copyValues(calibrator, ParamMap.empty());
  }

  /**
   * A calibrator of a net in files, on any file system that Hadoop knows.
   *
   * @throws JobException if a file cannot be read
   * @throws dev.vernier.engine.NetException if the files do not hold a net
   */
  public static NcnnCalibrator fromFiles(SparkSession spark, String param, String bin) {
    return of(NcnnModel.fromFiles(spark, param, bin));
  }

  /** Reads calibrators that were saved. */
  public static MLReader<NcnnCalibrator> read() {
    return new StageReader<>(NcnnCalibrator.class, NcnnCalibrator::new);
  }

  /** Reads a calibrator that was saved. */
  public static NcnnCalibrator load(String path) {
    return read().load(path);
  }

  /** How a threshold is found; {@code kl} by default. */
  public Param<String> method() {
    return method;
  }

  /** The value of {@link #method}. */
  public String getMethod() {
    return getOrDefault(method);
  }

  /** Sets {@link #method}. */
  public NcnnCalibrator setMethod(String value) {
    return with(method, value);
  }

  /** The share in per cent of what is not clipped, for method percentile. */
  public DoubleParam percentile() {
    return percentile;
  }

  /** The value of {@link #percentile}. */
  public double getPercentile() {
    return (Double) getOrDefault(percentile);
  }

  /** Sets {@link #percentile}. */
  public NcnnCalibrator setPercentile(double value) {
    return with(percentile, (Object) value);
  }

  /** How often the net runs over a sample; 2 by default, which makes the exact table. */
  public IntParam passes() {
    return passes;
  }

  /** The value of {@link #passes}. */
  public int getPasses() {
    return (Integer) getOrDefault(passes);
  }

  /** Sets {@link #passes}. */
  public NcnnCalibrator setPasses(int value) {
    return with(passes, (Object) value);
  }

  /** Layers that stay fp32; none by default. */
  public StringArrayParam keepLayers() {
    return keepLayers;
  }

  /** The value of {@link #keepLayers}. */
  public String[] getKeepLayers() {
    return getOrDefault(keepLayers);
  }

  /** Sets {@link #keepLayers}. */
  public NcnnCalibrator setKeepLayers(String... value) {
    return with(keepLayers, value);
  }

  /** Whether weights that are not quantised are stored as fp16; they are by default. */
  public BooleanParam halfWeights() {
    return halfWeights;
  }

  /** The value of {@link #halfWeights}. */
  public boolean getHalfWeights() {
    return (Boolean) getOrDefault(halfWeights);
  }

  /** Sets {@link #halfWeights}. */
  public NcnnCalibrator setHalfWeights(boolean value) {
    return with(halfWeights, (Object) value);
  }

  /** Whether 1x1 convolutions of vectors do not become InnerProduct; they do by default. */
  public BooleanParam keepConvolution() {
    return keepConvolution;
  }

  /** The value of {@link #keepConvolution}. */
  public boolean getKeepConvolution() {
    return (Boolean) getOrDefault(keepConvolution);
  }

  /** Sets {@link #keepConvolution}. */
  public NcnnCalibrator setKeepConvolution(boolean value) {
    return with(keepConvolution, (Object) value);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public NcnnParamSet declared() {
    return declared;
  }

  ModelNet net() {
    return net;
  }

  /**
   * The columns that the fitted model gives.
   *
   * @throws IllegalArgumentException as {@link NcnnModel#transformSchema}
   * @throws dev.vernier.engine.NetException if the net has no blob of a wanted name
   */
  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.checked(this, net, schema);
  }

  /**
   * Calibrates and quantises. A bad record is left out, unless handleInvalid is {@code error}.
   *
   * @throws IllegalArgumentException if the input column or a parameter does not fit
   * @throws JobException if no sample is usable, one is bad and handleInvalid is {@code error}, or
   *     the net cannot be calibrated
   */
  @Override
  public NcnnModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    SparkSession spark = dataset.sparkSession();
    ColumnCalibration column = new ColumnCalibration(this, dataset);
    BroadcastNet sent = net.on(spark.sparkContext(), this);
    SampleCalibration.Calibrated calibrated;
    try (JobSteps steps = new JobSteps(spark.sparkContext(), Progress.NONE)) {
      calibrated = column.calibrate(sent, steps);
    }
    NcnnModel fitted = new NcnnModel(uid, column.quantize(net, calibrated.table()));
    return copyValues(fitted, ParamMap.empty()).setParent(this);
  }

  @Override
  public NcnnCalibrator copy(ParamMap extra) {
    return copyValues(new NcnnCalibrator(uid, net), extra);
  }

  @Override
  public MLWriter write() {
    return new NetFolder.Writer(this, net);
  }

  @Override
  public String toString() {
    return "NcnnCalibrator: uid=" + uid + ", net=" + net.name() + ", method=" + getMethod();
  }
}
