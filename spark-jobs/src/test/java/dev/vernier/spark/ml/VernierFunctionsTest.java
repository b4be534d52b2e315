package dev.vernier.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class VernierFunctionsTest {
  private final SparkSession spark;

  @TempDir private Path folder;

  VernierFunctionsTest(SparkSession spark) {
    this.spark = spark;
  }

  @AfterEach
  void forgetExtensions() {
    SparkSession.setActiveSession(spark);
    SparkSession.setDefaultSession(spark);
  }

  @Test
  void theFunctionGivesWhatTheModelGives() throws Exception {
    String path = folder.resolve("fmnist").toString();
    NcnnModel model = MlData.fmnist(spark);
    model.save(path);
    Dataset<Row> images = MlData.images(spark, 50);
    images.repartition(8).createOrReplaceTempView("images");
    VernierFunctions.register(spark);

    List<Row> rows =
        spark
            .sql("SELECT ncnn_infer('" + path + "', content) AS output FROM images ORDER BY path")
            .collectAsList();

    List<Row> expected = model.transform(images).select("output").collectAsList();
    assertThat(rows).hasSize(50);
    for (int i = 0; i < rows.size(); i++) {
      List<Float> output = rows.get(i).getList(0);
      List<Float> other = expected.get(i).getList(0);
      for (int k = 0; k < 10; k++) {
        // Samples that run side by side round otherwise than one alone.
        assertThat(output.get(k)).isCloseTo(other.get(k), within(1e-5f));
      }
    }
    // Eight tasks, one JVM.
    assertThat(SavedModels.loads(path)).isEqualTo(1);
    spark.catalog().dropTempView("images");
  }

  @Test
  void theFunctionTakesWhatTheModelTakes() throws Exception {
    TestData.fmnistImages(folder, 2);
    String fmnist = folder.resolve("fmnist").toString();
    String product = folder.resolve("product").toString();
    MlData.fmnist(spark).save(fmnist);
    MlData.product().save(product);
    VernierFunctions.register(spark);

    assertThat(
            infer(
                product,
                MlData.column(
                    spark, "x", SQLDataTypes.VectorType(), List.of(Vectors.dense(1, 2, 3)))))
        .containsExactly(6f, 2f);
    assertThat(
            infer(
                product,
                MlData.column(
                    spark,
                    "x",
                    DataTypes.createArrayType(DataTypes.DoubleType),
                    List.of(List.of(1d, 2d, 3d)))))
        .containsExactly(6f, 2f);
    assertThat(infer(product, spark.sql("select array(1.5, 2, 3) as x"))).containsExactly(6.5f, 2f);
    Dataset<Row> images =
        spark
            .read()
            .format("image")
            .load(folder.resolve("*.png").toString())
            .selectExpr("image as x");
    assertThat(infer(fmnist, images)).hasSize(10);
    assertThat(spark.sql("select ncnn_infer('" + product + "', null) as y").head().isNullAt(0))
        .isTrue();
    assertThatThrownBy(() -> infer(product, spark.sql("select 'text' as x")))
        .hasStackTraceContaining("ncnn_infer: the sample is String, expected binary");
  }

  private List<Float> infer(String model, Dataset<Row> x) {
    x.createOrReplaceTempView("x");
    try {
      return spark.sql("select ncnn_infer('" + model + "', x) from x").head().getList(0);
    } finally {
      spark.catalog().dropTempView("x");
    }
  }

  @Test
  void aModelThatIsSavedAgainIsReadAgain() throws Exception {
    String path = folder.resolve("model").toString();
    MlData.product().setOutputBlobs(new String[] {"flat"}).save(path);
    VernierFunctions.register(spark);
    Dataset<Row> numbers = spark.range(1).selectExpr("array(1f, 2f, 3f + id) as x");

    assertThat(infer(path, numbers)).containsExactly(1f, 2f, 3f);
    MlData.product().write().overwrite().save(path);
    assertThat(infer(path, numbers)).containsExactly(6f, 2f);
  }

  @Test
  void badSamplesFailOrAreNullAsTheModelWasTold() throws Exception {
    String path = folder.resolve("model").toString();
    VernierFunctions.register(spark);
    Dataset<Row> numbers =
        MlData.column(
            spark,
            "x",
            DataTypes.createArrayType(DataTypes.FloatType),
            Arrays.asList(List.of(1f, 2f), null, List.of(1f, 2f, 3f)));
    MlData.product().save(path);

    assertThatThrownBy(() -> infer(path, numbers))
        .hasStackTraceContaining("ncnn_infer: the net cannot take it: ")
        .hasStackTraceContaining("(handleInvalid is error)");
    MlData.product().setHandleInvalid("skip").write().overwrite().save(path);
    numbers.createOrReplaceTempView("numbers");
    assertThat(
            spark
                .sql("select ncnn_infer('" + path + "', x) from numbers order by id")
                .collectAsList())
        .extracting(row -> row.isNullAt(0) ? null : row.<Float>getList(0))
        .containsExactly(null, null, List.of(6f, 2f));
    spark.catalog().dropTempView("numbers");
  }

  @Test
  void aPathWithoutAModelIsNamed() {
    VernierFunctions.register(spark);
    String path = folder.resolve("nothing").toString();

    assertThatThrownBy(() -> infer(path, spark.sql("select array(1f) as x")))
        .hasStackTraceContaining("ncnn_infer: no saved NcnnModel at " + path);
  }

  @Test
  void extensionsBringTheFunctionToEverySession() throws Exception {
    String path = folder.resolve("model").toString();
    MlData.product().save(path);
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    // spark.sql.extensions is read when a SparkContext starts, and makes the instance by its name.
    assertThat(VernierExtensions.class.getConstructor().newInstance()).isNotNull();

    SparkSession extended =
        SparkSession.builder().withExtensions(new VernierExtensions()).getOrCreate();

    assertThat(extended).isNotSameAs(spark);
    assertThat(
            extended
                .sql("select ncnn_infer('" + path + "', array(1f, 2f, 3f + id)) from range(2)")
                .collectAsList())
        .extracting(row -> row.<Float>getList(0))
        .containsExactlyInAnyOrder(List.of(6f, 2f), List.of(9f, 2f));
    assertThatThrownBy(() -> extended.sql("select ncnn_infer('" + path + "')"))
        .hasMessageContaining("ncnn_infer has 1 arguments, expected 2: model and sample");
    assertThat(extended.sql("describe function ncnn_infer").collectAsList().toString())
        .contains("The first output of the NcnnModel saved at the path model");
  }
}
