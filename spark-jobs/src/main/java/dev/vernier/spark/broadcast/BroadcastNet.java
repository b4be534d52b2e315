package dev.vernier.spark.broadcast;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.vernier.engine.BatchExtractor;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.spark.JobException;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A net on its way to the executors: read on the driver, broadcast as it was read, and shared by
 * all tasks of a JVM. Close it when the job is done.
 */
public final class BroadcastNet implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Net> broadcast;
  private final String fingerprint;
  private final KernelProvider kernels;
  private final NetLoads loads;

  private BroadcastNet(
      Broadcast<Net> broadcast, String fingerprint, KernelProvider kernels, NetLoads loads) {
    this.broadcast = broadcast;
    this.fingerprint = fingerprint;
    this.kernels = kernels;
    this.loads = loads;
  }

  /**
   * Reads the net and hands it to Spark.
   *
   * @throws JobException if a file cannot be read
   * @throws dev.vernier.engine.NetException if the files do not hold a net
   */
  public static BroadcastNet load(
      JavaSparkContext context, NetOptions files, KernelProvider kernels) {
    Configuration configuration = context.hadoopConfiguration();
    byte[] param = read(configuration, files.param(), "param");
    byte[] bin = read(configuration, files.bin(), "bin");
    String fingerprint = fingerprint(param, bin);
    String name = new Path(files.param()).getName();
    Net net = NetHolder.get(fingerprint, () -> Net.load(param, bin, name));
    return of(context, net, fingerprint, kernels);
  }

  /**
   * Hands a net to Spark that is in memory.
   *
   * @param fingerprint the same for the same net only: a JVM that holds a net of that fingerprint
   *     uses that one
   */
  public static BroadcastNet of(
      JavaSparkContext context, Net net, String fingerprint, KernelProvider kernels) {
    NetLoads loads = new NetLoads();
    context.sc().register(loads, "vernier: net loads by JVM");
    return new BroadcastNet(context.broadcast(net), fingerprint, kernels, loads);
  }

  private static byte[] read(Configuration configuration, String path, String what) {
    try {
      return HadoopFiles.read(configuration, path);
    } catch (IOException e) {
      throw new JobException("cannot read --" + what + " " + path + ": " + e.getMessage(), e);
    }
  }

  /** SHA-256 over both files; the length keeps the boundary between them from moving. */
  public static String fingerprint(byte[] param, byte[] bin) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(HexFormat.of().toHexDigits(param.length).getBytes(US_ASCII));
      digest.update(param);
      digest.update(bin);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** This JVM's net; the first call in a JVM loads it. */
  public Net net() {
    Net net = NetHolder.get(fingerprint, broadcast::value);
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

  /** Frees the broadcast on the executors; a JVM may keep the net for the next job. */
  @Override
  public void close() {
    broadcast.destroy();
  }
}
