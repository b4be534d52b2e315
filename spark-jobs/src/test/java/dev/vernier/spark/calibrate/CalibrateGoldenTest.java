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
import java.util.Map;
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
   * Bins that a golden of ncnn's own is off because its LayerNorm takes the processor's 12-bit
   * reciprocal square root; {@code rec-exact-rsqrt} is the same without that. See the README beside
   * the goldens.
   */
  private static final Map<String, Integer> BEHIND_ROUGH_ROOTS =
      Map.of("MatMul_6", 1, "MatMul_10", 4);

  private final SparkSession spark;

  @TempDir private Path folder;

  CalibrateGoldenTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void fashionMnist() throws IOException {
    NetOptions net = TestData.fmnistNet();
    List<InputOptions> inputs = TestData.fmnistInput(TestData.CALIBRATION.toString());
    CalibrateResult aciq = calibrate(net, inputs, CalibrationMethod.ACIQ);
    CalibrateResult kl = calibrate(net, inputs, CalibrationMethod.KL);
    assertThat(kl.samples()).isEqualTo(1000);
    agrees(aciq, kl, "fmnist/fmnist", Map.of());
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

    CalibrateResult aciq = calibrate(net, inputs, CalibrationMethod.ACIQ);
    CalibrateResult kl = calibrate(net, inputs, CalibrationMethod.KL);
    assertThat(kl.samples()).isEqualTo(name.equals("det") ? 20 : 100);
    boolean rough = name.equals("rec");
    agrees(aciq, kl, "ppocr/" + name, rough ? BEHIND_ROUGH_ROOTS : Map.of());
    if (rough) {
      agrees(aciq, kl, "ppocr/rec-exact-rsqrt", Map.of());
    }
  }

  private static void agrees(
      CalibrateResult aciq, CalibrateResult kl, String golden, Map<String, Integer> known)
      throws IOException {
    assertThat(aciq.passSeconds()).hasSize(1);
    assertThat(kl.passSeconds()).hasSize(2);
    assertThat(kl.badSamples()).isZero();
    TableComparison byAciq =
        new TableComparison(table(aciq), TestData.golden(golden + ".aciq.table"))
            .weightsAgree()
            .thresholdsAgree(aciq.layers());
    new TableComparison(table(kl), TestData.golden(golden + ".kl.table"))
        .weightsAgree()
        .thresholdsAgree(kl.layers(), byAciq.goldenAbsMax(aciq.layers()), known);
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
