package dev.vernier.spark.score;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.spark.JobException;
import dev.vernier.spark.config.AnswerOptions;
import dev.vernier.spark.source.HadoopFiles;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** Where the right answers of samples are: a column, a file, or nowhere. */
public final class Truth implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int column;
  private final Broadcast<HashMap<String, String>> byName;

  private Truth(int column, Broadcast<HashMap<String, String>> byName) {
    this.column = column;
    this.byName = byName;
  }

  /**
   * The right answers that the options name.
   *
   * @throws JobException if the column is not there, or the file cannot be read or has a line
   *     without a tab
   */
  public static Truth of(JavaSparkContext context, SampleSet samples, AnswerOptions options) {
    if (!options.truth().isEmpty()) {
      return new Truth(-1, context.broadcast(read(context, options.truth())));
    }
    boolean named = !options.labelColumn().isEmpty();
    String name = named ? options.labelColumn() : AnswerOptions.DEFAULT_COLUMN;
    String[] columns = samples.rows().schema().fieldNames();
    int column = Arrays.asList(columns).indexOf(name);
    if (named && column < 0) {
      throw new JobException(
          "the input has no column \"" + name + "\", its columns are " + Arrays.toString(columns));
    }
    return new Truth(column, null);
  }

  private static HashMap<String, String> read(JavaSparkContext context, String path) {
    List<String> lines = lines(context, path, "--truth");
    HashMap<String, String> labels = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int tab = line.indexOf('\t');
      if (tab < 1) {
        throw new JobException(
            path + " line " + (i + 1) + ": \"" + line + "\", expected NAME, a tab and a label");
      }
      if (labels.put(line.substring(0, tab), line.substring(tab + 1)) != null) {
        throw new JobException(
            path + " line " + (i + 1) + ": a second label for \"" + line.substring(0, tab) + "\"");
      }
    }
    return labels;
  }

  /**
   * The lines of a text file.
   *
   * @throws JobException if it cannot be read; the message names the option that asked for it
   */
  static List<String> lines(JavaSparkContext context, String path, String option) {
    try {
      byte[] bytes = HadoopFiles.read(context.hadoopConfiguration(), path);
      return new String(bytes, UTF_8).lines().toList();
    } catch (IOException e) {
      throw new JobException("cannot read " + option + " " + path + ": " + e.getMessage(), e);
    }
  }

  /** The samples with their labels; bytes are fetched on the executors. */
  public JavaRDD<LabelledSample> join(JavaRDD<Row> rows, SampleReader reader) {
    return rows.map(
        row -> {
          var sample = reader.read(row);
          return new LabelledSample(sample, label(row, sample.name()));
        });
  }

  private String label(Row row, String name) {
    if (byName != null) {
      return find(byName.value(), name);
    }
    return column < 0 || row.isNullAt(column) ? null : String.valueOf(row.get(column));
  }

  /** By the whole name, then by what follows each slash of it. */
  private static String find(Map<String, String> labels, String name) {
    String rest = name;
    while (true) {
      String label = labels.get(rest);
      int slash = rest.indexOf('/');
      if (label != null || slash < 0) {
        return label;
      }
      rest = rest.substring(slash + 1);
    }
  }
}
