package dev.vernier.spark.ml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.Net;
import dev.vernier.spark.JobException;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import scala.Option;

/**
 * The saved models that functions of this JVM use, by their paths: each is read once, and again
 * when another one has been saved in its place. Thread-safe.
 */
final class SavedModels {
  private static final String CLASS = NcnnModel.class.getName();
  private static final Map<String, SavedModels> HELD = new ConcurrentHashMap<>();

  /**
   * A model and its net.
   *
   * @param model what the net is told
   * @param net the net, which is this JVM's only one of its kind
   */
  record Loaded(NcnnModel model, Net net) {}

  /** An idle model goes when the JVM is short of memory. */
  private SoftReference<Loaded> model = new SoftReference<>(null);

  private String version = "";
  private int loads;

  private SavedModels() {}

  /**
   * The model at a path.
   *
   * @throws JobException if there is none or it cannot be read
   */
  static Loaded get(Configuration configuration, String path) {
    return HELD.computeIfAbsent(path, p -> new SavedModels()).current(configuration, path);
  }

  /** How often this JVM has read the model at a path. */
  static int loads(String path) {
    SavedModels held = HELD.get(path);
    return held == null ? 0 : held.loads();
  }

  private synchronized Loaded current(Configuration configuration, String path) {
    FileStatus metadata = metadata(configuration, path);
    String found = metadata.getPath() + " " + metadata.getModificationTime();
    Loaded held = model.get();
    if (held == null || !version.equals(found)) {
      held = read(configuration, path, metadata);
      model = new SoftReference<>(held);
      version = found;
      loads++;
    }
    return held;
  }

  private synchronized int loads() {
    return loads;
  }

  /** The file in which Spark keeps the parameters; another save writes another one. */
  private static FileStatus metadata(Configuration configuration, String path) {
    try {
      Path folder = new Path(path, "metadata");
      return Arrays.stream(folder.getFileSystem(configuration).listStatus(folder))
          .filter(file -> file.getPath().getName().startsWith("part-") && file.getLen() > 0)
          .findFirst()
          .orElseThrow(() -> new IOException("its metadata is empty"));
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException("no saved NcnnModel at " + path + ": " + e.getMessage(), e);
    }
  }

  /** As {@link StageReader} does, without a SparkContext, which executors do not have. */
  private static Loaded read(Configuration configuration, String path, FileStatus metadata) {
    try {
      String text =
          new String(HadoopFiles.read(configuration, metadata.getPath().toString()), UTF_8);
      DefaultParamsReader.Metadata parsed =
          DefaultParamsReader.parseMetadata(text.lines().findFirst().orElse(""), CLASS);
      NcnnModel read = new NcnnModel(parsed.uid(), NetFolder.read(configuration, path));
      parsed.getAndSetParams(read, Option.empty());
      read.net().requireOneInput();
      return new Loaded(read, read.net().load());
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException("cannot read the NcnnModel at " + path + ": " + e.getMessage(), e);
    }
  }
}
