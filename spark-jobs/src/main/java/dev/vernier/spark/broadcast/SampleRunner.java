package dev.vernier.spark.broadcast;

import dev.vernier.engine.BatchExtractor;
import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.spark.JobException;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleColumn;
import dev.vernier.spark.source.SampleDecoder;
import java.util.ArrayList;
import java.util.List;

/** Runs samples through the net, one or several at a time; one a task. */
public final class SampleRunner {
  private final BroadcastNet net;
  private final List<Blob> inputBlobs;
  private final int[] blobs;
  private final BadRecordMode mode;
  private final SeenCounters seen;
  private final List<SampleColumn> inputs;
  private final List<SampleDecoder> decoders = new ArrayList<>();
  private Extractor extractor;
  private BatchExtractor batches;

  /**
   * A runner for one task.
   *
   * @param net the net of this JVM
   * @param inputs what feeds it
   * @param blobs what is wanted of every sample
   * @param mode what becomes of bad records
   * @param seen what the UI shows
   * @throws JobException if the inputs do not fit the net
   * @throws dev.vernier.engine.NetException if there is no blob of a wanted name
   */
  public SampleRunner(
      BroadcastNet net,
      List<SampleColumn> inputs,
      List<String> blobs,
      BadRecordMode mode,
      SeenCounters seen) {
    this.net = net;
    this.inputBlobs = inputBlobs(net.net(), inputs);
    this.blobs = blobs.stream().mapToInt(name -> net.net().blob(name).index()).toArray();
    this.mode = mode;
    this.seen = seen;
    this.inputs = List.copyOf(inputs);
    this.extractor = net.extractor();
    this.batches = net.batchExtractor();
  }

  /**
   * The input blob that each input feeds.
   *
   * @throws JobException if there are too many or too few, or one is named twice or is not an input
   */
  static List<Blob> inputBlobs(Net net, List<SampleColumn> inputs) {
    List<String> expected = net.inputs().stream().map(Blob::name).toList();
    if (inputs.size() != expected.size()) {
      throw new JobException(
          inputs.size() + " inputs are given, the net has " + expected.size() + ": " + expected);
    }
    List<Blob> blobs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      String blob = inputs.get(i).blob().isEmpty() ? expected.get(i) : inputs.get(i).blob();
      if (!expected.contains(blob)) {
        throw new JobException(
            "\"" + blob + "\" is not an input of the net, those are " + expected);
      }
      if (blobs.contains(net.blob(blob))) {
        throw new JobException("input \"" + blob + "\" of the net is fed twice");
      }
      blobs.add(net.blob(blob));
    }
    return blobs;
  }

  /** Takes the samples of a mini-batch as they are done, in their order. */
  @FunctionalInterface
  public interface Results {

    /**
     * One sample is done.
     *
     * @param index its place in the mini-batch
     * @param blobs the wanted blobs, valid during the call; null if the record is bad
     * @param bad what is wrong with it, null if nothing is
     */
    void accept(int index, List<Mat> blobs, BadRecordException bad);
  }

  /**
   * The wanted blobs of one sample, valid until the next call.
   *
   * @throws BadRecordException if it cannot be decoded or the net cannot take it
   * @throws JobException instead, with the record's name, where the mode is FAILFAST
   */
  public List<Mat> run(EncodedSample sample) throws BadRecordException {
    try {
      return extract(decode(sample, 0));
    } catch (BadRecordException e) {
      throw seen(sample, e);
    }
  }

  /**
   * Runs a mini-batch: first all samples are decoded, then the net runs over them, over several at
   * once where that is faster. A bad record is a result like the others.
   *
   * @throws JobException if a record is bad and the mode is FAILFAST
   */
  public void run(List<EncodedSample> samples, Results results) {
    List<Mat[]> decoded = new ArrayList<>(samples.size());
    BadRecordException[] bad = new BadRecordException[samples.size()];
    for (int i = 0; i < bad.length; i++) {
      try {
        decoded.add(decode(samples.get(i), i));
      } catch (BadRecordException e) {
        bad[i] = e;
      }
    }
    List<Mat[]> together = extract(decoded);
    int next = 0;
    for (int i = 0; i < bad.length; i++) {
      List<Mat> blobs = null;
      if (bad[i] == null) {
        try {
          blobs = together == null ? extract(decoded.get(next)) : List.of(together.get(next));
        } catch (BadRecordException e) {
          bad[i] = e;
        }
        next++;
      }
      results.accept(i, blobs, bad[i] == null ? null : seen(samples.get(i), bad[i]));
    }
  }

  /** The wanted blobs of all samples; null where the net does not take one of them. */
  private List<Mat[]> extract(List<Mat[]> samples) {
    long start = System.nanoTime();
    try {
      int[] inputs = inputBlobs.stream().mapToInt(Blob::index).toArray();
      List<Mat[]> found = batches.extract(inputs, samples, blobs);
      long nanos = System.nanoTime() - start;
      for (int i = 0; i < found.size(); i++) {
        seen.sample(nanos / found.size());
      }
      return found;
    } catch (RuntimeException e) {
      // One by one it will be seen which sample that is.
      batches = net.batchExtractor();
      return null;
    }
  }

  /** Counts a bad record and gives it back, unless the mode makes it the end of the job. */
  private BadRecordException seen(EncodedSample sample, BadRecordException bad) {
    seen.bad();
    if (mode == BadRecordMode.FAILFAST) {
      throw new JobException(sample.name() + ": " + bad.getMessage() + " (mode FAILFAST)", bad);
    }
    return bad;
  }

  /** Each place in a mini-batch has buffers of its own. */
  private Mat[] decode(EncodedSample sample, int place) throws BadRecordException {
    while (decoders.size() <= place) {
      decoders.add(new SampleDecoder(inputs));
    }
    long start = System.nanoTime();
    Mat[] mats = decoders.get(place).decode(sample);
    seen.decoded(System.nanoTime() - start);
    return mats;
  }

  private List<Mat> extract(Mat[] mats) throws BadRecordException {
    long start = System.nanoTime();
    try {
      for (int i = 0; i < mats.length; i++) {
        extractor.input(inputBlobs.get(i).index(), mats[i]);
      }
      List<Mat> outputs = extractor.extract(blobs);
      seen.sample(System.nanoTime() - start);
      return outputs;
    } catch (RuntimeException e) {
      // What a run that was cut short has left behind is not worth reasoning about.
      extractor = net.extractor();
      throw new BadRecordException("the net cannot take it: ", e);
    }
  }
}
