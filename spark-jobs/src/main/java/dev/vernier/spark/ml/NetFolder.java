package dev.vernier.spark.ml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.spark.JobException;
import dev.vernier.spark.broadcast.NetFiles;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/**
 * Where a saved stage holds its net: {@code net/NAME.param} and {@code net/NAME.bin} beside Spark's
 * {@code metadata}, as ncnn reads them, and {@code net/NAME.table} where it was calibrated. A param
 * that was binary is {@code net/NAME.param.bin}.
 */
final class NetFolder {
  private static final String FOLDER = "net";
  private static final List<String> PARAMS = List.of(".param", ".param.bin");
  private static final String BIN = ".bin";
  private static final String TABLE = ".table";

  private NetFolder() {}

  /** Writes a stage's parameters as Spark does, and its net beside them. */
  static final class Writer extends MLWriter {
    private final Params stage;
    private final ModelNet net;

    Writer(Params stage, ModelNet net) {
      this.stage = stage;
      this.net = net;
    }

    @Override
    public void saveImpl(String path) {
      Configuration configuration = sc().hadoopConfiguration();
      Path folder = new Path(path, FOLDER);
      String file = new Path(folder, net.stem()).toString();
      String param = net.name().endsWith(PARAMS.get(1)) ? PARAMS.get(1) : PARAMS.get(0);
      try (InputStream bin = net.files().openBin()) {
        HadoopFiles.writeAtomically(configuration, file + param, net.files().param());
        HadoopFiles.writeAtomically(configuration, file + BIN, bin);
        if (!net.table().isEmpty()) {
          HadoopFiles.writeAtomically(configuration, file + TABLE, net.table().getBytes(UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot save " + file + ": " + e.getMessage(), e);
      }
      // Last, as no reader takes a folder without it for a stage.
      new DefaultParamsWriter(stage).session(sparkSession()).saveImpl(path);
    }
  }

  /**
   * The net of a saved stage.
   *
   * @throws JobException if it cannot be read
   */
  static ModelNet read(Configuration configuration, String path) {
    Path folder = new Path(path, FOLDER);
    try {
      List<String> params =
          Arrays.stream(folder.getFileSystem(configuration).listStatus(folder))
              .map(FileStatus::getPath)
              .filter(file -> !file.getName().startsWith("."))
              .map(Path::toString)
              .filter(file -> PARAMS.stream().anyMatch(file::endsWith))
              .toList();
      if (params.size() != 1) {
        throw new IOException("it holds " + params.size() + " .param files, expected 1");
      }
      String stem = params.get(0).replaceFirst("\\.param(\\.bin)?$", "");
      String table =
          HadoopFiles.exists(configuration, stem + TABLE)
              ? new String(HadoopFiles.read(configuration, stem + TABLE), UTF_8)
              : "";
      return new ModelNet(readFiles(configuration, params.get(0), stem + BIN), table);
    } catch (IOException e) {
      throw new JobException("cannot read the net in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The net of two files.
   *
   * @throws JobException if one cannot be read
   */
  static NetFiles readFiles(Configuration configuration, String param, String bin) {
    byte[] text;
    try {
      text = HadoopFiles.read(configuration, param);
    } catch (IOException e) {
      throw new JobException("cannot read " + param + ": " + e.getMessage(), e);
    }
    try (InputStream in = HadoopFiles.open(configuration, bin)) {
      return NetFiles.of(text, in, new Path(param).getName());
    } catch (IOException e) {
      throw new JobException("cannot read " + bin + ": " + e.getMessage(), e);
    }
  }
}
