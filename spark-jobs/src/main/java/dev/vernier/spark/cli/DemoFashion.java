package dev.vernier.spark.cli;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.onnx.OnnxConverter;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.calibrate.CalibrateResult;
import dev.vernier.spark.calibrate.LayerDetail;
import dev.vernier.spark.config.AnswerOptions;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.EvaluateOptions;
import dev.vernier.spark.config.InferOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.config.TuneOptions;
import dev.vernier.spark.evaluate.EvaluateJob;
import dev.vernier.spark.evaluate.EvaluateResult;
import dev.vernier.spark.infer.InferJob;
import dev.vernier.spark.infer.InferResult;
import dev.vernier.spark.report.Report;
import dev.vernier.spark.report.ReportFiles;
import dev.vernier.spark.tune.TuneJob;
import dev.vernier.spark.tune.TuneResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The demo's first half: Fashion-MNIST from an ONNX model to a tuned int8 net.
 *
 * @param layers of the converted net
 * @param fp32Bytes size of the fp32 net's two files
 * @param int8Bytes size of the int8 net's
 * @param calibration what calibrate found
 * @param tuning what tune found
 * @param inference what infer did with the fp32 net
 * @param evaluation fp32 beside int8
 * @param report the report's file
 */
record DemoFashion(
    int layers,
    long fp32Bytes,
    long int8Bytes,
    CalibrateResult calibration,
    TuneResult tuning,
    InferResult inference,
    EvaluateResult evaluation,
    String report) {
  /** Percentage points that int8 may lose. */
  private static final double MAX_DROP = 0.5;

  static DemoFashion run(
      SparkSession spark, ProgressLine progress, RunOptions run, Path data, DemoOutput output)
      throws IOException {
    StoredNet converted = OnnxConverter.convert(data.resolve("fmnist.onnx"), Map.of(), false);
    NetOptions net = output.write(converted, "fmnist");
    List<InputOptions> calibrationImages =
        List.of(images(data.resolve("calibration-1000.parquet")));
    List<InputOptions> testImages = List.of(images(data.resolve("test-2000.parquet")));
    String labels = data.resolve("labels.txt").toString();
    AnswerOptions answers = AnswerOptions.DEFAULT.withLabels(labels);

    CalibrateOptions calibrate =
        new CalibrateOptions(
            net, calibrationImages, CalibrationMethod.KL, output.path("fmnist.kl.table"), run);
    List<LayerDetail> details = new ArrayList<>();
    CalibrateResult calibration =
        new CalibrateJob(spark, progress).execute(calibrate, details::addAll);
    Report report = CalibrateReport.of(spark, progress, calibrate, calibration, details, false);

    TuneOptions tune =
        new TuneOptions(
            net,
            calibration.table(),
            calibrationImages,
            answers,
            MAX_DROP,
            TuneOptions.DEFAULT_HELD_BACK,
            TuneOptions.DEFAULT_SAMPLES,
            output.path("fmnist.tuned.table"),
            run);
    TuneResult tuning = new TuneJob(spark, progress).execute(tune);
    report = TuneReport.of(spark, progress, tune, tuning, false).with(report);

    InferOptions infer =
        new InferOptions(
            net, testImages, List.of(), 3, labels, output.predictions("predictions"), run);
    InferResult inference = new InferJob(spark, progress).execute(infer);

    CalibrationTable table = CalibrationTable.read(Path.of(tuning.table()));
    StoredNet quantized = NetQuantizer.quantize(converted, table, QuantizeOptions.defaults()).net();
    NetOptions int8 = output.write(quantized, "fmnist-int8");
    EvaluateOptions evaluate =
        new EvaluateOptions(
            net, Int8Options.of(int8), testImages, answers, EvaluateOptions.DEFAULT_WORST, run);
    EvaluateResult evaluation = new EvaluateJob(spark, progress).execute(evaluate);
    report = EvaluateReport.of(spark, progress, evaluate, evaluation).with(report);
    String file = output.path("report.html");
    ReportFiles.write(spark.sparkContext().hadoopConfiguration(), file, report);
    return new DemoFashion(
        converted.layers().size(),
        DemoOutput.bytes(net),
        DemoOutput.bytes(int8),
        calibration,
        tuning,
        inference,
        evaluation,
        file);
  }

  private static InputOptions images(Path parquet) {
    return InputOptions.of(
        SampleSourceOptions.of(parquet.toString()),
        new PreprocessOptions(List.of(127.5f), List.of(0.007843137f), List.of(28, 28, 1), "GRAY"));
  }
}
