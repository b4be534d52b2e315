package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that ncnn2table made of the same nets and images. */
@ExtendWith(SparkExtension.class)
class CalibrateGoldenTest {

  private final SparkSession spark;

  @TempDir private Path folder;

  CalibrateGoldenTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void fashionMnist() throws IOException {
    agrees(
        TestData.fmnistNet(),
        TestData.fmnistInput(TestData.CALIBRATION.toString()),
        "fmnist/fmnist",
        1000);
  }

  @ParameterizedTest
  @CsvSource({
    "cls, ch_ppocr_mobile_v2.0_cls_infer, 192, 48",
    "rec, ch_PP-OCRv3_rec_infer, 320, 48",
    "det, ch_PP-OCRv3_det_infer, 320, 320"
  })
  void ppOcr(String name, String model, int w, int h) throws IOException {
    NetOptions net =
        new NetOptions(
            TestData.copyResource("/models/" + model + ".param", folder).toString(),
            TestData.copyResource("/models/" + model + ".bin", folder).toString());
    Path images = TestData.OCR.resolve(name + ".parquet");
    List<InputOptions> inputs =
        List.of(
            InputOptions.of(
                SampleSourceOptions.of(images.toString()), TestData.ocrPreprocess(w, h)));

    agrees(net, inputs, "ppocr/" + name, name.equals("det") ? 20 : 100);
  }

  private void agrees(NetOptions net, List<InputOptions> inputs, String golden, int samples)
      throws IOException {
    CalibrateResult aciq = calibrate(net, inputs, CalibrationMethod.ACIQ);
    assertThat(aciq.passSeconds()).hasSize(1);
    TableComparison byAciq =
        new TableComparison(table(aciq), TestData.golden(golden + ".aciq.table"))
            .weightsAgree()
            .thresholdsAgree(aciq.layers());
    CalibrateResult kl = calibrate(net, inputs, CalibrationMethod.KL);
    assertThat(kl.samples()).isEqualTo(samples);
    assertThat(kl.badSamples()).isZero();
    assertThat(kl.passSeconds()).hasSize(2);
    new TableComparison(table(kl), TestData.golden(golden + ".kl.table"))
        .weightsAgree()
        .thresholdsAgree(kl.layers(), byAciq.goldenAbsMax(aciq.layers()));
  }

  private CalibrateResult calibrate(
      NetOptions net, List<InputOptions> inputs, CalibrationMethod method) {
    String table = folder.resolve(method + ".table").toString();
    return new CalibrateJob(spark, Progress.NONE)
        .execute(new CalibrateOptions(net, inputs, method, table, RunOptions.DEFAULT));
  }

  private static String table(CalibrateResult result) throws IOException {
    return Files.readString(Path.of(result.table()), UTF_8);
  }
}
