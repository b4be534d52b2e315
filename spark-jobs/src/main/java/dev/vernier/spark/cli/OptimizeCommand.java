package dev.vernier.spark.cli;

import dev.vernier.engine.io.ArchivePath;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.optimize.NetOptimizer;
import dev.vernier.engine.optimize.OptimizedNet;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code optimize}: a net to one of fewer layers that gives the same answers. */
@Command(
    name = "optimize",
    sortOptions = false,
    description =
        "Makes a net of fewer layers, for Vernier and for ncnn, that gives the same answers: what"
            + " multiplies, adds or activates goes into the layer before, what does nothing goes."
            + " Inputs and outputs keep their names; int8 layers stay as they are.",
    footer = {
      "",
      "Example:",
      "  vernier optimize --param fmnist.param --bin fmnist.bin \\",
      "      --out-param fmnist-opt.param --out-bin fmnist-opt.bin --fp16"
    })
final class OptimizeCommand implements Callable<Integer> {
  /** Names on a line; --json has all. */
  private static final int MOST_SHOWN = 4;

  @Spec private CommandSpec spec;

  @Option(
      names = "--param",
      required = true,
      paramLabel = "FILE",
      description = "The net's .param or .param.bin file; FILE.zip!/NAME is one in an archive.")
  private String param;

  @Option(
      names = "--bin",
      required = true,
      paramLabel = "FILE",
      description = "The net's .bin file; FILE.zip!/NAME is one in an archive.")
  private String bin;

  @Option(
      names = "--out-param",
      required = true,
      paramLabel = "FILE",
      description =
          "The .param file to write (binary if it ends in .param.bin); replaced if it exists, and"
              + " may be --param itself.")
  private Path outParam;

  @Option(
      names = "--out-bin",
      required = true,
      paramLabel = "FILE",
      description = "The .bin file to write; replaced if it exists, and may be --bin itself.")
  private Path outBin;

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "BLOB",
      description = "Blobs that keep their names and values besides inputs and outputs.")
  private Set<String> keep = Set.of();

  @Option(
      names = "--fp16",
      description =
          "Store weights in half precision. By default those that stay keep their form, others are"
              + " fp32.")
  private boolean fp16;

  @Mixin private CommonArguments common;

  /**
   * What was done.
   *
   * @param layersBefore layers of the net that was read
   * @param layersAfter layers of the net that was written
   * @param changes by pass, the names of the layers that went or were replaced
   * @param bytesBefore size of the two files that were read
   * @param bytesAfter size of the two files that were written
   * @param param the param file written
   * @param bin the bin file written
   */
  record Result(
      int layersBefore,
      int layersAfter,
      Map<String, List<String>> changes,
      long bytesBefore,
      long bytesAfter,
      String param,
      String bin) {}

  @Override
  public Integer call() throws Exception {
    StoredNet stored;
    long bytes;
    try (ArchivePath paramFile = ArchivePath.open(param);
        ArchivePath binFile = ArchivePath.open(bin)) {
      stored = StoredNet.read(paramFile.path(), binFile.path());
      bytes = Files.size(paramFile.path()) + Files.size(binFile.path());
    }
    OptimizedNet made = NetOptimizer.optimize(stored, keep, fp16);
    made.net().write(outParam, outBin);
    Result result =
        new Result(
            stored.layers().size(),
            made.net().layers().size(),
            made.changes(),
            bytes,
            Files.size(outParam) + Files.size(outBin),
            outParam.toString(),
            outBin.toString());
    common.print(spec.commandLine().getOut(), result, OptimizeCommand::print);
    return 0;
  }

  private static void print(PrintWriter out, Result result) {
    result
        .changes()
        .forEach(
            (pass, names) -> out.println(pass + ": " + names.size() + " (" + shown(names) + ")"));
    out.println("param: " + result.param());
    out.println("bin: " + result.bin());
    out.printf(
        Locale.ROOT,
        "%d layers, were %d; %d bytes, were %d%n",
        result.layersAfter(),
        result.layersBefore(),
        result.bytesAfter(),
        result.bytesBefore());
  }

  private static String shown(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_SHOWN)));
    return names.size() > MOST_SHOWN ? first + ", …" : first;
  }
}
