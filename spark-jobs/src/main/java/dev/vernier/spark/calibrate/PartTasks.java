package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.RunningHistogram;
import dev.vernier.spark.JobException;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** What a task does with a part: runs its samples through the net and keeps what it finds. */
final class PartTasks implements Serializable {
  private static final long serialVersionUID = 1L;

  private final PartStore store;
  private final BroadcastNet net;
  private final ArrayList<SampleColumn> inputs;
  private final ArrayList<String> blobs;
  private final BadRecordMode mode;
  private final SeenCounters seen;

  PartTasks(
      PartStore store,
      BroadcastNet net,
      List<SampleColumn> inputs,
      List<String> blobs,
      BadRecordMode mode,
      SeenCounters seen) {
    this.store = store;
    this.net = net;
    this.inputs = new ArrayList<>(inputs);
    this.blobs = new ArrayList<>(blobs);
    this.mode = mode;
    this.seen = seen;
  }

  /** The first pass over a part; with bins that always merge where they are asked for. */
  void first(Part part, boolean running, Iterator<KeyedSample> samples) {
    Watched watched = new Watched(samples);
    PassResult<?> result;
    ArrayList<AbsMax> absMax = new ArrayList<>();
    if (running) {
      PassResult<RunningHistogram> once = pass(new OnePassStatistics(blobs.size()), blobs, watched);
      watched.require(part);
      store.writeRunning(part.id(), once.statistics());
      once.statistics().forEach(blob -> absMax.add(blob.absMax()));
      result = once;
    } else {
      PassResult<AbsMax> once = pass(new AbsMaxStatistics(blobs.size()), blobs, watched);
      watched.require(part);
      absMax.addAll(once.statistics());
      result = once;
    }
    // The last file that is written: with it the part is finished.
    store.writeSummary(new PartSummary(part, result.samples(), result.bad(), absMax));
  }

  /** The second pass over a part, for the blobs that it has no counts of that serve. */
  void second(PartSummary part, HistogramStatistics kind, Iterator<KeyedSample> samples) {
    List<TapStatistics> taken = serving(part.part().id(), kind);
    List<Integer> missing =
        IntStream.range(0, blobs.size())
            // Whether a record is bad may depend on what is asked of the net.
            .filter(blob -> taken.get(blob) == null || part.bad().count() > 0)
            .boxed()
            .toList();
    Watched watched = new Watched(samples);
    PassResult<TapStatistics> result =
        pass(kind.only(missing), missing.stream().map(blobs::get).toList(), watched);
    watched.require(part.part());
    boolean beyond =
        TapStatistics.histograms(result.statistics()).stream().anyMatch(h -> h.samplesBeyond() > 0);
    if (beyond || result.samples() != part.samples()) {
      throw changed();
    }
    for (int i = 0; i < missing.size(); i++) {
      taken.set(missing.get(i), result.statistics().get(i));
    }
    store.writeCounts(part.part().id(), taken);
  }

  private <S extends Serializable> PassResult<S> pass(
      CalibrationPass.Statistics<S> kind, List<String> of, Iterator<EncodedSample> samples) {
    return new CalibrationPass<>(kind, net, inputs, of, mode, seen).call(samples).next();
  }

  /** What a part has of each blob, null where that does not serve. */
  List<TapStatistics> serving(String id, HistogramStatistics kind) {
    List<TapStatistics> found = store.counts(id);
    List<TapStatistics> serving = new ArrayList<>();
    for (int i = 0; i < blobs.size(); i++) {
      serving.add(i < found.size() ? kind.serving(i, found.get(i)) : null);
    }
    return serving;
  }

  private static JobException changed() {
    return new JobException("the samples changed while they were read");
  }

  /** Samples of a part, which must be those that were listed. */
  private static final class Watched implements Iterator<EncodedSample> {
    private final Iterator<KeyedSample> samples;
    private final List<Long> keys = new ArrayList<>();

    Watched(Iterator<KeyedSample> samples) {
      this.samples = samples;
    }

    @Override
    public boolean hasNext() {
      return samples.hasNext();
    }

    @Override
    public EncodedSample next() {
      KeyedSample next = samples.next();
      keys.add(next.key());
      return next.sample();
    }

    void require(Part part) {
      long[] found = keys.stream().mapToLong(Long::longValue).sorted().toArray();
      if (!Arrays.equals(found, part.keys())) {
        throw changed();
      }
    }
  }
}
