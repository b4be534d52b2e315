package dev.vernier.spark.cli;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.onnx.OnnxConverter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code convert}: an ONNX model to an ncnn net. */
@Command(
    name = "convert",
    sortOptions = false,
    description =
        "Makes an ncnn net of an ONNX model (opset 7 to 21). Inputs and outputs keep their names;"
            + " the batch is taken out, constants are folded, layers put together. Nodes that have"
            + " no form in an ncnn net are all named, and nothing is written then.",
    footer = {
      "",
      "Example:",
      "  vernier convert --onnx rec.onnx --shape x=1,3,48,320 \\",
      "      --out-param rec.param --out-bin rec.bin"
    })
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "The model.")
  private Path onnx;

  @Option(
      names = "--shape",
      paramLabel = "INPUT=N,...",
      description =
          "Sizes of an input as ONNX has them, batch first, for those that the model leaves open;"
              + " 0 leaves one open. Once for each input.")
  private List<String> shapes = List.of();

  @Option(
      names = "--out-param",
      required = true,
      paramLabel = "FILE",
      description = "The .param file to write (binary if it ends in .param.bin).")
  private Path outParam;

  @Option(
      names = "--out-bin",
      required = true,
      paramLabel = "FILE",
      description = "The .bin file to write.")
  private Path outBin;

  @Option(names = "--fp16", description = "Store weights in half precision.")
  private boolean fp16;

  @Mixin private CommonArguments common;

  /**
   * What was made.
   *
   * @param layers number of layers
   * @param inputs names of the inputs
   * @param outputs names of the outputs
   * @param bytes size of the two files
   * @param param the param file written
   * @param bin the bin file written
   */
  record Result(
      int layers,
      List<String> inputs,
      List<String> outputs,
      long bytes,
      String param,
      String bin) {}

  @Override
  public Integer call() throws Exception {
    StoredNet net = OnnxConverter.convert(onnx, sizes(), fp16);
    net.write(outParam, outBin);
    Set<String> read =
        net.layers().stream()
            .flatMap(layer -> layer.spec().bottoms().stream())
            .collect(Collectors.toSet());
    Result result =
        new Result(
            net.layers().size(),
            net.layers().stream()
                .filter(layer -> layer.spec().type().equals("Input"))
                .map(layer -> layer.spec().tops().get(0))
                .toList(),
            net.layers().stream()
                .flatMap(layer -> layer.spec().tops().stream())
                .filter(top -> !read.contains(top))
                .toList(),
            Files.size(outParam) + Files.size(outBin),
            outParam.toString(),
            outBin.toString());
    common.print(spec.commandLine().getOut(), result, ConvertCommand::print);
    return 0;
  }

  private Map<String, int[]> sizes() {
    Map<String, int[]> sizes = new LinkedHashMap<>();
    for (String shape : shapes) {
      int equals = shape.lastIndexOf('=');
      try {
        int[] dims =
            Arrays.stream(shape.substring(equals + 1).split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        sizes.put(shape.substring(0, equals), dims);
      } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
        throw new ParameterException(
            spec.commandLine(),
            "--shape is " + shape + ", must be INPUT=N,... such as x=1,3,48,320",
            e);
      }
    }
    return sizes;
  }

  private static void print(PrintWriter out, Result result) {
    out.println("inputs: " + String.join(", ", result.inputs()));
    out.println("outputs: " + String.join(", ", result.outputs()));
    out.println("param: " + result.param());
    out.println("bin: " + result.bin());
    out.printf(Locale.ROOT, "%d layers, %d bytes%n", result.layers(), result.bytes());
  }
}
