package dev.vernier.spark.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Fetches the bytes of samples on the executors. Thread-safe. */
public final class SampleReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<SampleColumn> inputs;
  private final int nameColumn;
  private final SharedConfiguration configuration;

  /** A reader of these samples, with the driver's settings of Hadoop. */
  public SampleReader(SampleSet samples) {
    this.inputs = new ArrayList<>(samples.inputs());
    this.nameColumn = samples.nameColumn();
    this.configuration = SharedConfiguration.of(samples.rows().sparkSession().sparkContext());
  }

  /** The bytes of a row's sample; what cannot be read is a reason, never an exception. */
  public EncodedSample read(Row row) {
    String name = name(row);
    List<byte[]> contents = new ArrayList<>(inputs.size());
    for (SampleColumn input : inputs) {
      if (row.isNullAt(input.column())) {
        return EncodedSample.bad(name, "cannot read: the column holds null");
      }
      if (!input.holdsPath()) {
        contents.add(row.<byte[]>getAs(input.column()));
        continue;
      }
      String path = row.getString(input.column());
      try {
        contents.add(HadoopFiles.read(configuration.value(), path));
      } catch (IOException | RuntimeException e) {
        // File systems throw more than they declare; one file must not take the job down.
        String what = path.equals(name) ? "cannot read: " : "cannot read " + path + ": ";
        return EncodedSample.bad(name, what + BadRecordException.reason(e));
      }
    }
    return EncodedSample.of(name, contents);
  }

  private String name(Row row) {
    return nameColumn < 0 || row.isNullAt(nameColumn)
        ? "(record without a name)"
        : row.getString(nameColumn);
  }
}
