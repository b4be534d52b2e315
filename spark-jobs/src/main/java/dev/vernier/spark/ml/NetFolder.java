package dev.vernier.spark.ml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.spark.JobException;
import dev.vernier.spark.source.HadoopFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
 * {@code metadata}, as ncnn reads them, and {@code net/NAME.table} where it was calibrated.
 */
final class NetFolder {
  private static final String FOLDER = "net";
  private static final String PARAM = ".param";
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
      String file = new Path(new Path(path, FOLDER), net.stem()).toString();
      try {
        ByteArrayOutputStream bin = new ByteArrayOutputStream();
        net.stored().writeBin(bin);
        HadoopFiles.writeAtomically(configuration, file + PARAM, net.param());
        HadoopFiles.writeAtomically(configuration, file + BIN, bin.toByteArray());
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
    List<Path> params;
    try {
      params =
          Arrays.stream(folder.getFileSystem(configuration).listStatus(folder))
              .map(FileStatus::getPath)
              .filter(file -> file.getName().endsWith(PARAM) && !file.getName().startsWith("."))
              .toList();
    } catch (IOException e) {
      throw new JobException("cannot read the net of " + path + ": " + e.getMessage(), e);
    }
    if (params.size() != 1) {
      throw new JobException(folder + " holds " + params.size() + " .param files, expected 1");
    }
    String stem = params.get(0).toString();
    stem = stem.substring(0, stem.length() - PARAM.length());
    try {
      String table =
          HadoopFiles.exists(configuration, stem + TABLE)
              ? new String(HadoopFiles.read(configuration, stem + TABLE), UTF_8)
              : "";
      return readFiles(configuration, stem + PARAM, stem + BIN, table);
    } catch (IOException e) {
      throw new JobException("cannot read " + stem + TABLE + ": " + e.getMessage(), e);
    }
  }

  /**
   * The net of two files.
   *
   * @param table the table that it was quantised by, empty for none
   * @throws JobException if one cannot be read
   */
  static ModelNet readFiles(Configuration configuration, String param, String bin, String table) {
    return ModelNet.of(
        readFile(configuration, param),
        readFile(configuration, bin),
        new Path(param).getName(),
        table);
  }

  private static byte[] readFile(Configuration configuration, String path) {
    try {
      return HadoopFiles.read(configuration, path);
    } catch (IOException e) {
      throw new JobException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}
