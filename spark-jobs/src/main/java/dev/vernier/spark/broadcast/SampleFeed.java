package dev.vernier.spark.broadcast;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.spark.JobException;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleColumn;
import dev.vernier.spark.source.SampleDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes samples for work that takes more than one run of a net; one a task. */
public final class SampleFeed {
  private final List<Blob> inputBlobs;
  private final SampleDecoder decoder;
  private final BadRecordMode mode;
  private final SeenCounters seen;

  /** What is done with the inputs of a sample. */
  @FunctionalInterface
  public interface Work<T> {

    /**
     * Does it.
     *
     * @param inputs the net's input blobs and their values, valid during the call
     * @throws BadRecordException if the record cannot be used
     */
    T apply(Map<Blob, Mat> inputs) throws BadRecordException;
  }

  /**
   * A feed for one task.
   *
   * @throws JobException if the inputs do not fit the net
   */
  public SampleFeed(Net net, List<SampleColumn> inputs, BadRecordMode mode, SeenCounters seen) {
    this.inputBlobs = SampleRunner.inputBlobs(net, inputs);
    this.decoder = new SampleDecoder(inputs);
    this.mode = mode;
    this.seen = seen;
  }

  /**
   * Decodes a sample and has work done with it.
   *
   * @throws BadRecordException if it cannot be decoded, or the work cannot take it
   * @throws JobException instead, with the record's name, where the mode is FAILFAST
   */
  public <T> T feed(EncodedSample sample, Work<T> work) throws BadRecordException {
    try {
      long start = System.nanoTime();
      Mat[] mats = decoder.decode(sample);
      long decoded = System.nanoTime();
      seen.decoded(decoded - start);
      Map<Blob, Mat> inputs = new LinkedHashMap<>();
      for (int i = 0; i < mats.length; i++) {
        inputs.put(inputBlobs.get(i), mats[i]);
      }
      T result = apply(work, inputs);
      seen.sample(System.nanoTime() - decoded);
      return result;
    } catch (BadRecordException bad) {
      seen.bad();
      if (mode == BadRecordMode.FAILFAST) {
        throw new JobException(sample.name() + ": " + bad.getMessage() + " (mode FAILFAST)", bad);
      }
      throw bad;
    }
  }

  private static <T> T apply(Work<T> work, Map<Blob, Mat> inputs) throws BadRecordException {
    try {
      return work.apply(inputs);
    } catch (RuntimeException e) {
      throw new BadRecordException("the net cannot take it: ", e);
    }
  }
}
