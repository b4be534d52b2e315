package dev.vernier.spark.ml;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class NcnnModelTest {
  private final SparkSession spark;

  @TempDir private Path folder;

  NcnnModelTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void fashionMnistScoresWhatNcnnDoes() {
    NcnnModel model = MlData.fmnist(spark).setPredictionCol("prediction");

    Dataset<Row> rows = model.transform(spark.read().parquet(TestData.TEST.toString()));

    // ncnn's own accuracy on these images is 91.70 %.
    assertThat(rows.filter(col("prediction").equalTo(col("label"))).count()).isEqualTo(1834);
  }

  @Test
  void everyOutputHasItsColumn() {
    NcnnModel model =
        MlData.fmnist(spark)
            .setOutputBlobs(new String[] {"prob", "stem"})
            .setOutputCols(new String[] {"scores", "first layer"})
            .setOutputShapes(true)
            .setPredictionCol("prediction")
            .setPredictedLabelCol("name")
            .setTopKCol("best")
            .setTopK(3)
            .setLabels(Arrays.copyOf(MlData.LABELS, 5))
            .setHandleInvalid("keep");
    Dataset<Row> images = MlData.images(spark, 20);

    Dataset<Row> rows = model.transform(images);

    assertThat(rows.schema()).isEqualTo(model.transformSchema(images.schema()));
    assertThat(rows.columns())
        .containsExactly(
            "path",
            "content",
            "label",
            "scores",
            "scores_shape",
            "first layer",
            "first layer_shape",
            "prediction",
            "name",
            "best",
            "reason");
    for (Row row : rows.collectAsList()) {
      List<Float> scores = row.getList(row.fieldIndex("scores"));
      assertThat(scores.stream().mapToDouble(Float::doubleValue).sum()).isCloseTo(1, within(1e-4));
      assertThat(row.<Integer>getList(row.fieldIndex("scores_shape"))).containsExactly(10);
      assertThat(row.<Float>getList(row.fieldIndex("first layer"))).hasSize(28 * 28 * 16);
      assertThat(row.<Integer>getList(row.fieldIndex("first layer_shape")))
          .containsExactly(28, 28, 16);
      List<Row> best = row.getList(row.fieldIndex("best"));
      assertThat(best).hasSize(3);
      int index = best.get(0).getInt(0);
      assertThat(row.<Double>getAs("prediction")).isEqualTo(index);
      assertThat(best.get(0).getFloat(2)).isEqualTo(scores.get(index));
      assertThat(row.<String>getAs("name"))
          .isEqualTo(index < 5 ? MlData.LABELS[index] : null)
          .isEqualTo(best.get(0).getString(1));
      assertThat(row.<String>getAs("reason")).isNull();
    }
  }

  @Test
  void severalBlobsGiveTheirNamesToTheirColumns() {
    NcnnModel model = MlData.fmnist(spark).setOutputBlobs(new String[] {"prob", "stem"});

    assertThat(model.transformSchema(MlData.images(spark, 1).schema()).fieldNames())
        .containsExactly("path", "content", "label", "prob", "stem");
  }

  @Test
  void anyKindOfNumbersIsATensor() {
    NcnnModel model = MlData.product().setInputCol("x").setOutputCol("y");
    List<Dataset<Row>> inputs =
        List.of(
            MlData.column(
                spark,
                "x",
                DataTypes.createArrayType(DataTypes.FloatType, false),
                List.of(new float[] {1, 2, 3})),
            MlData.column(
                spark,
                "x",
                DataTypes.createArrayType(DataTypes.DoubleType),
                List.of(List.of(1d, 2d, 3d))),
            MlData.column(
                spark,
                "x",
                DataTypes.createArrayType(DataTypes.IntegerType),
                List.of(List.of(1, 2, 3))),
            MlData.column(spark, "x", SQLDataTypes.VectorType(), List.of(Vectors.dense(1, 2, 3))),
            MlData.column(
                spark,
                "x",
                SQLDataTypes.VectorType(),
                List.of(Vectors.sparse(3, new int[] {0, 1, 2}, new double[] {1, 2, 3}))),
            MlData.column(spark, "x", DataTypes.BinaryType, List.of(TestData.npy(1, 2, 3))));
    for (Dataset<Row> input : inputs) {
      String type = input.schema().apply("x").dataType().catalogString();
      Row row = model.transform(input).head();
      assertThat(row.<Float>getList(2)).as(type).containsExactly(6f, 2f);
      assertThat(row.get(1)).as(type).isEqualTo(input.head().get(1));
    }
    // The same three elements as an image of one row.
    Row shaped = model.setInputShape(new int[] {3, 1, 1}).transform(inputs.get(0)).head();
    assertThat(shaped.<Float>getList(2)).containsExactly(6f, 2f);
  }

  @Test
  void outputsCanBeVectors() {
    NcnnModel model = MlData.product().setInputCol("x").setOutputCol("y").setOutputType("vector");
    Dataset<Row> rows =
        model.transform(
            MlData.column(spark, "x", SQLDataTypes.VectorType(), List.of(Vectors.dense(1, 2, 3))));

    assertThat(rows.schema().apply("y").dataType()).isEqualTo(SQLDataTypes.VectorType());
    assertThat(rows.head().<Vector>getAs("y")).isEqualTo(Vectors.dense(6, 2));
  }

  @Test
  void sparksImagesGiveWhatTheirFilesGive() throws Exception {
    TestData.fmnistImages(folder, 6);
    NcnnModel model = MlData.fmnist(spark).setOutputCol("scores");
    Dataset<Row> files = spark.read().format("binaryFile").load(folder.toString()).orderBy("path");
    Dataset<Row> images =
        spark.read().format("image").load(folder.toString()).orderBy("image.origin");

    List<Row> ofFiles = model.transform(files).select("scores").collectAsList();
    List<Row> ofImages =
        model
            .copy(new ParamMap())
            .setInputCol("image")
            .transform(images)
            .select("scores")
            .collectAsList();

    assertThat(ofFiles).hasSize(6);
    assertThat(ofImages).isEqualTo(ofFiles);
  }

  @Test
  void aSavedModelNeedsNothingElse() throws Exception {
    String path = folder.resolve("a model").toString();
    NcnnModel model =
        MlData.fmnist(spark)
            .setOutputCol("scores")
            .setLabels(MlData.LABELS)
            .setPredictedLabelCol("name")
            .setBatchSize(3);
    model.save(path);

    NcnnModel loaded = NcnnModel.load(path);

    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(values(loaded)).isEqualTo(values(model));
    assertThat(folder.resolve("a model/net/fmnist.param"))
        .hasSameBinaryContentAs(Path.of(TestData.fmnistNet().param()));
    assertThat(folder.resolve("a model/net/fmnist.bin"))
        .hasSameBinaryContentAs(Path.of(TestData.fmnistNet().bin()));
    Dataset<Row> images = MlData.images(spark, 10);
    assertThat(loaded.transform(images).collectAsList())
        .isEqualTo(model.transform(images).collectAsList());
    assertThatThrownBy(() -> model.save(path)).hasMessageContaining("already exists");
    model.setBatchSize(4).write().overwrite().save(path);
    assertThat(NcnnModel.load(path).getBatchSize()).isEqualTo(4);
  }

  @Test
  void aPipelineFitsSavesAndLoads() throws Exception {
    Dataset<Row> images = MlData.images(spark, 200);
    NcnnModel net = MlData.fmnist(spark).setPredictionCol("prediction");
    StringIndexer index = new StringIndexer().setInputCol("path").setOutputCol("number");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {index, net});
    String path = folder.resolve("pipeline").toString();
    pipeline.write().overwrite().save(path);

    PipelineModel fitted = Pipeline.load(path).fit(images);
    fitted.write().overwrite().save(path);
    Dataset<Row> rows = PipelineModel.load(path).transform(images).cache();

    // What StringIndexer has written to its column is still there behind the net.
    Metadata written = fitted.stages()[0].transform(images).schema().apply("number").metadata();
    assertThat(written.contains("ml_attr")).isTrue();
    assertThat(rows.schema().apply("number").metadata()).isEqualTo(written);
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setLabelCol("label")
            .setMetricName("accuracy")
            .evaluate(rows.withColumn("label", col("label").cast("double")));
    assertThat(accuracy).isBetween(0.85, 1.0);
    rows.unpersist();
  }

  @Test
  void parametersCanBeSetAsPythonDoes() {
    NcnnModel model = MlData.product();
    Params stage = model;

    // A list of numbers comes over from Python as a list, whatever array the parameter holds.
    stage.set(((IntArrayParam) (Param<?>) stage.getParam("inputShape")).w(List.of(3, 1, 1)));
    stage.set(((DoubleArrayParam) (Param<?>) stage.getParam("mean")).w(List.of(1.5, 2.5)));
    stage.set(((StringArrayParam) (Param<?>) stage.getParam("labels")).w(List.of("a", "b")));
    stage.set(stage.getParam("topKCol").w("best"));

    assertThat(model.getInputShape()).containsExactly(3, 1, 1);
    assertThat(model.getMean()).containsExactly(1.5, 2.5);
    assertThat(model.getLabels()).containsExactly("a", "b");
    assertThat(model.getTopKCol()).isEqualTo("best");
  }

  @Test
  void binaryParamsAreSavedAsTheyAre() throws Exception {
    NcnnModel text = MlData.fmnist(spark);
    Path param = TestData.FMNIST.resolve("fmnist.param.bin");
    NcnnModel binary =
        NcnnModel.fromFiles(spark, param.toString(), TestData.fmnistNet().bin())
            .setInputShape(28, 28, 1)
            .setPixel("GRAY")
            .setMean(127.5)
            .setNorm(0.007843137);
    String path = folder.resolve("binary").toString();
    binary.save(path);

    assertThat(folder.resolve("binary/net/fmnist.param.bin")).hasSameBinaryContentAs(param);
    Dataset<Row> images = MlData.images(spark, 5);
    assertThat(NcnnModel.load(path).transform(images).collectAsList())
        .isEqualTo(text.transform(images).collectAsList());
  }

  @Test
  void aReleasedNetIsSentAgainWhenItIsUsed() {
    NcnnModel model = MlData.product().setInputCol("x").setOutputCol("y");
    Dataset<Row> numbers = spark.range(1).selectExpr("array(1f, 2f, 3f + id) as x");
    Dataset<Row> before = model.transform(numbers);
    assertThat(before.head().<Float>getList(1)).containsExactly(6f, 2f);

    model.release();

    assertThatThrownBy(before::collectAsList)
        .hasStackTraceContaining("the net was released; what still needs it has to be made again");
    assertThat(model.transform(numbers).head().<Float>getList(1)).containsExactly(6f, 2f);
  }

  @Test
  void copiesShareTheNetAndNotTheParameters() {
    NcnnModel model = MlData.product().setInputCol("x");

    NcnnModel copy = model.copy(none().put(model.outputCol(), "other"));

    assertThat(copy.net()).isSameAs(model.net());
    assertThat(copy.uid()).isEqualTo(model.uid());
    assertThat(copy.getInputCol()).isEqualTo("x");
    assertThat(copy.getOutputCol()).isEqualTo("other");
    assertThat(model.getOutputCol()).isEqualTo("output");
    assertThat(model)
        .hasToString("NcnnModel: uid=" + model.uid() + ", net=product.param, inputCol=x");
  }

  /** What a stage's parameters hold, as Spark writes it. */
  private static List<String> values(Params stage) {
    List<String> values = new ArrayList<>();
    for (Param<?> param : stage.params()) {
      values.add(value(stage, param));
    }
    return values;
  }

  private static <T> String value(Params stage, Param<T> param) {
    return param.name() + " " + param.jsonEncode(stage.getOrDefault(param)) + stage.isSet(param);
  }

  private static ParamMap none() {
    return new ParamMap();
  }
}
