package dev.vernier.spark.infer;

import dev.vernier.engine.Mat;
import dev.vernier.engine.decode.TopK;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.SampleRunner;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleColumn;
import dev.vernier.spark.source.SampleReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.collection.mutable.ArraySeq;

/** What a task of {@code infer} does: a row in, the row with the net's outputs out. */
final class InferPartition implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final BroadcastNet net;
  private final SampleReader reader;
  private final ArrayList<SampleColumn> inputs;
  private final OutputColumns columns;
  private final int topK;
  private final ArrayList<String> labels;
  private final BadRecordMode mode;
  private final int batch;
  private final SeenCounters seen;

  InferPartition(
      BroadcastNet net,
      SampleReader reader,
      List<SampleColumn> inputs,
      OutputColumns columns,
      int topK,
      List<String> labels,
      BadRecordMode mode,
      int batch,
      SeenCounters seen) {
    this.net = net;
    this.reader = reader;
    this.inputs = new ArrayList<>(inputs);
    this.columns = columns;
    this.topK = topK;
    this.labels = new ArrayList<>(labels);
    this.mode = mode;
    this.batch = batch;
    this.seen = seen;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    List<String> blobs = columns.extracted();
    SampleRunner runner = new SampleRunner(net, inputs, blobs, mode, seen);
    int topKIndex = columns.topKBlob() == null ? -1 : blobs.indexOf(columns.topKBlob());
    return new Iterator<>() {
      private final Deque<Row> done = new ArrayDeque<>();

      @Override
      public boolean hasNext() {
        return !done.isEmpty() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (done.isEmpty()) {
          runBatch(runner, rows, topKIndex, done);
        }
        return done.remove();
      }
    };
  }

  private void runBatch(
      SampleRunner runner, Iterator<Row> rows, int topKIndex, Deque<Row> outputs) {
    List<Row> taken = new ArrayList<>();
    List<EncodedSample> samples = new ArrayList<>();
    do {
      Row row = rows.next();
      taken.add(row);
      samples.add(reader.read(row));
    } while (taken.size() < batch && rows.hasNext());
    runner.run(
        samples, (index, mats, bad) -> outputs.add(output(taken.get(index), mats, bad, topKIndex)));
  }

  private Row output(Row row, List<Mat> mats, BadRecordException bad, int topKIndex) {
    Object[] values = new Object[columns.schema().size()];
    int at = 0;
    for (int kept : columns.kept()) {
      values[at++] = row.get(kept);
    }
    if (bad != null) {
      values[values.length - 1] = bad.getMessage();
      return RowFactory.create(values);
    }
    for (int i = 0; i < columns.blobs().size(); i++) {
      values[at++] = new ArraySeq.ofFloat(floats(mats.get(i)));
      values[at++] = new ArraySeq.ofInt(shape(mats.get(i)));
    }
    if (topKIndex >= 0) {
      values[at] = topK(floats(mats.get(topKIndex)));
    }
    return RowFactory.create(values);
  }

  private Row[] topK(float[] scores) {
    int[] best = TopK.indices(scores, scores.length, topK);
    Row[] rows = new Row[best.length];
    for (int i = 0; i < best.length; i++) {
      String label = best[i] < labels.size() ? labels.get(best[i]) : null;
      rows[i] = RowFactory.create(best[i], label, scores[best[i]]);
    }
    return rows;
  }

  /** The elements of a blob of any type, in an array of their own. */
  private static float[] floats(Mat mat) {
    return switch (mat.type()) {
      case FLOAT32 -> Arrays.copyOf(mat.floats(), mat.size());
      case INT8 -> {
        float[] values = new float[mat.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = mat.bytes()[i];
        }
        yield values;
      }
      case INT32 -> {
        float[] values = new float[mat.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = mat.ints()[i];
        }
        yield values;
      }
    };
  }

  /** The sizes in ncnn's order, w first, as many as the blob has dimensions. */
  private static int[] shape(Mat mat) {
    return switch (mat.dims()) {
      case 1 -> new int[] {mat.w()};
      case 2 -> new int[] {mat.w(), mat.h()};
      case 3 -> new int[] {mat.w(), mat.h(), mat.c()};
      default -> new int[] {mat.w(), mat.h(), mat.d(), mat.c()};
    };
  }
}
