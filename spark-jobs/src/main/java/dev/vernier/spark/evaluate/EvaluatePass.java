package dev.vernier.spark.evaluate;

import dev.vernier.engine.Mat;
import dev.vernier.engine.compare.NetComparison;
import dev.vernier.engine.compare.NetPair;
import dev.vernier.engine.compare.SignalError;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastPair;
import dev.vernier.spark.broadcast.SampleFeed;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.score.Answer;
import dev.vernier.spark.score.AnswerReader;
import dev.vernier.spark.score.LabelledSample;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.SampleColumn;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;

/** The one pass of {@code evaluate}: every sample goes through both nets. */
final class EvaluatePass implements FlatMapFunction<Iterator<LabelledSample>, EvaluateStatistics> {
  private static final long serialVersionUID = 1L;

  /** Two levels: partitions meet on executors before the driver sees them. */
  private static final int DEPTH = 2;

  private final BroadcastPair nets;
  private final ArrayList<SampleColumn> inputs;
  private final int output;
  private final AnswerReader reader;
  private final int worst;
  private final BadRecordMode mode;
  private final SeenCounters seen;

  EvaluatePass(
      BroadcastPair nets,
      List<SampleColumn> inputs,
      int output,
      AnswerReader reader,
      int worst,
      BadRecordMode mode,
      SeenCounters seen) {
    this.nets = nets;
    this.inputs = new ArrayList<>(inputs);
    this.output = output;
    this.reader = reader;
    this.worst = worst;
    this.mode = mode;
    this.seen = seen;
  }

  /** Runs the pass; what it counts is the same for any partitions and any order of the samples. */
  EvaluateStatistics over(JavaRDD<LabelledSample> samples) {
    return samples.mapPartitions(this).treeReduce(EvaluateStatistics::merge, DEPTH);
  }

  @Override
  public Iterator<EvaluateStatistics> call(Iterator<LabelledSample> samples) {
    NetPair pair = nets.pair();
    SampleFeed feed = new SampleFeed(pair.real(), inputs, mode, seen);
    NetComparison comparison = new NetComparison(pair, new int[] {output}, nets.option());
    EvaluateStatistics result = new EvaluateStatistics(worst);
    while (samples.hasNext()) {
      LabelledSample sample = samples.next();
      try {
        feed.feed(
            sample.sample(),
            mats -> {
              NetComparison.Outputs outputs = comparison.run(mats);
              add(sample, outputs.real().get(0), outputs.int8().get(0), comparison, result);
              return result;
            });
      } catch (BadRecordException e) {
        result.countBad(sample.sample().name(), e.getMessage());
      }
    }
    result.layers(comparison.errors());
    return List.of(result).iterator();
  }

  /** All that may fail comes first: a sample is in all of the statistics or in none. */
  private void add(
      LabelledSample sample,
      Mat real,
      Mat int8,
      NetComparison comparison,
      EvaluateStatistics result)
      throws BadRecordException {
    Answer expected = reader.read(real);
    Answer found = reader.read(int8);
    int label = -1;
    if (sample.label() != null && !expected.classes().isEmpty()) {
      label = reader.classOf(sample.label());
    }
    SignalError error = new SignalError();
    error.add(real, int8);
    comparison.addLayers();
    result.add(sample, label, expected, found, error, reader);
  }
}
