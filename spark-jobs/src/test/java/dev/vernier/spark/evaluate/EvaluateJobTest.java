package dev.vernier.spark.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.NetException;
import dev.vernier.spark.JobException;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.AnswerOptions;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.config.EvaluateOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.evaluate.EvaluateResult.Confusion;
import dev.vernier.spark.evaluate.EvaluateResult.LayerLine;
import dev.vernier.spark.score.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class EvaluateJobTest {
  private static final Path GOLDENS =
      TestData.ROOT.resolve("engine/src/test/resources/goldens/nets/fmnist");

  @TempDir private static Path images;

  private static List<Path> files;

  private final SparkSession spark;

  @TempDir private Path folder;

  EvaluateJobTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void unpack() throws IOException {
    files = TestData.fmnistImages(images, 60);
  }

  private static Int8Options table(String method) {
    return Int8Options.ofTable(GOLDENS.resolve("fmnist." + method + ".table").toString());
  }

  private EvaluateResult evaluate(
      String input, Int8Options int8, AnswerOptions answers, RunOptions run) {
    return new EvaluateJob(spark, Progress.NONE)
        .execute(
            new EvaluateOptions(
                TestData.fmnistNet(), int8, TestData.fmnistInput(input), answers, 5, run));
  }

  private EvaluateResult evaluate(String input, Int8Options int8, AnswerOptions answers) {
    return evaluate(input, int8, answers, RunOptions.DEFAULT.withPartitions(3));
  }

  @Test
  void findsTheAccuracyThatNcnnHas() {
    EvaluateResult result = evaluate(TestData.TEST.toString(), table("kl"), AnswerOptions.DEFAULT);

    assertThat(result.metric()).isEqualTo(Metric.ACCURACY);
    assertThat(result.samples()).isEqualTo(2000);
    assertThat(result.fp32().labelled()).isEqualTo(2000);
    assertThat(result.fp32().accuracy()).isEqualTo(0.917);
    // ncnn's own int8 net: 90.65 % with its fast kernels, 90.50 % with its plain ones.
    assertThat(result.int8().accuracy()).isCloseTo(0.905, within(0.002));
    assertThat(result.fp32().topFive()).isGreaterThan(0.99);
    assertThat(result.fp32().characterErrorRate()).isNull();
    assertThat(result.agreement()).isBetween(0.92, 0.96);
    assertThat(result.netLoads()).isEqualTo(Map.of("driver", 1));
    assertThat(result.layers()).hasSize(16);
    LayerLine worst = result.layers().get(1);
    assertThat(worst.layer()).isEqualTo("r1_a");
    assertThat(worst.ownSqnr()).isBetween(5.0, 7.0);
    assertThat(worst.ownSaturation()).isBetween(0.01, 0.05);
    assertThat(worst.saturation()).isBetween(0.01, 0.05).isNotEqualTo(worst.ownSaturation());
    assertThat(worst.ownMin()).isCloseTo(-0.375f, within(1e-3f));
    assertThat(worst.threshold()).isLessThan(worst.ownMax()).isLessThan(worst.max());
    long right =
        result.confusion().stream()
            .filter(cell -> cell.label().equals(cell.answer()))
            .mapToLong(Confusion::fp32)
            .sum();
    assertThat(right).isEqualTo(1834);
    assertThat(result.confusion().stream().mapToLong(Confusion::int8).sum()).isEqualTo(2000);
  }

  @Test
  void theResultIsTheSameForAnyPartitions() {
    EvaluateResult one =
        evaluate(
            images.toString(),
            table("kl"),
            AnswerOptions.DEFAULT,
            RunOptions.DEFAULT.withPartitions(1));
    for (int partitions : new int[] {7, 60}) {
      EvaluateResult many =
          evaluate(
              images.toString(),
              table("kl"),
              AnswerOptions.DEFAULT,
              RunOptions.DEFAULT.withPartitions(partitions));
      assertThat(many.agreement()).isEqualTo(one.agreement());
      assertThat(many.worst()).isEqualTo(one.worst());
      // Sums of doubles depend on their order in the last digits.
      assertThat(many.output().sqnr()).isCloseTo(one.output().sqnr(), within(1e-9));
      for (int i = 0; i < one.layers().size(); i++) {
        LayerLine expected = one.layers().get(i);
        LayerLine found = many.layers().get(i);
        assertThat(found.saturation()).isEqualTo(expected.saturation());
        assertThat(found.ownSaturation()).isEqualTo(expected.ownSaturation());
        assertThat(found.min()).isEqualTo(expected.min());
        assertThat(found.max()).isEqualTo(expected.max());
        assertThat(found.ownSqnr()).isCloseTo(expected.ownSqnr(), within(1e-9));
        assertThat(found.sqnr()).isCloseTo(expected.sqnr(), within(1e-9));
      }
    }
  }

  @Test
  void int8FilesAreTheNetThatTheirTableMakes() {
    NetOptions files =
        new NetOptions(
            GOLDENS.resolve("fmnist-int8.kl.param").toString(),
            GOLDENS.resolve("fmnist-int8.kl.bin").toString());
    EvaluateResult fromFiles =
        evaluate(images.toString(), Int8Options.of(files), AnswerOptions.DEFAULT);
    EvaluateResult fromTable = evaluate(images.toString(), table("kl"), AnswerOptions.DEFAULT);

    assertThat(fromFiles.worst()).isEqualTo(fromTable.worst());
    // Sums of doubles depend in the last digits on which task ends first.
    assertThat(fromFiles.output())
        .usingRecursiveComparison()
        .withComparatorForType(new DoubleComparator(1e-9), Double.class)
        .isEqualTo(fromTable.output());
    assertThat(fromFiles.layers())
        .usingRecursiveFieldByFieldElementComparator(
            RecursiveComparisonConfiguration.builder()
                .withComparatorForType(new DoubleComparator(1e-9), Double.class)
                .build())
        .isEqualTo(fromTable.layers());
  }

  @Test
  void withoutLabelsTheNetsAreComparedWithEachOther() {
    EvaluateResult result = evaluate(images.toString(), table("aciq"), AnswerOptions.DEFAULT);

    assertThat(result.metric()).isEqualTo(Metric.AGREEMENT);
    assertThat(result.fp32().accuracy()).isNull();
    assertThat(result.fp32().labelled()).isZero();
    assertThat(result.agreement()).isGreaterThan(0.9);
    assertThat(result.confusion()).isEmpty();
    assertThat(result.output().cosine()).isBetween(0.99, 1.0);
    assertThat(result.output().sqnr()).isGreaterThan(15);
    assertThat(result.worst()).hasSize(5);
    assertThat(result.worst().get(0).name()).startsWith("file:").endsWith(".png");
    assertThat(result.worst().get(0).cosine()).isLessThanOrEqualTo(result.worst().get(1).cosine());
    assertThat(result.worst().get(0).label()).isNull();
  }

  @Test
  void labelsComeFromAFileOfNamesAndClassesAreNamed() throws IOException {
    List<String> names = Files.readAllLines(TestData.FMNIST.resolve("labels.txt"), UTF_8);
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      int label = Integer.parseInt(name.substring(6, 7));
      // Numbers and names, whole paths and bare names: all mean the same.
      lines.add(
          (label % 2 == 0 ? "file:" + file : name)
              + "\t"
              + (label % 3 == 0 ? names.get(label) : label));
    }
    Path truth = Files.write(folder.resolve("truth.tsv"), lines, UTF_8);
    AnswerOptions answers =
        AnswerOptions.DEFAULT
            .withTruth(truth.toString())
            .withLabels(TestData.FMNIST.resolve("labels.txt").toString());
    EvaluateResult result = evaluate(images.toString(), table("kl"), answers);

    assertThat(result.fp32().labelled()).isEqualTo(60);
    assertThat(result.fp32().accuracy()).isGreaterThan(0.85);
    assertThat(result.confusion()).allMatch(cell -> names.contains(cell.answer()));
  }

  @Test
  void badLabelsAndBadImagesAreLeftOutAsAWhole() throws IOException {
    List<String> truth = new ArrayList<>();
    truth.add(files.get(0).getFileName() + "\tzebra");
    truth.add(files.get(1).getFileName() + "\t3");
    Path truthFile = Files.write(folder.resolve("truth.tsv"), truth, UTF_8);
    Path broken = Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});
    Path list =
        Files.write(
            folder.resolve("list.txt"),
            List.of(broken.toString(), files.get(0).toString(), files.get(1).toString()),
            UTF_8);
    AnswerOptions answers = AnswerOptions.DEFAULT.withTruth(truthFile.toString());

    EvaluateResult result = evaluate(list.toString(), table("kl"), answers);

    assertThat(result.samples()).isEqualTo(1);
    assertThat(result.badSamples()).isEqualTo(2);
    assertThat(result.firstBad().toString())
        .contains("cannot decode image")
        .contains("label \"zebra\" is neither the number of a class nor one of 0 class names");
    assertThat(result.worst()).hasSize(1);
    assertThatThrownBy(
            () ->
                evaluate(
                    list.toString(),
                    table("kl"),
                    answers,
                    RunOptions.DEFAULT.withMode(BadRecordMode.FAILFAST)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("(mode FAILFAST)");
  }

  @Test
  void saysWhatIsMissingOrDoesNotFit() throws IOException {
    String input = images.toString();
    assertThatThrownBy(
            () ->
                evaluate(
                    TestData.TEST.toString(),
                    table("kl"),
                    new AnswerOptions("", "", "", "class", "")))
        .isInstanceOf(JobException.class)
        .hasMessage("the input has no column \"class\", its columns are [path, content, label]");
    assertThatThrownBy(
            () -> evaluate(input, Int8Options.ofTable("no.table"), AnswerOptions.DEFAULT))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("cannot read --table no.table");
    assertThatThrownBy(
            () -> evaluate(input, Int8Options.of(TestData.fmnistNet()), AnswerOptions.DEFAULT))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("has no int8 layer");
    Path bad = Files.writeString(folder.resolve("bad.table"), "nowhere 12.5 \n", UTF_8);
    assertThatThrownBy(
            () -> evaluate(input, Int8Options.ofTable(bad.toString()), AnswerOptions.DEFAULT))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("nowhere");
    Path tabless = Files.writeString(folder.resolve("truth.tsv"), "a.png 3\n", UTF_8);
    assertThatThrownBy(
            () -> evaluate(input, table("kl"), AnswerOptions.DEFAULT.withTruth(tabless.toString())))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("truth.tsv line 1: \"a.png 3\", expected NAME, a tab and a label");
    Path keys = Files.writeString(folder.resolve("keys.txt"), "a\nb\n", UTF_8);
    assertThatThrownBy(
            () -> evaluate(input, table("kl"), AnswerOptions.DEFAULT.withKeys(keys.toString())))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("none of 60 records is usable")
        .hasMessageContaining("has 10 classes, 2 keys make 3, or 4 with a space");
  }

  /** ncnn's own int8 classifier is right for 54 of 100; as InnerProduct for 95. */
  @Test
  void theOcrClassifierKeepsItsAccuracy() throws IOException {
    EvaluateResult result =
        ocr("cls", "ch_ppocr_mobile_v2.0_cls_infer", 192, "cls-fc.kl", AnswerOptions.DEFAULT);

    assertThat(result.fp32().accuracy()).isEqualTo(0.92);
    assertThat(result.int8().accuracy()).isGreaterThanOrEqualTo(0.92);
    assertThat(result.metric()).isEqualTo(Metric.ACCURACY);
  }

  @Test
  void readsTextLinesWithTheKeysOfTheNet() throws IOException {
    Path keys = TestData.copyResource("/models/ppocr_keys_v1.txt", folder);
    EvaluateResult result =
        ocr(
            "rec",
            "ch_PP-OCRv3_rec_infer",
            320,
            "rec-fc.kl",
            AnswerOptions.DEFAULT.withKeys(keys.toString()));

    assertThat(result.fp32().labelled()).isEqualTo(100);
    assertThat(result.fp32().accuracy()).isEqualTo(0.89);
    assertThat(result.fp32().characterErrorRate()).isBetween(0.005, 0.015);
    assertThat(result.fp32().topFive()).isNull();
    assertThat(result.int8().characterErrorRate())
        .isGreaterThan(result.fp32().characterErrorRate());
    assertThat(result.worst().get(0).fp32()).isNotEqualTo(result.worst().get(0).int8());
    assertThat(result.confusion()).isEmpty();
  }

  private EvaluateResult ocr(String name, String model, int w, String table, AnswerOptions answers)
      throws IOException {
    NetOptions net =
        new NetOptions(
            TestData.copyResource("/models/" + model + ".param", folder).toString(),
            TestData.copyResource("/models/" + model + ".bin", folder).toString());
    Path tableFile = folder.resolve("table");
    Files.writeString(tableFile, TestData.golden("ppocr/" + table + ".table"), UTF_8);
    return new EvaluateJob(spark, Progress.NONE)
        .execute(
            new EvaluateOptions(
                net,
                Int8Options.ofTable(tableFile.toString()),
                List.of(
                    InputOptions.of(
                        SampleSourceOptions.of(TestData.OCR.resolve(name + ".parquet").toString()),
                        TestData.ocrPreprocess(w, 48))),
                answers,
                3,
                RunOptions.DEFAULT));
  }
}
