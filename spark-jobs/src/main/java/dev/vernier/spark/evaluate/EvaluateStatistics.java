package dev.vernier.spark.evaluate;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.engine.compare.LayerError;
import dev.vernier.engine.compare.SignalError;
import dev.vernier.spark.score.Answer;
import dev.vernier.spark.score.AnswerReader;
import dev.vernier.spark.score.LabelledSample;
import dev.vernier.spark.score.NetScore;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.BadRecordTally;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the pass has found in a part of the samples; mergeable. Not thread-safe. */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write the records within
final class EvaluateStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int worstKept;
  private final NetScore real = new NetScore();
  private final NetScore int8 = new NetScore();
  private final TreeMap<Cell, long[]> confusion = new TreeMap<>();
  private final TreeSet<WorstSample> worst = new TreeSet<>();
  private final BadRecordTally bad = new BadRecordTally();
  private List<LayerError> layers = new ArrayList<>();

  /** A label and an answer, both classes. */
  record Cell(int label, int answer) implements Serializable, Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byLabel = Integer.compare(label, other.label);
      return byLabel != 0 ? byLabel : Integer.compare(answer, other.answer);
    }
  }

  EvaluateStatistics(int worstKept) {
    this.worstKept = worstKept;
  }

  /** Adds a sample; {@code label} is its class, −1 where it has none. */
  void add(
      LabelledSample sample,
      int label,
      Answer expected,
      Answer found,
      SignalError error,
      AnswerReader reader)
      throws BadRecordException {
    SignalError none = new SignalError();
    real.add(expected, expected, none, sample.label(), reader);
    int8.add(found, expected, error, sample.label(), reader);
    if (label >= 0 && !found.classes().isEmpty()) {
      count(label, expected.classes().get(0), 0);
      count(label, found.classes().get(0), 1);
    }
    keep(
        new WorstSample(
            sample.sample().name(),
            sample.label(),
            reader.show(expected),
            reader.show(found),
            !expected.isGiven() || found.agrees(expected),
            error.cosine(),
            error.sqnr()));
  }

  private void count(int label, int answer, int net) {
    confusion.computeIfAbsent(new Cell(label, answer), cell -> new long[2])[net]++;
  }

  private void keep(WorstSample sample) {
    worst.add(sample);
    if (worst.size() > worstKept) {
      worst.pollLast();
    }
  }

  void countBad(String name, String reason) {
    bad.add(name, reason);
  }

  /** Takes over what the layers' comparison has found. */
  void layers(List<LayerError> found) {
    layers = new ArrayList<>(found);
  }

  /** Adds what another part has found; returns this. */
  EvaluateStatistics merge(EvaluateStatistics other) {
    real.merge(other.real);
    int8.merge(other.int8);
    other.confusion.forEach(
        (cell, counts) -> {
          long[] sums = confusion.computeIfAbsent(cell, key -> new long[2]);
          sums[0] += counts[0];
          sums[1] += counts[1];
        });
    other.worst.forEach(this::keep);
    bad.merge(other.bad);
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).merge(other.layers.get(i));
    }
    return this;
  }

  NetScore real() {
    return real;
  }

  NetScore int8() {
    return int8;
  }

  List<LayerError> layers() {
    return layers;
  }

  /** The worst samples, the worst first. */
  List<WorstSample> worst() {
    return List.copyOf(worst);
  }

  BadRecordTally bad() {
    return bad;
  }

  /** How often each label got each answer, by both nets. */
  List<EvaluateResult.Confusion> confusion(AnswerReader reader) {
    List<EvaluateResult.Confusion> cells = new ArrayList<>();
    confusion.forEach(
        (cell, counts) ->
            cells.add(
                new EvaluateResult.Confusion(
                    reader.show(cell.label()), reader.show(cell.answer()), counts[0], counts[1])));
    return cells;
  }
}
