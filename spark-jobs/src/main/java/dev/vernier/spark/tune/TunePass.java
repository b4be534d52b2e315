package dev.vernier.spark.tune;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Mat;
import dev.vernier.engine.compare.NetPair;
import dev.vernier.engine.compare.SignalError;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastPair;
import dev.vernier.spark.broadcast.SampleFeed;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.score.Answer;
import dev.vernier.spark.score.AnswerReader;
import dev.vernier.spark.score.LabelledSample;
import dev.vernier.spark.score.NetScore;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.SampleColumn;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;

/** One pass over samples: the fp32 net and several forms of it, each scored against the first. */
final class TunePass implements FlatMapFunction<Iterator<LabelledSample>, TuneScores> {
  private static final long serialVersionUID = 1L;
  private static final int DEPTH = 2;

  /** What runs beside the fp32 net. */
  interface Forms extends java.io.Serializable {

    /** How many there are. */
    int count(NetPair pair);

    /** Ready to run on a task's samples. */
    Runner runner(BroadcastPair nets, NetPair pair, int output);
  }

  /** Runs one sample after the other. */
  interface Runner {

    /** The fp32 net's output, valid until the next sample. */
    Mat real(Map<Blob, Mat> inputs);

    /** The output of a form for the same sample, valid until the next call. */
    Mat form(int index, Map<Blob, Mat> inputs);
  }

  private final Forms forms;
  private final BroadcastPair nets;
  private final ArrayList<SampleColumn> inputs;
  private final int output;
  private final AnswerReader reader;
  private final BadRecordMode mode;
  private final SeenCounters seen;

  TunePass(
      Forms forms,
      BroadcastPair nets,
      List<SampleColumn> inputs,
      int output,
      AnswerReader reader,
      BadRecordMode mode,
      SeenCounters seen) {
    this.forms = forms;
    this.nets = nets;
    this.inputs = new ArrayList<>(inputs);
    this.output = output;
    this.reader = reader;
    this.mode = mode;
    this.seen = seen;
  }

  /** Runs the pass; what it counts is the same for any partitions and any order of the samples. */
  TuneScores over(JavaRDD<LabelledSample> samples) {
    return samples.mapPartitions(this).treeReduce(TuneScores::merge, DEPTH);
  }

  @Override
  public Iterator<TuneScores> call(Iterator<LabelledSample> samples) {
    NetPair pair = nets.pair();
    SampleFeed feed = new SampleFeed(pair.real(), inputs, mode, seen);
    int count = forms.count(pair);
    TuneScores scores = new TuneScores(count);
    Runner runner = forms.runner(nets, pair, output);
    while (samples.hasNext()) {
      LabelledSample sample = samples.next();
      try {
        scores.merge(feed.feed(sample.sample(), mats -> score(sample, mats, runner, count)));
      } catch (BadRecordException e) {
        scores.countBad(sample.sample().name(), e.getMessage());
      }
    }
    return List.of(scores).iterator();
  }

  /** Scores of one sample, so that it is in all of them or in none. */
  private TuneScores score(LabelledSample sample, Map<Blob, Mat> mats, Runner runner, int count)
      throws BadRecordException {
    TuneScores scores = new TuneScores(count);
    Mat real = runner.real(mats);
    Answer expected = reader.read(real);
    scores.real().add(expected, expected, new SignalError(), sample.label(), reader);
    for (int i = 0; i < count; i++) {
      Mat found = runner.form(i, mats);
      SignalError error = new SignalError();
      error.add(real, found);
      NetScore score = scores.forms().get(i);
      score.add(reader.read(found), expected, error, sample.label(), reader);
    }
    return scores;
  }
}
