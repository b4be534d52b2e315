package dev.vernier.spark.broadcast;

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

/** Runs samples through the net, one after the other; one a task. */
public final class SampleRunner {
  private final BroadcastNet net;
  private final List<Blob> inputBlobs;
  private final int[] blobs;
  private final BadRecordMode mode;
  private final SeenCounters seen;
  private final SampleDecoder decoder;
  private Extractor extractor;

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
    this.decoder = new SampleDecoder(inputs);
    this.extractor = net.extractor();
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

  /**
   * The wanted blobs of one sample, valid until the next call.
   *
   * @throws BadRecordException if it cannot be decoded or the net cannot take it
   * @throws JobException instead, with the record's name, where the mode is FAILFAST
   */
  public List<Mat> run(EncodedSample sample) throws BadRecordException {
    try {
      long start = System.nanoTime();
      Mat[] mats = decoder.decode(sample);
      long decoded = System.nanoTime();
      List<Mat> outputs = extract(mats);
      seen.sample(decoded - start, System.nanoTime() - decoded);
      return outputs;
    } catch (BadRecordException e) {
      seen.bad();
      if (mode == BadRecordMode.FAILFAST) {
        throw new JobException(sample.name() + ": " + e.getMessage() + " (mode FAILFAST)", e);
      }
      throw e;
    }
  }

  private List<Mat> extract(Mat[] mats) throws BadRecordException {
    try {
      for (int i = 0; i < mats.length; i++) {
        extractor.input(inputBlobs.get(i).index(), mats[i]);
      }
      return extractor.extract(blobs);
    } catch (RuntimeException e) {
      // What a run that was cut short has left behind is not worth reasoning about.
      extractor = net.extractor();
      throw new BadRecordException("the net cannot take it: ", e);
    }
  }
}
