package dev.vernier.spark.cli;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.io.ArchivePath;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.spark.broadcast.BroadcastNet;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A net on this machine that is looked at or timed: weights and shapes may be made up. */
final class LocalNetArguments {
  private static final long SEED = 1;

  @Option(
      names = "--param",
      required = true,
      paramLabel = "FILE",
      description = "The net's .param or .param.bin file; FILE.zip!/NAME is one in an archive.")
  private String param;

  @Option(
      names = "--bin",
      paramLabel = "FILE",
      description = "The net's .bin file (default: random weights).")
  private String bin;

  @Option(
      names = "--shape",
      paramLabel = "W[,H[,D],C]",
      description = "The input's shape, once for each input (default: what the Input layer says).")
  private List<String> shapes = List.of();

  Net load() throws IOException {
    try (ArchivePath paramFile = ArchivePath.open(param)) {
      if (bin == null) {
        return Net.withRandomWeights(paramFile.path(), SEED);
      }
      try (ArchivePath binFile = ArchivePath.open(bin)) {
        return Net.load(paramFile.path(), binFile.path());
      }
    }
  }

  /**
   * The net as its files hold it.
   *
   * @throws ParameterException if no weights are given
   */
  StoredNet loadStored(CommandLine command) throws IOException {
    if (bin == null) {
      throw new ParameterException(command, "--bin is missing: there is nothing to quantise");
    }
    try (ArchivePath paramFile = ArchivePath.open(param);
        ArchivePath binFile = ArchivePath.open(bin)) {
      return StoredNet.read(paramFile.path(), binFile.path());
    }
  }

  /**
   * What tells the net's two files from others, as statistics hold it.
   *
   * @throws IOException if they cannot be read
   */
  String fingerprint() throws IOException {
    try (ArchivePath paramFile = ArchivePath.open(param);
        ArchivePath binFile = ArchivePath.open(bin)) {
      return BroadcastNet.fingerprint(
          Files.readAllBytes(paramFile.path()), Files.readAllBytes(binFile.path()));
    }
  }

  /**
   * Zeros for the inputs that the options give a shape.
   *
   * @throws IllegalArgumentException if a shape is malformed, or there are more than inputs
   */
  Map<String, Mat> inputs(Net net) {
    List<List<String>> groups = Lists.groups("--shape", shapes);
    List<Blob> inputs = net.inputs();
    if (groups.size() > inputs.size()) {
      throw new IllegalArgumentException(
          "--shape is given "
              + groups.size()
              + " times, "
              + net.name()
              + " has "
              + inputs.size()
              + " inputs");
    }
    Map<String, Mat> mats = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      mats.put(inputs.get(i).name(), zeros(Lists.integers("--shape", groups.get(i))));
    }
    return mats;
  }

  private static Mat zeros(List<Integer> shape) {
    return switch (shape.size()) {
      case 1 -> Mat.create(Mat.Type.FLOAT32, shape.get(0));
      case 2 -> Mat.create(Mat.Type.FLOAT32, shape.get(0), shape.get(1));
      case 3 -> Mat.create(Mat.Type.FLOAT32, shape.get(0), shape.get(1), shape.get(2));
      case 4 ->
          Mat.create(Mat.Type.FLOAT32, shape.get(0), shape.get(1), shape.get(2), shape.get(3));
      default ->
          throw new IllegalArgumentException(
              "--shape has " + shape.size() + " sizes, expected 1 to 4");
    };
  }
}
