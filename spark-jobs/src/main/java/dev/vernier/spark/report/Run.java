package dev.vernier.spark.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where figures come from: one run of a job.
 *
 * @param command {@code calibrate}, {@code evaluate} or {@code tune}
 * @param started when, in UTC as ISO 8601 has it
 * @param seconds how long the job took, without the report
 * @param samples samples of its input, bad ones included; 0 where it read kept statistics
 * @param data fingerprint of those: the sum of the SHA-256 of each one's bytes, which is the same
 *     in any order and under any names; empty where there are none
 * @param settings the job's options by name
 * @param versions of what ran it, by name
 * @param cluster where it ran, by name
 */
public record Run(
    String command,
    String started,
    double seconds,
    long samples,
    String data,
    Map<String, String> settings,
    Map<String, String> versions,
    Map<String, String> cluster) {

  /** Copies the maps, in their order. */
  public Run {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    cluster = Collections.unmodifiableMap(new LinkedHashMap<>(cluster));
  }
}
