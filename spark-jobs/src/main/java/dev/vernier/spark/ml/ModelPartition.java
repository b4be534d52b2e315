package dev.vernier.spark.ml;

import dev.vernier.spark.JobException;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.SampleRunner;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.source.EncodedSample;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** What a task of a model does: a row in, the row with the net's outputs out. */
final class ModelPartition implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final BroadcastNet net;
  private final SampleCells cells;
  private final Columns columns;
  private final int batch;
  private final SeenCounters seen;

  ModelPartition(
      BroadcastNet net, SampleCells cells, Columns columns, int batch, SeenCounters seen) {
    this.net = net;
    this.cells = cells;
    this.columns = columns;
    this.batch = batch;
    this.seen = seen;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    SampleRunner runner =
        new SampleRunner(
            net, List.of(cells.input()), columns.blobs(), BadRecordMode.PERMISSIVE, seen);
    OutputCells outputs = new OutputCells(columns);
    return new Iterator<>() {
      private final Deque<Row> done = new ArrayDeque<>();

      @Override
      public boolean hasNext() {
        // A batch of nothing but bad records may leave nothing.
        while (done.isEmpty() && rows.hasNext()) {
          runBatch(runner, rows, outputs, done);
        }
        return !done.isEmpty();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return done.remove();
      }
    };
  }

  private void runBatch(
      SampleRunner runner, Iterator<Row> rows, OutputCells outputs, Deque<Row> done) {
    List<Row> taken = new ArrayList<>();
    List<EncodedSample> samples = new ArrayList<>();
    do {
      Row row = rows.next();
      taken.add(row);
      samples.add(cells.read(row));
    } while (taken.size() < batch && rows.hasNext());
    runner.run(
        samples,
        (index, mats, bad) -> {
          if (bad == null) {
            done.add(outputs.row(taken.get(index), mats));
          } else if (columns.invalid().equals(NcnnParamSet.ERROR)) {
            throw new JobException(
                samples.get(index).name() + ": " + bad.getMessage() + " (handleInvalid is error)",
                bad);
          } else if (columns.invalid().equals(NcnnParamSet.KEEP)) {
            done.add(outputs.row(taken.get(index), bad.getMessage()));
          }
        });
  }
}
