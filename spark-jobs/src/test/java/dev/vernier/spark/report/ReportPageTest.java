package dev.vernier.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.report.CalibrationFigures.Step;
import dev.vernier.spark.report.EvaluationFigures.Mistake;
import dev.vernier.spark.report.EvaluationFigures.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page: what is in it, and what can never be. */
class ReportPageTest {
  private static final String HOSTILE =
      "</script><script>document.title='taken'</script>\"'><img src=http://evil.example/x"
          + " onerror=x>&amp;${1}";

  private static final Pattern LOADS =
      Pattern.compile(
          "(?i)(\\s(src|href|srcset|data|action|poster)\\s*=\\s*[\"']?\\s*(https?:)?//)"
              + "|url\\(\\s*[\"']?(https?:)?//|@import|<link|<iframe|<object|<embed|<base");

  private static String hostilePage() {
    EvaluationFigures plain =
        Reports.evaluation(10, 0.9, 0.5, 0.5, Reports.layer(HOSTILE, 9, 1, 0));
    EvaluationFigures evaluation =
        new EvaluationFigures(
            plain.metric(),
            plain.samples(),
            plain.badSamples(),
            plain.fp32(),
            plain.int8(),
            plain.agreement(),
            plain.output(),
            plain.layers(),
            List.of(new Mistake(HOSTILE, HOSTILE, 1, 2)),
            List.of(new Sample("dir/" + HOSTILE, HOSTILE, HOSTILE, HOSTILE, false, 0.5, 1, null)));
    Report calibration =
        Report.of(
            Reports.NET,
            Reports.calibration(HOSTILE, HOSTILE, 2f, 4, 3, 2, 1),
            Reports.run("calibrate"));
    Report tuning = Report.of(Reports.NET, Reports.tuning(0.9, HOSTILE), Reports.run("tune"));
    return ReportPage.of(
        Report.of(Reports.NET, evaluation, Reports.run("evaluate")).with(calibration).with(tuning));
  }

  @Test
  void namesFromFilesAreTextAndNothingElse() {
    String page = hostilePage();
    assertThat(page)
        .doesNotContain("<script>document.title")
        .doesNotContain("<img src=http")
        .contains("&lt;/script&gt;&lt;script&gt;document.title")
        .contains("\\u003c/script>\\u003cscript>document.title");
    // The scripts of the page and the data of its charts; no name has opened or closed one.
    assertThat(page.split("<script", -1)).hasSize(4);
    assertThat(page.split("</script", -1)).hasSize(4);
  }

  @Test
  void theBrowserIsToldToLoadNothingAndToRunNothingElse() {
    Matcher policy =
        Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\"")
            .matcher(hostilePage());
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1).replace("&#39;", "'"))
        .matches(
            "default-src 'none'; img-src data:; style-src 'unsafe-inline';"
                + " script-src 'sha256-[^']{44}' 'sha256-[^']{44}'");
  }

  @Test
  void nothingIsLoadedFromAnywhere() {
    assertThat(LOADS.matcher("<img src=\"http://a/b\">").find()).isTrue();
    assertThat(LOADS.matcher("a { background: url(//a/b) }").find()).isTrue();
    String page =
        ReportPage.of(
            Report.of(
                Reports.NET, Reports.calibration("l", "b", 2f, 4, 3), Reports.run("calibrate")));
    assertThat(LOADS.matcher(page).results().map(found -> found.group())).isEmpty();
  }

  @Test
  void sectionsWithoutFiguresAreLeftOut() {
    CalibrationFigures counted = Reports.calibration("conv1", "data", 2f, 4, 3, 2, 1);
    String calibration = ReportPage.of(Report.of(Reports.NET, counted, Reports.run("calibrate")));
    assertThat(calibration)
        .contains("What the layers read", "Scales of the weights", "Where this comes from")
        .contains("<b>data</b>", "threshold 2.000, clips 30.00\u00a0%")
        .doesNotContain("Worst samples", "Layers that stay fp32", "How thresholds settled");
    String tuning =
        ReportPage.of(Report.of(Reports.NET, Reports.tuning(0.9, "bad"), Reports.run("tune")));
    assertThat(tuning)
        .contains("Layers that stay fp32", "because")
        .doesNotContain("What the layers read");
  }

  @Test
  void convergenceIsShownWhereSomebodyLooked() {
    CalibrationFigures plain = Reports.calibration("conv1", "data", 2f, 4, 3, 2, 1);
    CalibrationFigures settled =
        new CalibrationFigures(
            plain.method(),
            plain.table(),
            plain.samples(),
            plain.badSamples(),
            plain.warnings(),
            plain.layers(),
            plain.blobs(),
            List.of(new Step(100, 0.25), new Step(200, 0.015)));
    assertThat(ReportPage.of(Report.of(Reports.NET, settled, Reports.run("calibrate"))))
        .contains("How thresholds settled", "25.00\u00a0%", "1.50\u00a0%")
        .contains("\"convergence\":[{\"samples\":100,\"largestMove\":0.25}");
  }

  @Test
  void aMethodWithoutHistogramsSaysSo() {
    CalibrationFigures minmax = Reports.calibration("conv1", "data", 4f);
    assertThat(ReportPage.of(Report.of(Reports.NET, minmax, Reports.run("calibrate"))))
        .contains("Method minmax needs the largest magnitude alone")
        .contains("<th scope=\"row\">conv1</th>");
  }

  @Test
  void sixtyBlobsMakeAPageThatCanBeMailed() {
    long[] counts = new long[2048];
    float[] curve = new float[1920];
    List<CalibrationFigures.Layer> layers = new ArrayList<>();
    List<CalibrationFigures.Input> blobs = new ArrayList<>();
    CalibrationFigures.Layer layer =
        Reports.calibration("conv", "data", 2f, 4, 3, 2, 1).layers().get(0);
    for (int i = 0; i < 60; i++) {
      Random random = new Random(i);
      Arrays.setAll(counts, bin -> random.nextInt(1 << 30));
      for (int k = 0; k < curve.length; k++) {
        curve[k] = random.nextFloat();
      }
      blobs.add(
          new CalibrationFigures.Input(
              "blob" + i, List.of("conv" + i), 4f, counts.clone(), curve.clone(), 128));
      layers.add(layer);
    }
    CalibrationFigures large =
        new CalibrationFigures("kl", "a.table", 9, 0, List.of(), layers, blobs, List.of());
    assertThat(ReportPage.of(Report.of(Reports.NET, large, Reports.run("calibrate"))))
        .hasSizeLessThan(1_500_000);
  }
}
