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

  /**
   * ACIQ's threshold is absmax times a constant, and absmax differs in the last bits of float sums.
   */
  private static final double ACIQ_TOLERANCE = 1e-5;

  private final SparkSession spark;

  @TempDir private Path folder;

  CalibrateGoldenTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void fashionMnistByKl() throws IOException {
    CalibrateResult result = fashionMnist(CalibrationMethod.KL);

    assertThat(result.samples()).isEqualTo(1000);
    assertThat(result.passSeconds()).hasSize(2);
    new TableComparison(table(result), TestData.golden("fmnist/fmnist.kl.table"))
        .weightsAgree()
        .thresholdsAgree(result.layers());
  }

  @Test
  void fashionMnistByAciq() throws IOException {
    CalibrateResult result = fashionMnist(CalibrationMethod.ACIQ);

    assertThat(result.passSeconds()).hasSize(1);
    new TableComparison(table(result), TestData.golden("fmnist/fmnist.aciq.table"))
        .weightsAgree()
        .thresholdsAgree(result.layers(), ACIQ_TOLERANCE);
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

    CalibrateResult kl = calibrate(net, inputs, CalibrationMethod.KL);
    assertThat(kl.badSamples()).isZero();
    new TableComparison(table(kl), TestData.golden("ppocr/" + name + ".kl.table"))
        .weightsAgree()
        .thresholdsAgree(kl.layers());
    CalibrateResult aciq = calibrate(net, inputs, CalibrationMethod.ACIQ);
    new TableComparison(table(aciq), TestData.golden("ppocr/" + name + ".aciq.table"))
        .weightsAgree()
        .thresholdsAgree(aciq.layers(), ACIQ_TOLERANCE);
  }

  private CalibrateResult fashionMnist(CalibrationMethod method) {
    return calibrate(
        TestData.fmnistNet(), TestData.fmnistInput(TestData.CALIBRATION.toString()), method);
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
