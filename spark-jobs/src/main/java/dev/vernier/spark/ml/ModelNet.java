package dev.vernier.spark.ml;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Net;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.TextParamWriter;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.spark.broadcast.BroadcastNet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The net of a stage, shared by the stage's copies: on the driver as it was stored, and broadcast
 * when it is first used. Thread-safe.
 */
final class ModelNet {
  private final StoredNet stored;
  private final String table;
  private final Net net;
  private final String fingerprint;
  private final Map<KernelProvider, BroadcastNet> sent = new HashMap<>();
  private SparkContext context;

  /**
   * A net.
   *
   * @param table the table that it was quantised by, empty for none
   */
  ModelNet(StoredNet stored, String table) {
    this.stored = stored;
    this.table = table;
    this.net = Net.of(stored, LayerRegistry.builtin());
    this.fingerprint = BroadcastNet.fingerprint(param(), bin());
  }

  /**
   * A net in memory.
   *
   * @param name of the param file, for messages
   * @param table the table that it was quantised by, empty for none
   * @throws dev.vernier.engine.NetException if the bytes do not hold a net
   */
  static ModelNet of(byte[] param, byte[] bin, String name, String table) {
    LayerRegistry registry = LayerRegistry.builtin();
    WeightReader weights = WeightReader.of(bin, stem(name) + ".bin");
    StoredNet stored = StoredNet.of(ParamReader.read(param, name, registry), weights, registry);
    weights.finish();
    return new ModelNet(stored, table);
  }

  /** What messages call it: its param file's name. */
  String name() {
    return stored.source();
  }

  /** That name without its ending. */
  String stem() {
    return stem(name());
  }

  private static String stem(String name) {
    return name.replaceFirst("\\.param(\\.bin)?$", "");
  }

  String table() {
    return table;
  }

  StoredNet stored() {
    return stored;
  }

  /**
   * Checks that one column can feed it.
   *
   * @throws IllegalArgumentException if it has no input or several
   */
  void requireOneInput() {
    List<String> inputs = net.inputs().stream().map(Blob::name).toList();
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          name() + " has the inputs " + inputs + ", a stage feeds nets of one input");
    }
  }

  /** The name of its input. */
  String input() {
    return net.inputs().get(0).name();
  }

  /** The names of the blobs that no layer reads. */
  List<String> outputs() {
    return net.outputs().stream().map(Blob::name).toList();
  }

  /**
   * Checks a blob's name.
   *
   * @throws dev.vernier.engine.NetException if there is none of it; the message gives the nearest
   */
  void requireBlob(String blob) {
    net.blob(blob);
  }

  /** The net, to be run in this JVM. */
  Net load() {
    return net;
  }

  /** The net on its way to that context's executors. */
  synchronized BroadcastNet on(SparkContext where, KernelProvider kernels) {
    if (context != where) {
      sent.clear();
      context = where;
    }
    return sent.computeIfAbsent(
        kernels,
        k -> BroadcastNet.of(JavaSparkContext.fromSparkContext(where), net, fingerprint, k));
  }

  /** Takes the net from the executors; the next use sends it again. */
  synchronized void release() {
    if (context != null && !context.isStopped()) {
      sent.values().forEach(BroadcastNet::close);
    }
    sent.clear();
  }

  /** The param as text. */
  byte[] param() {
    return bytes(out -> TextParamWriter.write(stored.definition(), out));
  }

  private byte[] bin() {
    return bytes(stored::writeBin);
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static byte[] bytes(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
