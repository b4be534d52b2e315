package dev.vernier.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.spark.JobException;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.NetOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class NcnnModelFaultsTest {
  private final SparkSession spark;

  @TempDir private Path folder;

  NcnnModelFaultsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void aSchemaThatDoesNotFitIsRefusedByItsColumn() {
    NcnnModel model = MlData.fmnist(spark);
    StructType schema =
        new StructType()
            .add("content", DataTypes.BinaryType)
            .add("text", DataTypes.StringType)
            .add("Output", DataTypes.IntegerType)
            .add("pixels", DataTypes.createArrayType(DataTypes.FloatType));

    assertThatThrownBy(() -> model.transformSchema(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "output column \"output\" is there already; the input has [content, text, Output,"
                + " pixels], the stage adds [output]");
    model.setOutputCol("y");
    assertThat(model.transformSchema(schema).fieldNames())
        .containsExactly("content", "text", "Output", "pixels", "y");
    assertThatThrownBy(() -> model.copy(none()).setInputCol("img").transformSchema(schema))
        .hasMessage(
            "inputCol \"img\" does not exist, the columns are [content, text, Output, pixels]");
    assertThatThrownBy(() -> model.copy(none()).setInputCol("text").transformSchema(schema))
        .hasMessage(
            "inputCol \"text\" is string, expected binary (encoded images or npy), Spark's image"
                + " struct, an array of numbers or vector");
    assertThatThrownBy(
            () ->
                model
                    .copy(none())
                    .setInputCol("pixels")
                    .setInputShape(new int[] {28, 0})
                    .transformSchema(schema))
        .hasMessage("inputShape is [28, 0], expected sizes above 0 for inputCol \"pixels\"");
    assertThatThrownBy(
            () -> model.copy(none()).setInputShape(new int[] {784}).transformSchema(schema))
        .hasMessage("inputShape is [784], expected (w, h) or (w, h, c) for inputCol \"content\"");
    assertThatThrownBy(() -> model.copy(none()).setPixel("BGR").transformSchema(schema))
        .hasMessageContaining("has 1 channels, pixel format BGR has 3");
    assertThatThrownBy(
            () -> model.copy(none()).setOutputBlobs(new String[] {"probs"}).transformSchema(schema))
        .hasMessageStartingWith("fmnist.param: no blob \"probs\"");
    assertThatThrownBy(
            () -> model.copy(none()).setOutputCols(new String[] {"a", "b"}).transformSchema(schema))
        .hasMessage("outputCols [a, b] are 2, expected one for each of [prob]");
  }

  @Test
  void parametersSayWhatTheyExpect() {
    NcnnModel model = MlData.product();

    assertThatThrownBy(() -> model.setPixel("rgb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pixel is \"rgb\", expected one of [RGB, BGR, GRAY, RGBA, BGRA]");
    assertThatThrownBy(() -> model.setHandleInvalid("ignore"))
        .hasMessage("handleInvalid is \"ignore\", expected one of [error, skip, keep]");
    assertThatThrownBy(() -> model.setOutputType("list"))
        .hasMessage("outputType is \"list\", expected one of [array, vector]");
    assertThatThrownBy(() -> model.setKernels("fast"))
        .hasMessage("kernels is \"fast\", expected one of [auto, scalar, vector]");
    assertThatThrownBy(() -> model.setTopK(0)).hasMessage("topK is 0, expected at least 1");
    assertThatThrownBy(() -> model.setBatchSize(-1))
        .hasMessage("batchSize is -1, expected at least 1");
    assertThatThrownBy(() -> model.setInputCol(" "))
        .hasMessage("inputCol is \" \", expected the name of a column");
    assertThatThrownBy(() -> model.setInputShape(new int[] {3, -1}))
        .hasMessage(
            "inputShape is [3, -1], expected w | w, h | w, h, c | w, h, d, c, none of them"
                + " negative");
    assertThatThrownBy(() -> model.setMean(new double[] {Double.NaN}))
        .hasMessage("mean is [NaN], expected finite numbers");
    assertThatThrownBy(() -> model.setOutputBlobs(new String[] {"a", "a"}))
        .hasMessage("outputBlobs is [a, a], expected names, each once");
    assertThat(model.params()).hasSize(19).allMatch(param -> !param.doc().isBlank());
    assertThat(model.explainParams()).contains("handleInvalid: what becomes of a record");
  }

  @Test
  void badRecordsFailGoOrStayAsTheyAreToldTo() {
    Dataset<Row> input =
        MlData.column(
            spark,
            "x",
            DataTypes.createArrayType(DataTypes.FloatType),
            Arrays.asList(
                List.of(1f, 2f, 3f),
                null,
                List.of(1f, 2f),
                Arrays.asList(1f, null, 3f),
                List.of(1f, Float.NaN, 3f),
                List.of(),
                List.of(3f, 2f, 1f)));
    NcnnModel model = MlData.product().setInputCol("x").setOutputCol("y").setBatchSize(2);

    assertThatThrownBy(() -> model.transform(input.coalesce(1)).collectAsList())
        .isInstanceOf(SparkException.class)
        .hasMessageContaining(
            "(record without a name): cannot read: the column holds null (handleInvalid is"
                + " error)");
    assertThat(model.setHandleInvalid("skip").transform(input).select("id").collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(0, 6);
    List<Row> kept =
        model
            .setHandleInvalid("keep")
            .setReasonCol("why")
            .setPredictionCol("best")
            .transform(input)
            .orderBy("id")
            .collectAsList();
    assertThat(kept).extracting(row -> row.getAs("why")).hasSize(7);
    assertThat(kept)
        .extracting(row -> row.<String>getAs("why"))
        .containsExactly(
            null,
            "cannot read: the column holds null",
            kept.get(2).getAs("why"),
            "element 1 is null, expected a number",
            "element 1 is NaN, expected finite numbers",
            "0 elements, expected at least 1",
            null);
    assertThat(kept.get(2).<String>getAs("why")).startsWith("the net cannot take it: ");
    for (Row row : kept) {
      boolean good = row.getAs("why") == null;
      assertThat(row.isNullAt(row.fieldIndex("y"))).isEqualTo(!good);
      assertThat(row.isNullAt(row.fieldIndex("best"))).isEqualTo(!good);
    }
    assertThat(
            model
                .setInputShape(new int[] {3})
                .transform(input)
                .orderBy("id")
                .collectAsList()
                .get(2)
                .<String>getAs("why"))
        .isEqualTo("2 elements, expected 3 of shape [3]");
  }

  @Test
  void imagesThatCannotBeReadAreNamed() {
    Dataset<Row> input =
        spark.sql("select 'broken.png' as path, cast('no image' as binary) as content");

    assertThatThrownBy(() -> MlData.fmnist(spark).transform(input).collectAsList())
        .hasMessageContaining("JobException: broken.png: cannot decode image");
  }

  @Test
  void whatIsNoSavedModelIsRefused() throws Exception {
    String path = folder.resolve("indexer").toString();
    new StringIndexer().setInputCol("a").setOutputCol("b").save(path);

    assertThatThrownBy(() -> NcnnModel.load(path))
        .hasMessageContaining("dev.vernier.spark.ml.NcnnModel")
        .hasMessageContaining("org.apache.spark.ml.feature.StringIndexer");
  }

  @Test
  void aNetOfSeveralInputsIsRefused() throws Exception {
    NetOptions files = TestData.sumNet(folder);
    NcnnModel model = NcnnModel.fromFiles(spark, files.param(), files.bin());

    assertThatThrownBy(() -> model.transformSchema(MlData.images(spark, 1).schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sum.param has the inputs [a, b], a stage feeds nets of one input");
  }

  @Test
  void filesThatCannotBeReadAreNamed() {
    String missing = folder.resolve("missing.bin").toString();

    assertThatThrownBy(() -> NcnnModel.fromFiles(spark, TestData.fmnistNet().param(), missing))
        .isInstanceOf(JobException.class)
        .hasMessage("cannot read " + missing + ": no such file");
  }

  private static ParamMap none() {
    return new ParamMap();
  }
}
