package dev.vernier.spark.ml;

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
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/**
 * Where a saved stage holds its net: {@code net/NAME.param} and {@code net/NAME.bin} beside Spark's
 * {@code metadata}, as ncnn reads them.
 */
final class NetFolder {
  private static final String FOLDER = "net";
  private static final String PARAM = ".param";
  private static final String BIN = ".bin";

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
  static ModelNet read(SparkContext context, String path) {
    Path folder = new Path(path, FOLDER);
    Configuration configuration = context.hadoopConfiguration();
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
    String param = params.get(0).toString();
    return readFiles(context, param, param.substring(0, param.length() - PARAM.length()) + BIN);
  }

  /**
   * The net of two files.
   *
   * @throws JobException if one cannot be read
   */
  static ModelNet readFiles(SparkContext context, String param, String bin) {
    Configuration configuration = context.hadoopConfiguration();
    return ModelNet.of(
        readFile(configuration, param), readFile(configuration, bin), new Path(param).getName());
  }

  private static byte[] readFile(Configuration configuration, String path) {
    try {
      return HadoopFiles.read(configuration, path);
    } catch (IOException e) {
      throw new JobException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}
