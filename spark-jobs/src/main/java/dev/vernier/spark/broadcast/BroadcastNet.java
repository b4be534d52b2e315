package dev.vernier.spark.broadcast;

import dev.vernier.engine.BatchExtractor;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.spark.JobException;
import dev.vernier.spark.config.NetOptions;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A net on its way to the executors: sent when the first task is, as it is stored, and shared by
 * all tasks of a JVM. The driver holds Spark's blocks of it, and the net itself only as long as
 * somebody uses it there. Close it when the job is done.
 */
public final class BroadcastNet implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final String id = UUID.randomUUID().toString();
  private final String fingerprint;
  private final KernelProvider kernels;
  private final NetLoads loads;
  private final transient JavaSparkContext context;
  private final transient NetContent content;
  private Broadcast<SharedNet> broadcast;
  private boolean closed;

  private BroadcastNet(
      JavaSparkContext context, NetContent content, String fingerprint, KernelProvider kernels) {
    this.context = context;
    this.content = content;
    this.fingerprint = fingerprint;
    this.kernels = kernels;
    this.loads = new NetLoads();
    context.sc().register(loads, "vernier: net loads by JVM");
  }

  /**
   * A net in files, which have to stay as they are until the first task runs.
   *
   * @throws JobException if a file cannot be read
   * @throws dev.vernier.engine.NetException if the files do not hold a net
   */
  public static BroadcastNet load(
      JavaSparkContext context, NetOptions files, KernelProvider kernels) {
    FileNet content = new FileNet(context.hadoopConfiguration(), files);
    BroadcastNet net = new BroadcastNet(context, content, content.fingerprint(), kernels);
    net.net();
    return net;
  }

  /** A net that is a value. */
  public static BroadcastNet of(JavaSparkContext context, NetFiles files, KernelProvider kernels) {
    return new BroadcastNet(context, files, files.fingerprint(), kernels);
  }

  /**
   * A net that is in memory only, and stays there.
   *
   * @param fingerprint the same for the same net only: a JVM that holds a net of that fingerprint
   *     uses that one
   */
  static BroadcastNet of(
      JavaSparkContext context, Net net, String fingerprint, KernelProvider kernels) {
    return new BroadcastNet(context, new LoadedNet(net), fingerprint, kernels);
  }

  /** SHA-256 over both files; the length keeps the boundary between them from moving. */
  public static String fingerprint(byte[] param, byte[] bin) {
    return new NetDigest(param).add(bin).fingerprint();
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    send();
    out.defaultWriteObject();
  }

  private synchronized void send() {
    if (closed) {
      throw new IllegalStateException(
          "the net was released; what still needs it has to be made again, SHA-256 " + fingerprint);
    }
    if (broadcast == null) {
      broadcast = context.broadcast(new SharedNet(id, fingerprint, context.isLocal(), content));
    }
  }

  /** This JVM's net; the first call in a JVM loads it. */
  public Net net() {
    Net net =
        NetHolder.get(
            fingerprint, id, () -> content == null ? broadcast.value().net() : content.load());
    loads.add(Map.entry(SparkEnv.get().executorId(), NetHolder.loads(fingerprint)));
    return net;
  }

  /** An extractor for one task: one thread, light mode, its buffers reused between samples. */
  public Extractor extractor() {
    return net().extractor(option());
  }

  /** The same for several samples at a time. */
  BatchExtractor batchExtractor() {
    return net().batchExtractor(option());
  }

  /** How a task runs the net: one thread, light mode. */
  Option option() {
    return Option.defaults().withLightMode(true).withThreads(1).withKernels(kernels);
  }

  /** What the net is called in messages; only the driver knows. */
  public String name() {
    return content.name();
  }

  /** What tells this net from others. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The kernels that extractors of this net use in this JVM. */
  public Kernels kernels() {
    return kernels.kernels();
  }

  /** How often each JVM that has run a task so far, by executor id, has loaded the net. */
  public Map<String, Integer> loads() {
    return loads.value();
  }

  /** Takes the net from the executors; another job that uses it there keeps it. */
  @Override
  public synchronized void close() {
    closed = true;
    if (broadcast != null) {
      broadcast.destroy();
      broadcast = null;
    }
    SharedNet.forget(id);
    NetHolder.release(fingerprint, id);
  }
}
