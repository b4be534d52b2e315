package dev.vernier.spark.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.TextParamWriter;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A net as its files hold it.
 *
 * @param net layers and weights
 * @param fingerprint SHA-256 of the two files
 * @param bytes their size
 */
record NetFiles(StoredNet net, String fingerprint, long bytes) {

  /** Reads both files. */
  static NetFiles read(Configuration configuration, NetOptions files) throws IOException {
    byte[] param = HadoopFiles.read(configuration, files.param());
    byte[] bin = HadoopFiles.read(configuration, files.bin());
    LayerRegistry registry = LayerRegistry.builtin();
    WeightReader weights = WeightReader.of(bin, new Path(files.bin()).getName());
    StoredNet net =
        StoredNet.of(
            ParamReader.read(param, new Path(files.param()).getName(), registry),
            weights,
            registry);
    return new NetFiles(
        net, BroadcastNet.fingerprint(param, bin), (long) param.length + bin.length);
  }

  /** Reads a table, faults and all. */
  static CalibrationTable table(Configuration configuration, String path) throws IOException {
    String text = new String(HadoopFiles.read(configuration, path), UTF_8);
    return CalibrationTable.parse(text, new Path(path).getName(), BadScales.KEEP);
  }

  /** What the two files of a net take that is in memory. */
  static long size(StoredNet net) throws IOException {
    Counter counter = new Counter();
    TextParamWriter.write(net.definition(), counter);
    net.writeBin(counter);
    return counter.bytes;
  }

  /** Counts what is written to it. */
  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int value) {
      bytes++;
    }

    @Override
    public void write(byte[] values, int at, int count) {
      bytes += count;
    }
  }
}
