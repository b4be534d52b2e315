package dev.vernier.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.report.Verdict.Advice;
import dev.vernier.spark.report.Verdict.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a report says in words. */
class JudgeTest {

  private static Verdict evaluated(EvaluationFigures found) {
    return Report.of(Reports.NET, found, Reports.run("evaluate")).verdict();
  }

  private static String text(Verdict verdict) {
    // Units stand behind a space that does not break.
    return String.join("\n", verdict.sentences()).replace('\u00a0', ' ');
  }

  @ParameterizedTest
  @CsvSource({
    "0.9000, GOOD, int8 keeps the accuracy of fp32",
    "0.9150, GOOD, int8 keeps the accuracy of fp32",
    "0.8960, GOOD, int8 keeps the accuracy of fp32",
    "0.8900, WATCH, int8 loses some accuracy",
    "0.7000, POOR, int8 loses too much accuracy"
  })
  void theLevelFollowsTheDropInAccuracy(double int8, Level level, String headline) {
    Verdict verdict = evaluated(Reports.evaluation(1000, 0.9, int8, 0.97));
    assertThat(verdict.level()).isEqualTo(level);
    assertThat(verdict.headline()).isEqualTo(headline);
  }

  @Test
  void accuracyBeforeAndAfterSizeAndSpeedAreTold() {
    String text = text(evaluated(Reports.evaluation(2000, 0.917, 0.9045, 0.9375)));
    assertThat(text)
        .contains(
            "Of 2,000 labelled samples fp32 answers 91.70 % right and int8 90.45 %:"
                + " 1.25 percentage points less.")
        .contains("shrink from 1000 bytes to 300 bytes, 30 % of what they were")
        .contains("int8 is 2.00 times as fast as fp32: 1.00 ms a sample against 2.00 ms");
  }

  @Test
  void aDifferenceThatFewSamplesCannotTellFromChanceIsCalledSo() {
    assertThat(text(evaluated(Reports.evaluation(50, 0.90, 0.88, 0.96))))
        .contains(
            "2.00 percentage points less. On so few samples a difference of up to 5.7 points");
    assertThat(text(evaluated(Reports.evaluation(100_000, 0.90, 0.88, 0.96))))
        .doesNotContain("chance");
    assertThat(text(evaluated(Reports.evaluation(100, 0.9, 0.9, 1))))
        .contains("90.00 %: the same.");
  }

  @Test
  void theLayerThatHarmsMostIsNamedWithItsReason() {
    Verdict verdict =
        evaluated(
            Reports.evaluation(
                1000,
                0.9,
                0.8,
                0.85,
                Reports.layer("fine", 40, 4f, 0),
                Reports.layer("worst", 6, 0.4f, 0.03),
                Reports.layer("second", 20, 4f, 0)));
    assertThat(text(verdict))
        .contains("Layer worst adds most noise: 50.12 % of its signal when it alone is int8")
        .contains("the next one 10.00 %.")
        .contains(
            "Its threshold looks too low: 0.4000 cuts off 3.00 % of an input that reaches 4.000");
    assertThat(verdict.next())
        .extracting(Advice::command)
        .containsExactly("vernier calibrate --method auto", "vernier tune --max-drop 0.5");
    assertThat(verdict.next().get(1).text()).contains("worst, second, fine");
  }

  @ParameterizedTest
  @CsvSource({
    "agreement, 0.995, 0.5, GOOD, int8 keeps the answers of fp32",
    "agreement, 0.98, 0.5, WATCH, int8 loses some answers",
    "similarity, 0.5, 0.9995, GOOD, int8 keeps the output of fp32",
    "similarity, 0.5, 0.9, POOR, int8 loses too much detail of its output"
  })
  void withoutLabelsAnswersCountAndWithoutAnswersOutputs(
      String metric, double agreement, double cosine, Level level, String headline) {
    EvaluationFigures labelled = Reports.evaluation(50, 0.9, 0.9, agreement);
    EvaluationFigures bare =
        new EvaluationFigures(
            metric,
            50,
            2,
            labelled.fp32(),
            labelled.int8(),
            agreement,
            new EvaluationFigures.Output(20, cosine, 0.01, 0.2),
            labelled.layers(),
            List.of(),
            List.of());
    Verdict verdict = evaluated(bare);
    assertThat(verdict.level()).isEqualTo(level);
    assertThat(verdict.headline()).isEqualTo(headline);
    assertThat(text(verdict))
        .contains((metric.equals("agreement") ? "of" : "over") + " 50 samples")
        .contains("2 records were left out");
  }

  @Test
  void whatIsGoodIsQuantised() {
    assertThat(evaluated(Reports.evaluation(1000, 0.9, 0.9, 1)).next())
        .extracting(Advice::command)
        .containsExactly("vernier quantize");
  }

  @Test
  void aCalibrationSaysThatNothingIsMeasuredYetAndWhatIsCutOff() {
    CalibrationFigures cut = Reports.calibration("conv", "data", 1f, 100, 10, 10, 10);
    Verdict verdict = Report.of(Reports.NET, cut, Reports.run("calibrate")).verdict();
    assertThat(verdict.level()).isEqualTo(Level.OPEN);
    assertThat(text(verdict))
        .contains("weights of 1 layer have scales")
        .contains("has not been measured yet")
        .contains("input of layer conv most: the threshold 1.000 in a range up to 4.000");
    assertThat(verdict.next().get(0).command()).startsWith("vernier evaluate --table a.table");
  }

  @Test
  void aTuningSaysWhatStaysFp32AndWhetherThatHolds() {
    Verdict holds =
        Report.of(Reports.NET, Reports.tuning(0.906, "bad"), Reports.run("tune")).verdict();
    assertThat(holds.level()).isEqualTo(Level.GOOD);
    assertThat(holds.headline()).isEqualTo("1 of 2 layers stays fp32");
    assertThat(text(holds))
        .contains(
            "On 400 samples that the search did not see, accuracy is 91.00 % in fp32, 81.00 %")
        .contains("In fp32: bad.");
    assertThat(Report.of(Reports.NET, Reports.tuning(0.8), Reports.run("tune")).verdict())
        .extracting(Verdict::level, Verdict::headline)
        .containsExactly(Level.WATCH, "All 2 layers can be int8");
  }
}
