package dev.vernier.spark.cli;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.OutputFormat;
import dev.vernier.spark.config.OutputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the demo writes.
 *
 * @param folder where all of it goes
 */
record DemoOutput(Path folder) {

  String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Rows in Parquet that take the place of those of an earlier demo. */
  OutputOptions predictions(String name) {
    return new OutputOptions(path(name), OutputFormat.PARQUET, true, false);
  }

  NetOptions write(StoredNet net, String name) throws IOException {
    Path param = folder.resolve(name + ".param");
    Path bin = folder.resolve(name + ".bin");
    net.write(param, bin);
    return new NetOptions(param.toString(), bin.toString());
  }

  /** The size of a net's two files. */
  static long bytes(NetOptions net) throws IOException {
    return Files.size(Path.of(net.param())) + Files.size(Path.of(net.bin()));
  }
}
