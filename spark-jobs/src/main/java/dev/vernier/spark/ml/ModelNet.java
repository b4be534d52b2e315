package dev.vernier.spark.ml;

import dev.vernier.engine.NearestNames;
import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.NetFiles;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The net of a stage, shared by the stage's copies: on the driver as it is stored, which is all
 * that a driver needs of it, and broadcast when it is first used. Thread-safe.
 */
final class ModelNet {
  private final NetFiles files;
  private final String table;
  private final List<String> inputs;
  private final Set<String> blobs = new LinkedHashSet<>();
  private final List<String> outputs;
  private final Map<KernelProvider, BroadcastNet> sent = new HashMap<>();
  private SparkContext context;

  /**
   * A net.
   *
   * @param table the table that it was quantised by, empty for none
   */
  ModelNet(NetFiles files, String table) {
    this.files = files;
    this.table = table;
    List<LayerSpec> layers = files.definition().layers();
    Set<String> read = new LinkedHashSet<>();
    for (LayerSpec layer : layers) {
      blobs.addAll(layer.tops());
      read.addAll(layer.bottoms());
    }
    this.inputs =
        layers.stream()
            .filter(layer -> layer.type().equals("Input") && layer.bottoms().isEmpty())
            .flatMap(layer -> layer.tops().stream())
            .toList();
    this.outputs = blobs.stream().filter(blob -> !read.contains(blob)).toList();
  }

  /** What messages call it: its param file's name. */
  String name() {
    return files.name();
  }

  /** That name without its ending. */
  String stem() {
    return name().replaceFirst("\\.param(\\.bin)?$", "");
  }

  /** Its two files. */
  NetFiles files() {
    return files;
  }

  /** The table that it was quantised by, empty for none. */
  String table() {
    return table;
  }

  /**
   * Checks that one column can feed it.
   *
   * @throws IllegalArgumentException if it has no input or several
   */
  void requireOneInput() {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          name() + " has the inputs " + inputs + ", a stage feeds nets of one input");
    }
  }

  /** The name of its input. */
  String input() {
    return inputs.get(0);
  }

  /** The names of the blobs that no layer reads. */
  List<String> outputs() {
    return outputs;
  }

  /**
   * Checks a blob's name.
   *
   * @throws NetException if there is none of it; the message gives the nearest
   */
  void requireBlob(String blob) {
    if (!blobs.contains(blob)) {
      throw new NetException(
          name() + ": no blob \"" + blob + "\"" + NearestNames.suggest(blob, blobs));
    }
  }

  /** The net, to be run in this JVM, and only as long as somebody holds it or runs it. */
  Net load() {
    return files.shared();
  }

  /** The kernels that a stage names. */
  static KernelProvider kernels(NcnnParams<?> stage) {
    return KernelProvider.valueOf(stage.getKernels().toUpperCase(Locale.ROOT));
  }

  /** The net on its way to that context's executors, with the kernels that a stage names. */
  synchronized BroadcastNet on(SparkContext where, NcnnParams<?> stage) {
    if (context != where) {
      sent.clear();
      context = where;
    }
    return sent.computeIfAbsent(
        kernels(stage), k -> BroadcastNet.of(JavaSparkContext.fromSparkContext(where), files, k));
  }

  /** Takes the net from the executors; the next use sends it again. */
  synchronized void release() {
    if (context != null && !context.isStopped()) {
      sent.values().forEach(BroadcastNet::close);
    }
    sent.clear();
  }
}
