package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.SampleHash;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.SampleChoice;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Draws some of the samples by chance that depends on the seed alone: on the place in the list for
 * files, which are not read for it, and on name and bytes for the rows of a table, which have no
 * order.
 */
final class SampleDraw {
  private final SampleReader reader;
  private final CalibrateOptions options;

  SampleDraw(SampleReader reader, CalibrateOptions options) {
    this.reader = reader;
    this.options = options;
  }

  /** The rows that are drawn, or all where no number is asked for. */
  JavaRDD<Row> of(SampleSet samples, JobSteps steps) {
    SampleChoice choice = options.choice();
    JavaRDD<Row> rows = samples.rows().javaRDD();
    int stratum = stratum(samples, choice.stratify());
    if (choice.count() == 0) {
      return rows;
    }
    if (choice.count() > samples.count()) {
      throw new JobException(
          "sample is " + choice.count() + ", but the input has " + samples.count() + " samples");
    }
    steps.step("calibrate: drawing " + choice.count() + " of " + samples.count() + " samples");
    try {
      return draw(keyed(rows, samples, choice.seed()), stratum, choice.count());
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of("cannot draw samples", e);
    }
  }

  private JavaPairRDD<Long, Row> keyed(JavaRDD<Row> rows, SampleSet samples, long seed) {
    if (samples.inputs().get(0).holdsPath()) {
      return rows.zipWithIndex()
          .mapToPair(at -> new Tuple2<>(SampleHash.with(SampleHash.with(seed, at._2), 0), at._1));
    }
    SampleReader read = reader;
    return rows.mapToPair(row -> new Tuple2<>(SampleHash.with(key(read.read(row)), seed), row));
  }

  private static long key(EncodedSample sample) {
    return SampleHash.with(SampleHash.of(sample.name()), KeyedSample.of(sample).key());
  }

  private static JavaRDD<Row> draw(JavaPairRDD<Long, Row> keyed, int stratum, int count) {
    Map<String, List<Long>> keys = new TreeMap<>();
    keyed
        .map(row -> new Tuple2<>(value(row._2, stratum), row._1))
        .collect()
        .forEach(row -> keys.computeIfAbsent(row._1, value -> new ArrayList<>()).add(row._2));
    HashMap<String, Long> last = new HashMap<>();
    shares(keys, count)
        .forEach(
            (value, share) -> {
              List<Long> sorted = keys.get(value);
              sorted.sort(null);
              last.put(value, sorted.get(share - 1));
            });
    return keyed
        .filter(
            row -> {
              Long limit = last.get(value(row._2, stratum));
              return limit != null && row._1 <= limit;
            })
        .values();
  }

  private static String value(Row row, int stratum) {
    return stratum < 0 ? "" : String.valueOf(row.get(stratum));
  }

  /** How many come from each value: in proportion, what is left to the largest remainders. */
  static Map<String, Integer> shares(Map<String, List<Long>> keys, int count) {
    long all = keys.values().stream().mapToLong(List::size).sum();
    Map<String, Integer> shares = new TreeMap<>();
    keys.forEach((value, of) -> shares.put(value, (int) ((long) count * of.size() / all)));
    int left = count - shares.values().stream().mapToInt(Integer::intValue).sum();
    keys.keySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (String value) -> -((long) count * keys.get(value).size() % all))
                .thenComparing(Comparator.naturalOrder()))
        .limit(left)
        .forEach(value -> shares.merge(value, 1, Integer::sum));
    shares.values().removeIf(share -> share == 0);
    return shares;
  }

  private static int stratum(SampleSet samples, String column) {
    String[] names = samples.rows().schema().fieldNames();
    int index = Arrays.asList(names).indexOf(column);
    if (!column.isEmpty() && index < 0) {
      throw new JobException(
          "stratify: the input has no column \""
              + column
              + "\", its columns are "
              + Arrays.toString(names));
    }
    return index;
  }
}
