package dev.vernier.spark.ml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.spark.JobException;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class NcnnCalibratorTest {
  private final SparkSession spark;

  @TempDir private Path folder;

  NcnnCalibratorTest(SparkSession spark) {
    this.spark = spark;
  }

  @ParameterizedTest
  @ValueSource(strings = {"kl", "percentile", "auto"})
  void theTableIsThatOfTheJobAndTheNetThatOfItsTable(String method) throws IOException {
    Path files = Files.createDirectory(folder.resolve("images"));
    TestData.fmnistImages(files, 60);
    String table = tableOfJob(files.toString(), method);
    Dataset<Row> images = spark.read().format("binaryFile").load(files.toString());

    NcnnModel model =
        NcnnCalibrator.of(MlData.fmnist(spark))
            .setMethod(method)
            .setPercentile(99.9)
            .fit(images.repartition(3));

    assertThat(model.table()).isEqualTo(table);
    model.save(folder.resolve("model").toString());
    StoredNet fp32 =
        StoredNet.read(Path.of(TestData.fmnistNet().param()), Path.of(TestData.fmnistNet().bin()));
    Path param = folder.resolve("fmnist.param");
    Path bin = folder.resolve("fmnist.bin");
    NetQuantizer.quantize(
            fp32,
            CalibrationTable.parse(table, "table", BadScales.REJECT),
            QuantizeOptions.defaults())
        .net()
        .write(param, bin);
    assertThat(folder.resolve("model/net/fmnist.param")).hasSameBinaryContentAs(param);
    assertThat(folder.resolve("model/net/fmnist.bin")).hasSameBinaryContentAs(bin);
    assertThat(folder.resolve("model/net/fmnist.table")).hasContent(table);
    assertThat(NcnnModel.load(folder.resolve("model").toString()).table()).isEqualTo(table);
  }

  private String tableOfJob(String images, String method) throws IOException {
    Path table = folder.resolve("job.table");
    new CalibrateJob(spark, Progress.NONE)
        .execute(
            new CalibrateOptions(
                TestData.fmnistNet(),
                TestData.fmnistInput(images),
                CalibrationMethod.parse(method),
                99.9,
                table.toString(),
                RunOptions.DEFAULT.withPartitions(2)));
    return Files.readString(table, UTF_8);
  }

  @Test
  void theModelThatItFitsKeepsWhatItWasTold() {
    NcnnCalibrator calibrator =
        NcnnCalibrator.of(MlData.fmnist(spark).setPredictionCol("prediction"))
            .setMethod("minmax")
            .setKeepLayers(new String[] {"stem"})
            .setHalfWeights(false);
    Dataset<Row> images = MlData.images(spark, 100);

    NcnnModel model = calibrator.fit(images);

    assertThat(model.parent()).isSameAs(calibrator);
    assertThat(model.uid()).isEqualTo(calibrator.uid());
    assertThat(model.getInputShape()).containsExactly(28, 28, 1);
    assertThat(model.transform(images).schema())
        .isEqualTo(calibrator.transformSchema(images.schema()));
    assertThat(model.transform(images).filter(col("prediction").equalTo(col("label"))).count())
        .isGreaterThan(80);
    List<String> int8 =
        new String(model.net().files().param(), UTF_8)
            .lines()
            .filter(line -> line.contains(" 8="))
            .map(line -> line.split("\\s+")[1])
            .toList();
    assertThat(int8).hasSize(15).doesNotContain("stem");
  }

  @Test
  void aPipelineHoldsTheCalibratorAndThenItsModel() throws IOException {
    Dataset<Row> images = MlData.images(spark, 40);
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {NcnnCalibrator.of(MlData.fmnist(spark)).setMethod("minmax")});
    String path = folder.resolve("pipeline").toString();
    pipeline.save(path);
    Pipeline loaded = Pipeline.load(path);
    assertThat(loaded.getStages()[0])
        .isInstanceOfSatisfying(
            NcnnCalibrator.class, stage -> assertThat(stage.getMethod()).isEqualTo("minmax"));

    PipelineModel fitted = loaded.fit(images);
    fitted.write().overwrite().save(path);

    assertThat(PipelineModel.load(path).transform(images).select("output").collectAsList())
        .isEqualTo(fitted.transform(images).select("output").collectAsList());
    assertThat(((NcnnModel) fitted.stages()[0]).table()).contains("stem_param_0 ");
  }

  @Test
  void arraysCalibrateToo() {
    Dataset<Row> numbers =
        MlData.column(
            spark,
            "x",
            DataTypes.createArrayType(DataTypes.DoubleType),
            List.of(List.of(1d, 2d, 3d), List.of(4d, 5d, -8d)));

    NcnnModel model =
        NcnnCalibrator.of(MlData.product()).setInputCol("x").setMethod("minmax").fit(numbers);

    assertThat(model.table()).isEqualTo("fc_param_0 42.333332 127.000000 \nfc 15.875000 \n");
    List<Float> output = model.transform(numbers).head().getList(2);
    assertThat(output.get(0)).isCloseTo(6f, within(0.2f));
  }

  @Test
  void badRecordsAreLeftOutUnlessTheyAreErrors() {
    Dataset<Row> images =
        MlData.images(spark, 10)
            .select("path", "content")
            .union(spark.sql("select 'broken.png' as path, cast('no image' as binary) as content"));
    NcnnCalibrator calibrator = NcnnCalibrator.of(MlData.fmnist(spark)).setMethod("minmax");

    assertThatThrownBy(() -> calibrator.fit(images))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("broken.png: cannot decode image");
    assertThat(calibrator.setHandleInvalid("skip").fit(images).table())
        .isEqualTo(calibrator.fit(MlData.images(spark, 10)).table());
    assertThatThrownBy(() -> calibrator.fit(images.filter(col("path").equalTo("broken.png"))))
        .hasMessageStartingWith("none of 1 records is usable, the first: broken.png: ");
    assertThatThrownBy(() -> calibrator.fit(images.filter(lit(false))))
        .isInstanceOf(JobException.class)
        .hasMessage("there are no samples, expected at least one");
  }

  @Test
  void parametersSayWhatTheyExpect() {
    NcnnCalibrator calibrator = NcnnCalibrator.of(MlData.product());

    assertThatThrownBy(() -> calibrator.setMethod("best"))
        .hasMessage(
            "method is \"best\", expected one of [kl, aciq, minmax, percentile, mse, eq, auto]");
    assertThatThrownBy(() -> calibrator.setPasses(3)).hasMessage("passes is 3, expected 1 or 2");
    assertThatThrownBy(() -> calibrator.setPercentile(101)).hasMessageContaining("101");
    assertThatThrownBy(
            () -> calibrator.setInputCol("img").transformSchema(MlData.images(spark, 1).schema()))
        .hasMessageStartingWith("inputCol \"img\" does not exist");
    assertThat(calibrator.params()).hasSize(25).allMatch(param -> !param.doc().isBlank());
    assertThat(calibrator.copy(new ParamMap().put(calibrator.method(), "aciq")).getMethod())
        .isEqualTo("aciq");
    assertThat(calibrator)
        .hasToString("NcnnCalibrator: uid=" + calibrator.uid() + ", net=product.param, method=kl");
  }

  @Test
  void anInt8NetIsNotCalibratedAgain() {
    Dataset<Row> images = MlData.images(spark, 10);
    NcnnModel int8 = NcnnCalibrator.of(MlData.fmnist(spark)).setMethod("minmax").fit(images);

    assertThatThrownBy(() -> NcnnCalibrator.of(int8).fit(images))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("its weights are int8 already, expected an fp32 net");
  }
}
