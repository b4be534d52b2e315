package dev.vernier.spark.broadcast;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.SampleDecoder;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** A sample for the driver, which shows it the shapes that a net will see. */
public final class FirstSample {
  /** Samples that are looked at for one that can be decoded. */
  private static final int TRIED = 32;

  private FirstSample() {}

  /**
   * Input blobs, by name, of the first sample that can be decoded; none where that is hard to find.
   *
   * @throws dev.vernier.spark.JobException if the samples' inputs do not fit the net
   */
  public static Map<String, Mat> inputs(Net net, SampleSet samples) {
    List<Blob> blobs = SampleRunner.inputBlobs(net, samples.inputs());
    SampleReader reader = new SampleReader(samples);
    SampleDecoder decoder = new SampleDecoder(samples.inputs());
    for (Row row : samples.rows().takeAsList(TRIED)) {
      try {
        Mat[] mats = decoder.decode(reader.read(row));
        Map<String, Mat> inputs = new LinkedHashMap<>();
        for (int i = 0; i < mats.length; i++) {
          inputs.put(blobs.get(i).name(), mats[i]);
        }
        return inputs;
      } catch (BadRecordException bad) {
        // The job itself counts it and tells of it.
        continue;
      }
    }
    return Map.of();
  }
}
