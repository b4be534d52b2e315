package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.quant.ColumnSample;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.engine.quant.RunningHistogram;
import dev.vernier.spark.JobException;
import dev.vernier.spark.source.HadoopFiles;
import dev.vernier.spark.source.SharedConfiguration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Statistics of parts as files, which tasks write and read: under a temporary name first, so that a
 * file that is there is whole.
 */
final class PartStore implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String SETTINGS = "settings.json";
  private static final String SUMMARY = ".samples";
  private static final String RUNNING = ".running";
  private static final String COUNTS = ".counts";

  private final String folder;
  private final SharedConfiguration configuration;

  /** The parts in a folder of statistics. */
  PartStore(String folder, SharedConfiguration configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  /** Writes one kind of statistics. */
  @FunctionalInterface
  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads one kind of statistics. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  /**
   * Makes the folder, or goes on with one that was made under these settings.
   *
   * @throws JobException if the folder holds something else
   */
  void open(StatisticsSettings settings) {
    String file = folder + "/" + SETTINGS;
    try {
      List<String> there = HadoopFiles.names(configuration.value(), folder);
      if (there.contains(SETTINGS)) {
        byte[] bytes = HadoopFiles.read(configuration.value(), file);
        settings.require(folder, StatisticsSettings.parse(new String(bytes, UTF_8)));
        return;
      }
      if (!there.isEmpty()) {
        throw new JobException(
            folder + " exists and holds no statistics that calibrate --stats wrote");
      }
      HadoopFiles.writeAtomically(configuration.value(), file, settings.json().getBytes(UTF_8));
    } catch (IOException e) {
      throw new JobException("cannot write statistics " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Parts that the first pass has finished, with counts of one pass where they are asked for. */
  List<String> finished(boolean running) {
    try {
      List<String> names = HadoopFiles.names(configuration.value(), folder + "/parts");
      Set<String> all = new HashSet<>(names);
      return names.stream()
          .filter(name -> name.endsWith(SUMMARY) && !name.startsWith("."))
          .map(name -> name.substring(0, name.length() - SUMMARY.length()))
          .filter(id -> !running || all.contains(id + RUNNING))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new JobException("cannot read statistics " + folder + ": " + e.getMessage(), e);
    }
  }

  PartSummary summary(String id) {
    PartSummary found = read(id + SUMMARY, PartSummary::read);
    if (!found.part().id().equals(id)) {
      throw new JobException("statistics " + folder + " are damaged: part " + id);
    }
    return found;
  }

  void writeSummary(PartSummary summary) {
    write(summary.part().id() + SUMMARY, summary::write);
  }

  ArrayList<RunningHistogram> running(String id) {
    return read(
        id + RUNNING,
        in -> {
          ArrayList<RunningHistogram> blobs = new ArrayList<>();
          for (int left = in.readInt(); left > 0; left--) {
            blobs.add(RunningHistogram.read(in));
          }
          return blobs;
        });
  }

  void writeRunning(String id, List<RunningHistogram> blobs) {
    write(
        id + RUNNING,
        out -> {
          out.writeInt(blobs.size());
          for (RunningHistogram blob : blobs) {
            blob.write(out);
          }
        });
  }

  /**
   * What the second pass found in a part, whatever the ranges; none where it has not been there.
   */
  List<TapStatistics> counts(String id) {
    try {
      if (!HadoopFiles.exists(configuration.value(), path(id + COUNTS))) {
        return List.of();
      }
    } catch (IOException e) {
      throw new JobException("cannot read statistics " + folder + ": " + e.getMessage(), e);
    }
    return read(
        id + COUNTS,
        in -> {
          List<TapStatistics> blobs = new ArrayList<>();
          for (int left = in.readInt(); left > 0; left--) {
            blobs.add(readTap(in));
          }
          return blobs;
        });
  }

  void writeCounts(String id, List<TapStatistics> blobs) {
    write(
        id + COUNTS,
        out -> {
          out.writeInt(blobs.size());
          for (TapStatistics blob : blobs) {
            writeTap(out, blob);
          }
        });
  }

  private static void writeTap(DataOutputStream out, TapStatistics tap) throws IOException {
    out.writeFloat(tap.histogram().absMax());
    for (long count : tap.histogram().counts()) {
      out.writeLong(count);
    }
    out.writeInt(tap.columns().size());
    for (ColumnSample sample : tap.columns()) {
      sample.write(out);
    }
  }

  private static TapStatistics readTap(DataInputStream in) throws IOException {
    float absMax = in.readFloat();
    long[] counts = new long[Histogram.BINS];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readLong();
    }
    ArrayList<ColumnSample> columns = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      columns.add(ColumnSample.read(in));
    }
    return new TapStatistics(Histogram.of(absMax, counts), columns);
  }

  private String path(String name) {
    return folder + "/parts/" + name;
  }

  private void write(String name, Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      try (DataOutputStream out = new DataOutputStream(new QuickGzip(bytes))) {
        writer.write(out);
      }
      HadoopFiles.writeAtomically(configuration.value(), path(name), bytes.toByteArray());
    } catch (IOException e) {
      throw new JobException("cannot write statistics " + path(name) + ": " + e.getMessage(), e);
    }
  }

  private <T> T read(String name, Reader<T> reader) {
    byte[] bytes;
    try {
      bytes = HadoopFiles.read(configuration.value(), path(name));
    } catch (IOException e) {
      throw new JobException("cannot read statistics " + path(name) + ": " + e.getMessage(), e);
    }
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
      return reader.read(in);
    } catch (IOException | IllegalArgumentException | NegativeArraySizeException e) {
      throw new JobException(
          "statistics "
              + path(name)
              + " are damaged, remove that file and calibrate again: "
              + e.getMessage(),
          e);
    }
  }

  /** Statistics are written by tasks, while samples wait: half as small would take far longer. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
