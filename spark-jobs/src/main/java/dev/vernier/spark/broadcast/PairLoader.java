package dev.vernier.spark.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.compare.FloatBlobs;
import dev.vernier.engine.compare.NetPair;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.engine.quantize.VectorConvolutions;
import dev.vernier.spark.JobException;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.source.HadoopFiles;
import dev.vernier.spark.source.SampleSet;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Reads an fp32 net on the driver and puts int8 nets beside it. Close it when the job is done. */
public final class PairLoader implements AutoCloseable {
  private static final CalibrationTable NO_LINES = CalibrationTable.builder().build();

  private final JavaSparkContext context;
  private final KernelProvider kernels;
  private final StoredNet stored;
  private final BroadcastNet real;

  /**
   * Reads the fp32 net.
   *
   * @throws JobException if a file cannot be read
   * @throws NetException if the files do not hold a net
   */
  public PairLoader(JavaSparkContext context, NetOptions files, KernelProvider kernels) {
    this.context = context;
    this.kernels = kernels;
    byte[] param = read(files.param(), "--param");
    byte[] bin = read(files.bin(), "--bin");
    this.stored = stored(param, bin, files);
    this.real =
        BroadcastNet.of(
            context,
            Net.of(stored, LayerRegistry.builtin()),
            BroadcastNet.fingerprint(param, bin),
            kernels);
  }

  /** The fp32 net. */
  public BroadcastNet real() {
    return real;
  }

  /**
   * Puts an int8 net beside it: from files, or quantised by a table.
   *
   * @param samples what the nets will see; the first shows the shapes of the blobs
   * @throws JobException if a file cannot be read
   * @throws NetException if the int8 net is no form of the fp32 one, or the table does not fit it
   */
  public BroadcastPair with(Int8Options int8, SampleSet samples) {
    if (int8.table() != null) {
      return with(table(int8.table()), samples);
    }
    byte[] param = read(int8.files().param(), "--int8-param");
    byte[] bin = read(int8.files().bin(), "--int8-bin");
    StoredNet found = stored(param, bin, int8.files());
    return pair(found, BroadcastNet.fingerprint(param, bin), real);
  }

  /**
   * Puts the int8 net beside it that a table makes.
   *
   * @throws NetException if the table does not fit the net
   */
  public BroadcastPair with(CalibrationTable table, SampleSet samples) {
    StoredNet source =
        VectorConvolutions.asInnerProducts(stored, FirstSample.inputs(real.net(), samples));
    StoredNet made = NetQuantizer.quantize(source, table, QuantizeOptions.defaults()).net();
    StoredNet kept = NetQuantizer.quantize(source, NO_LINES, QuantizeOptions.defaults()).net();
    byte[] ofReal = real.fingerprint().getBytes(UTF_8);
    BroadcastNet half =
        BroadcastNet.of(
            context,
            Net.of(kept, LayerRegistry.builtin()),
            real.fingerprint() + " in half precision",
            kernels);
    byte[] text = table.toString().getBytes(UTF_8);
    return pair(made, BroadcastNet.fingerprint(ofReal, text), half);
  }

  private BroadcastPair pair(StoredNet int8, String fingerprint, BroadcastNet kept) {
    Net net = Net.of(FloatBlobs.of(int8), LayerRegistry.builtin());
    // Two nets that do not fit each other are better found here, once.
    new NetPair(real.net(), net);
    String own = fingerprint + " with float blobs";
    return new BroadcastPair(real, BroadcastNet.of(context, net, own, kernels), kept);
  }

  /**
   * Reads a table, faults and all: quantising names those that matter.
   *
   * @throws JobException if it cannot be read
   */
  public CalibrationTable table(String path) {
    String text = new String(read(path, "--table"), UTF_8);
    return CalibrationTable.parse(text, new Path(path).getName(), BadScales.KEEP);
  }

  private static StoredNet stored(byte[] param, byte[] bin, NetOptions files) {
    LayerRegistry registry = LayerRegistry.builtin();
    WeightReader weights = WeightReader.of(bin, new Path(files.bin()).getName());
    StoredNet net =
        StoredNet.of(
            ParamReader.read(param, new Path(files.param()).getName(), registry),
            weights,
            registry);
    weights.finish();
    return net;
  }

  private byte[] read(String path, String what) {
    Configuration configuration = context.hadoopConfiguration();
    try {
      return HadoopFiles.read(configuration, path);
    } catch (IOException e) {
      throw new JobException("cannot read " + what + " " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    real.close();
  }
}
