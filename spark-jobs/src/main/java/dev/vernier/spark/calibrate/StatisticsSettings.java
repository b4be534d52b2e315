package dev.vernier.spark.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.engine.quant.RunningHistogram;
import dev.vernier.spark.JobException;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.PreprocessOptions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What statistics depend on, besides the samples' bytes: those made under different settings do not
 * add up.
 *
 * @param values by names that users know
 */
record StatisticsSettings(Map<String, String> values) implements Serializable {

  /** Of what lies in a folder; raised when a reader of the one before would go wrong. */
  static final int VERSION = 2;

  private static final String NET = "net";
  private static final String NET_FILE = "net file";

  /** Copies the map. */
  StatisticsSettings {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Settings of a job. */
  static StatisticsSettings of(CalibrateOptions options, BroadcastNet net) {
    Map<String, String> values = new TreeMap<>();
    values.put("version of statistics", "" + VERSION);
    values.put(NET, net.fingerprint());
    values.put(NET_FILE, net.name());
    values.put("passes", "" + options.passes());
    values.put("bins", "" + (options.passes() == 1 ? RunningHistogram.BINS : Histogram.BINS));
    values.put("kernels", options.run().kernels().name().toLowerCase(Locale.ROOT));
    List<InputOptions> inputs = options.inputs();
    values.put("inputs", "" + inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      PreprocessOptions how = inputs.get(i).preprocess();
      String of = inputs.size() == 1 ? "" : " of input " + (i + 1);
      values.put("blob" + of, inputs.get(i).blob());
      values.put("mean" + of, "" + how.mean());
      values.put("norm" + of, "" + how.norm());
      values.put("shape" + of, "" + how.shape());
      values.put("pixel" + of, how.pixel());
      values.put("max-pixels" + of, "" + how.maxPixels());
    }
    return new StatisticsSettings(values);
  }

  /** Settings as they were saved. */
  static StatisticsSettings parse(String json) throws JsonProcessingException {
    return new StatisticsSettings(new ObjectMapper().readValue(json, new TypeReference<>() {}));
  }

  /** The settings as JSON, always the same for the same ones. */
  String json() {
    try {
      return new ObjectMapper().writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and values are strings", e);
    }
  }

  /** SHA-256 of everything that counts, in hexadecimal digits; the net file's name does not. */
  String fingerprint() {
    Map<String, String> counting = new TreeMap<>(values);
    counting.remove(NET_FILE);
    return Fingerprints.of(new StatisticsSettings(counting).json());
  }

  /** Whether there was one pass, with bins that always merge exactly. */
  boolean inOnePass() {
    return "1".equals(values.get("passes"));
  }

  /**
   * Refuses other settings.
   *
   * @param whose the statistics that were found
   * @throws JobException that names what differs
   */
  void require(String whose, StatisticsSettings found) {
    if (fingerprint().equals(found.fingerprint())) {
      return;
    }
    if (!values.get(NET).equals(found.values.get(NET))) {
      throw otherNet(whose, found.values.get(NET_FILE), found.values.get(NET), values.get(NET));
    }
    Set<String> names = new LinkedHashSet<>(values.keySet());
    names.addAll(found.values.keySet());
    names.remove(NET_FILE);
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String here = values.getOrDefault(name, "(none)");
      String there = found.values.getOrDefault(name, "(none)");
      if (!here.equals(there)) {
        differences.add(name + " is " + there + ", expected " + here);
      }
    }
    throw new JobException(
        "statistics "
            + whose
            + " were made under other settings (SHA-256 "
            + Fingerprints.abbreviate(found.fingerprint())
            + ", expected "
            + Fingerprints.abbreviate(fingerprint())
            + "): "
            + String.join("; ", differences));
  }

  /** The refusal of another net's statistics. */
  static JobException otherNet(String whose, String net, String found, String expected) {
    return new JobException(
        "statistics "
            + whose
            + " are of another net, "
            + net
            + " (SHA-256 "
            + Fingerprints.abbreviate(found)
            + "), expected "
            + Fingerprints.abbreviate(expected));
  }
}
