package dev.vernier.spark.ml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.spark.TestData;
import dev.vernier.spark.config.NetOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Nets and samples for the tests of stages. */
final class MlData {
  static final String[] LABELS = {
    "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"
  };

  private MlData() {}

  /** The Fashion-MNIST net, told how its images are prepared. */
  static NcnnModel fmnist(SparkSession spark) {
    NetOptions files = TestData.fmnistNet();
    return NcnnModel.fromFiles(spark, files.param(), files.bin())
        .setInputShape(new int[] {28, 28, 1})
        .setPixel("GRAY")
        .setMean(new double[] {127.5})
        .setNorm(new double[] {0.007843137});
  }

  /** The first test images of Fashion-MNIST with path, content and label. */
  static Dataset<Row> images(SparkSession spark, int limit) {
    return spark.read().parquet(TestData.TEST.toString()).orderBy("path").limit(limit).cache();
  }

  /** A table of one column, and the number of its row. */
  static Dataset<Row> column(SparkSession spark, String name, DataType type, List<?> cells) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      rows.add(RowFactory.create(i, cells.get(i)));
    }
    StructType schema =
        new StructType().add("id", DataTypes.IntegerType, false).add(name, type, true);
    return spark.createDataFrame(rows, schema);
  }

  /** Net out = W x of three inputs, rows (1, -2, 3) and (0, 1, 0). */
  static NcnnModel product() {
    String param =
        """
        7767517
        3 3
        Input in 0 1 data
        Flatten flat 1 1 data flat
        InnerProduct fc 1 1 flat out 0=2 1=0 2=6
        """;
    ByteBuffer bin = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    bin.putInt(0);
    for (float weight : new float[] {1, -2, 3, 0, 1, 0}) {
      bin.putFloat(weight);
    }
    return NcnnModel.of(param.getBytes(UTF_8), bin.array(), "product.param");
  }
}
