package dev.vernier.spark.broadcast;

import dev.vernier.engine.BatchExtractor;
import dev.vernier.engine.Blob;
import dev.vernier.engine.BlobViewer;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs samples through the net, one or several at a time; one a task. */
public final class SampleRunner {
  private final BroadcastNet net;
  private final List<Blob> inputBlobs;
  private final int[] blobs;

  /** Where each blob stands among the wanted ones. */
  private final Map<Integer, Integer> places = new HashMap<>();

  /** Shapes of samples that the net has taken. */
  private final Set<String> taken = new HashSet<>();

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
    for (int i = 0; i < this.blobs.length; i++) {
      places.put(this.blobs[i], i);
    }
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

  /** Takes the wanted blobs of a sample one by one. */
  public interface Blobs {

    /**
     * Looks at all blobs of the first sample of a shape before one of them is taken.
     *
     * @throws BadRecordException if samples of this shape cannot be used
     */
    void check(List<Mat> blobs) throws BadRecordException;

    /**
     * One of the wanted blobs is there.
     *
     * @param index its place among them
     * @param blob valid during the call
     */
    void take(int index, Mat blob);

    /** Whether elements must be in their order; see {@link BlobViewer#ordered}. */
    boolean ordered();
  }

  /**
   * Has the wanted blobs of a sample taken while they are made, all of them or none. Whether the
   * net takes a sample is decided by its shape, so only the first one of a shape runs to its end
   * before its blobs are taken; a later one that fails in spite of that ends the job.
   *
   * @throws BadRecordException if it cannot be decoded or the net cannot take it
   * @throws JobException instead, with the record's name, where the mode is FAILFAST
   */
  public void run(EncodedSample sample, Blobs taker) throws BadRecordException {
    try {
      Mat[] mats = decode(sample, 0);
      // Type and shape, as messages show them.
      String shape = Arrays.toString(mats);
      if (taken.contains(shape)) {
        view(sample, mats, taker);
        return;
      }
      List<Mat> found = extract(mats);
      taker.check(found);
      for (int i = 0; i < found.size(); i++) {
        taker.take(i, found.get(i));
      }
      taken.add(shape);
    } catch (BadRecordException e) {
      throw seen(sample, e);
    }
  }

  private void view(EncodedSample sample, Mat[] mats, Blobs taker) {
    long start = System.nanoTime();
    try {
      input(mats);
      extractor.view(
          blobs,
          new BlobViewer() {
            @Override
            public void view(int blob, Mat value) {
              taker.take(places.get(blob), value);
            }

            @Override
            public boolean ordered() {
              return taker.ordered();
            }
          });
    } catch (JobException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new JobException(
          sample.name()
              + ": the net takes others of its shape, but not this one: "
              + e.getMessage(),
          e);
    }
    seen.sample(System.nanoTime() - start);
  }

  private void input(Mat[] mats) {
    for (int i = 0; i < mats.length; i++) {
      extractor.input(inputBlobs.get(i).index(), mats[i]);
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
      input(mats);
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
