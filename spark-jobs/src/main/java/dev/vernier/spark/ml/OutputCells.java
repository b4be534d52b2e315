package dev.vernier.spark.ml;

import dev.vernier.engine.Mat;
import dev.vernier.engine.decode.TopK;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.collection.mutable.ArraySeq;

/** Makes a row's cells of a net's blobs. */
final class OutputCells {
  private final Columns columns;

  OutputCells(Columns columns) {
    this.columns = columns;
  }

  /** The row with the cells of its blobs. */
  Row row(Row input, List<Mat> mats) {
    Object[] values = start(input);
    int at = columns.input();
    float[] first = floats(mats.get(0));
    for (int i = 0; i < mats.size(); i++) {
      values[at++] = cell(i == 0 ? first : floats(mats.get(i)));
      if (columns.shapes()) {
        values[at++] = new ArraySeq.ofInt(sizes(mats.get(i)));
      }
    }
    int best = TopK.indices(first, first.length, 1)[0];
    if (columns.prediction()) {
      values[at++] = (double) best;
    }
    if (columns.predictedLabel()) {
      values[at++] = label(best);
    }
    if (columns.topK() > 0) {
      values[at] = top(first);
    }
    return RowFactory.create(values);
  }

  /** The row with the reason why it has none. */
  Row row(Row input, String reason) {
    Object[] values = start(input);
    values[values.length - 1] = reason;
    return RowFactory.create(values);
  }

  private Object[] start(Row input) {
    Object[] values = new Object[columns.schema().size()];
    for (int i = 0; i < columns.input(); i++) {
      values[i] = input.get(i);
    }
    return values;
  }

  private Object cell(float[] values) {
    if (!columns.vectors()) {
      return new ArraySeq.ofFloat(values);
    }
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return Vectors.dense(doubles);
  }

  private Row[] top(float[] scores) {
    int[] best = TopK.indices(scores, scores.length, columns.topK());
    Row[] rows = new Row[best.length];
    for (int i = 0; i < best.length; i++) {
      rows[i] = RowFactory.create(best[i], label(best[i]), scores[best[i]]);
    }
    return rows;
  }

  private String label(int index) {
    return index < columns.labels().size() ? columns.labels().get(index) : null;
  }

  /** The elements of a blob of any type, in an array of their own. */
  static float[] floats(Mat mat) {
    if (mat.type() == Mat.Type.FLOAT32) {
      return Arrays.copyOf(mat.floats(), mat.size());
    }
    float[] values = new float[mat.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = mat.type() == Mat.Type.INT8 ? mat.bytes()[i] : mat.ints()[i];
    }
    return values;
  }

  /** The sizes in ncnn's order, w first, as many as the blob has dimensions. */
  private static int[] sizes(Mat mat) {
    return switch (mat.dims()) {
      case 1 -> new int[] {mat.w()};
      case 2 -> new int[] {mat.w(), mat.h()};
      case 3 -> new int[] {mat.w(), mat.h(), mat.c()};
      default -> new int[] {mat.w(), mat.h(), mat.d(), mat.c()};
    };
  }
}
