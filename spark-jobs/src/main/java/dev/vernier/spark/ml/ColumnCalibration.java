package dev.vernier.spark.ml;

import static org.apache.spark.sql.functions.col;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.engine.quantize.VectorConvolutions;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.NetFiles;
import dev.vernier.spark.calibrate.SampleCalibration;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.SampleDecoder;
import dev.vernier.spark.source.SampleSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** One calibration on a column: samples to a table, and table and net to the int8 net. */
final class ColumnCalibration {
  /** Samples that are looked at for one that can be decoded. */
  private static final int TRIED = 32;

  private final NcnnCalibrator stage;
  private final Dataset<Row> rows;
  private final SampleCells cells;

  ColumnCalibration(NcnnCalibrator stage, Dataset<?> dataset) {
    this.stage = stage;
    // What else is in a row need not travel; a path stays, as it names the record.
    List<String> names =
        List.of(dataset.columns()).contains("path") && !stage.getInputCol().equals("path")
            ? List.of(stage.getInputCol(), "path")
            : List.of(stage.getInputCol());
    this.rows =
        dataset
            .toDF()
            .select(
                names.stream()
                    .map(name -> col("`" + name.replace("`", "``") + "`"))
                    .toArray(Column[]::new));
    StructType schema = rows.schema();
    this.cells = SampleCells.of(stage, schema);
  }

  /**
   * The table of the column's samples.
   *
   * @throws dev.vernier.spark.JobException if no sample is usable, or one is bad and must not be
   */
  SampleCalibration.Calibrated calibrate(BroadcastNet net, JobSteps steps) {
    SampleSet samples =
        new SampleSet(rows, List.of(cells.input()), -1, 0, rows.rdd().getNumPartitions());
    return new SampleCalibration(rows.sparkSession(), options())
        .of(net, rows.javaRDD().map(cells::read), samples, steps);
  }

  private CalibrateOptions options() {
    BadRecordMode mode =
        stage.getHandleInvalid().equals(NcnnParamSet.ERROR)
            ? BadRecordMode.FAILFAST
            : BadRecordMode.PERMISSIVE;
    SampleSourceOptions source =
        SampleSourceOptions.of("(dataset)").withColumn(stage.getInputCol());
    return new CalibrateOptions(
            new NetOptions(stage.net().name(), stage.net().name()),
            List.of(InputOptions.of(source, PreprocessOptions.DEFAULT)),
            CalibrationMethod.parse(stage.getMethod()),
            stage.getPercentile(),
            stage.net().stem() + ".table",
            RunOptions.DEFAULT.withMode(mode))
        .inPasses(stage.getPasses());
  }

  /**
   * The int8 net that a table makes.
   *
   * @throws dev.vernier.engine.NetException if the table does not fit the net
   */
  ModelNet quantize(ModelNet net, CalibrationTable table) {
    StoredNet stored = net.files().stored();
    StoredNet source =
        stage.getKeepConvolution()
            ? stored
            : VectorConvolutions.asInnerProducts(stored, firstInput(net));
    QuantizeOptions options =
        new QuantizeOptions(stage.getHalfWeights(), Set.of(stage.getKeepLayers()));
    return new ModelNet(
        NetFiles.of(NetQuantizer.quantize(source, table, options).net()), table.toString());
  }

  /** The first sample that can be decoded shows shapes; none where that is hard to find. */
  private Map<String, Mat> firstInput(ModelNet net) {
    SampleDecoder decoder = new SampleDecoder(List.of(cells.input()));
    for (Row row : rows.takeAsList(TRIED)) {
      try {
        return Map.of(net.input(), decoder.decode(cells.read(row))[0]);
      } catch (BadRecordException bad) {
        // The passes have counted it.
        continue;
      }
    }
    return Map.of();
  }
}
