package dev.vernier.spark.cli;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.calibrate.CalibrateResult;
import dev.vernier.spark.calibrate.LayerDetail;
import dev.vernier.spark.config.AnswerOptions;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.EvaluateOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.evaluate.EvaluateJob;
import dev.vernier.spark.evaluate.EvaluateResult;
import dev.vernier.spark.report.Report;
import dev.vernier.spark.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * The demo's second half: a net of PP-OCR on rendered lines of text, in fp32 and in int8.
 *
 * <p>Depthwise layers stay fp32: in the recogniser {@code tune} finds most of the harm in them, but
 * takes minutes to show it.
 *
 * @param fp32Bytes size of the net's two files
 * @param int8Bytes size of the int8 net's
 * @param layers layers that have a line in the calibration table
 * @param kept those of them that stay fp32 all the same
 * @param calibration what calibrate found
 * @param evaluation the answers of both nets, on the lines that calibrate saw
 * @param report the report's file
 */
record DemoTexts(
    long fp32Bytes,
    long int8Bytes,
    int layers,
    int kept,
    CalibrateResult calibration,
    EvaluateResult evaluation,
    String report) {

  /** The net that tells which lines are upside down: 1 where one is. */
  static final Task CLASSIFIER =
      new Task("cls", "ch_ppocr_mobile_v2.0_cls_infer", "cls.parquet", 192, "");

  /** The net that reads a line. */
  static final Task RECOGNISER =
      new Task("rec", "ch_PP-OCRv3_rec_infer", "rec.parquet", 320, "ppocr_keys_v1.txt");

  /**
   * A net and what it is run on.
   *
   * @param name prefix of the files that are written
   * @param net name of the net's files without their ending
   * @param samples file of the lines
   * @param width to which they are resized, at a height of 48
   * @param keys file of the texts' characters, empty for a net that answers with a class
   */
  record Task(String name, String net, String samples, int width, String keys) {}

  static DemoTexts run(
      SparkSession spark,
      ProgressLine progress,
      RunOptions run,
      Task task,
      Path data,
      Path models,
      DemoOutput output)
      throws IOException {
    Path param = models.resolve(task.net() + ".param");
    Path bin = models.resolve(task.net() + ".bin");
    NetOptions net = new NetOptions(param.toString(), bin.toString());
    List<InputOptions> lines = List.of(lines(data.resolve(task.samples()), task.width()));
    CalibrateOptions calibrate =
        new CalibrateOptions(
            net, lines, CalibrationMethod.KL, output.path(task.name() + ".kl.table"), run);
    List<LayerDetail> details = new ArrayList<>();
    CalibrateResult calibration =
        new CalibrateJob(spark, progress).execute(calibrate, details::addAll);
    Report report = CalibrateReport.of(spark, progress, calibrate, calibration, details, false);

    StoredNet stored = StoredNet.read(param, bin);
    Set<String> depthwise =
        stored.layers().stream()
            .filter(layer -> layer.spec().type().equals("ConvolutionDepthWise"))
            .map(layer -> layer.spec().name())
            .collect(Collectors.toSet());
    CalibrationTable table = CalibrationTable.read(Path.of(calibration.table()));
    StoredNet quantized =
        NetQuantizer.quantize(stored, table, new QuantizeOptions(true, depthwise)).net();
    NetOptions int8 = output.write(quantized, task.name() + "-int8");
    AnswerOptions answers =
        task.keys().isEmpty()
            ? AnswerOptions.DEFAULT
            : AnswerOptions.DEFAULT.withKeys(models.resolve(task.keys()).toString());
    EvaluateOptions evaluate =
        new EvaluateOptions(
            net, Int8Options.of(int8), lines, answers, EvaluateOptions.DEFAULT_WORST, run);
    EvaluateResult evaluation = new EvaluateJob(spark, progress).execute(evaluate);
    report = EvaluateReport.of(spark, progress, evaluate, evaluation).with(report);
    String file = output.path("report-" + task.name() + ".html");
    ReportFiles.write(spark.sparkContext().hadoopConfiguration(), file, report);
    return new DemoTexts(
        DemoOutput.bytes(net),
        DemoOutput.bytes(int8),
        details.size(),
        depthwise.size(),
        calibration,
        evaluation,
        file);
  }

  private static InputOptions lines(Path parquet, int width) {
    return InputOptions.of(
        SampleSourceOptions.of(parquet.toString()),
        new PreprocessOptions(
            List.of(127.5f, 127.5f, 127.5f),
            List.of(0.00784314f, 0.00784314f, 0.00784314f),
            List.of(width, 48, 3),
            "BGR"));
  }
}
