package dev.vernier.spark.source;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The samples of a job, not read yet: a row each, with the columns of their source.
 *
 * @param rows the samples, split so that all cores have work
 * @param inputs what feeds each input of the net
 * @param nameColumn index of the column that names a record, −1 where there is none
 * @param count number of rows, at least 1
 * @param partitions number of partitions of {@code rows}
 */
public record SampleSet(
    Dataset<Row> rows, List<SampleColumn> inputs, int nameColumn, long count, int partitions) {

  /** Copies the list. */
  public SampleSet {
    inputs = List.copyOf(inputs);
  }
}
