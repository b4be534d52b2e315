package dev.vernier.spark.calibrate;

import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.kernel.StatisticsKernels;
import dev.vernier.engine.quant.SampleHash;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.SampleRunner;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * One pass over the samples: each runs through the net, and the tapped blobs go into statistics.
 *
 * @param <S> statistics of one blob
 */
final class CalibrationPass<S extends Serializable>
    implements FlatMapFunction<Iterator<EncodedSample>, PassResult<S>> {
  private static final long serialVersionUID = 1L;

  /** What differs between the passes. */
  interface Statistics<S> extends Serializable {
    /** Empty statistics for every tapped blob. */
    List<S> empty();

    /**
     * Adds what a sample has made of a blob.
     *
     * @param blob which of the tapped blobs
     */
    void add(int blob, S statistics, Mat mat, Sample sample);

    /** Adds what others have seen. */
    void merge(S statistics, S other);

    /** Whether {@link #add} needs a blob's elements in their order. */
    default boolean ordered() {
      return false;
    }
  }

  /**
   * The sample that runs through the net.
   *
   * @param name what messages call it
   * @param hash of its bytes, wherever they lie
   */
  record Sample(String name, long hash, Net net, StatisticsKernels kernels) {}

  private final Statistics<S> kind;
  private final BroadcastNet net;
  private final ArrayList<SampleColumn> inputs;
  private final ArrayList<String> blobs;
  private final BadRecordMode mode;
  private final SeenCounters seen;

  CalibrationPass(
      Statistics<S> kind,
      BroadcastNet net,
      List<SampleColumn> inputs,
      List<String> blobs,
      BadRecordMode mode,
      SeenCounters seen) {
    this.kind = kind;
    this.net = net;
    this.inputs = new ArrayList<>(inputs);
    this.blobs = new ArrayList<>(blobs);
    this.mode = mode;
    this.seen = seen;
  }

  /** Runs the pass; the result is the same for any partitions and any order of the samples. */
  PassResult<S> over(JavaRDD<EncodedSample> samples) {
    PassResult<S> found = PassResult.reduce(samples.mapPartitions(this), kind::merge);
    return found.statistics().isEmpty() ? new PassResult<>(kind.empty()) : found;
  }

  @Override
  public Iterator<PassResult<S>> call(Iterator<EncodedSample> samples) {
    SampleRunner runner = new SampleRunner(net, inputs, blobs, mode, seen);
    Net held = net.net();
    StatisticsKernels kernels = net.kernels().statistics();
    PassResult<S> result = new PassResult<>(kind.empty());
    while (samples.hasNext()) {
      EncodedSample sample = samples.next();
      try {
        Sample run = new Sample(sample.name(), SampleHash.of(sample.contents()), held, kernels);
        runner.run(sample, taker(result, run));
        result.countSample();
      } catch (BadRecordException e) {
        result.countBad(sample.name(), e.getMessage());
      }
    }
    return List.of(result).iterator();
  }

  private SampleRunner.Blobs taker(PassResult<S> result, Sample sample) {
    return new SampleRunner.Blobs() {
      @Override
      public void check(List<Mat> mats) throws BadRecordException {
        requireFloats(mats);
      }

      @Override
      public void take(int index, Mat blob) {
        kind.add(index, result.statistics().get(index), blob, sample);
      }

      @Override
      public boolean ordered() {
        return kind.ordered();
      }
    };
  }

  private void requireFloats(List<Mat> mats) throws BadRecordException {
    for (int i = 0; i < mats.size(); i++) {
      if (mats.get(i).type() != Mat.Type.FLOAT32) {
        throw new BadRecordException(
            "blob \"" + blobs.get(i) + "\" is " + mats.get(i) + ", expected float32");
      }
    }
  }
}
