package dev.vernier.spark.cli;

import dev.vernier.engine.Net;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.engine.quantize.QuantizedNet;
import dev.vernier.engine.quantize.TableFault;
import dev.vernier.engine.quantize.TableFault.Severity;
import dev.vernier.engine.quantize.TableLint;
import dev.vernier.engine.quantize.VectorConvolutions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quantize}: an fp32 net and its calibration table to an int8 net. */
@Command(
    name = "quantize",
    sortOptions = false,
    description =
        "Makes an int8 net, for Vernier and for ncnn, of an fp32 net and its calibration table. The"
            + " table is checked first; layers without lines in it stay as they are.",
    footer = {
      "",
      "Exit code 3: the table has faults; each is printed with its line.",
      "",
      "Example:",
      "  vernier quantize --param fmnist.param --bin fmnist.bin --table fmnist.table \\",
      "      --out-param fmnist-int8.param --out-bin fmnist-int8.bin"
    })
final class QuantizeCommand implements Callable<Integer> {
  /** Exit code for a table that does not fit the net. */
  static final int TABLE_FAULTS = 3;

  @Spec private CommandSpec spec;
  @Mixin private LocalNetArguments arguments;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "FILE",
      description = "The net's calibration table.")
  private Path table;

  @Option(
      names = "--out-param",
      required = true,
      paramLabel = "FILE",
      description =
          "The .param file to write (binary if it ends in .param.bin); replaced if it exists.")
  private Path outParam;

  @Option(
      names = "--out-bin",
      required = true,
      paramLabel = "FILE",
      description = "The .bin file to write; replaced if it exists.")
  private Path outBin;

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "LAYER",
      description = "Layers that stay fp32 whatever the table says.")
  private Set<String> keep = Set.of();

  @Option(
      names = "--keep-convolution",
      description =
          "Leave 1x1 convolutions of vectors as they are. By default they are written as"
              + " InnerProduct, since ncnn runs them wrongly in int8.")
  private boolean keepConvolution;

  @Option(
      names = "--fp32-weights",
      description = "Store weights that are not quantised as fp32, not as fp16.")
  private boolean fp32Weights;

  @Mixin private CommonArguments common;

  /**
   * What was done.
   *
   * @param quantized names of the quantised layers
   * @param fused names of those with an int8 top
   * @param rewritten names of the convolutions written as InnerProduct
   * @param warnings faults of the table that do not matter
   * @param param the param file written
   * @param bin the bin file written
   */
  record Result(
      List<String> quantized,
      List<String> fused,
      List<String> rewritten,
      List<String> warnings,
      String param,
      String bin) {}

  @Override
  public Integer call() throws Exception {
    StoredNet stored = arguments.loadStored(spec.commandLine());
    Net net = Net.of(stored, LayerRegistry.builtin());
    CalibrationTable scales = CalibrationTable.read(table, BadScales.KEEP);
    List<TableFault> faults = TableLint.check(net, scales);
    if (faults.stream().anyMatch(fault -> fault.severity() == Severity.ERROR)) {
      PrintWriter err = spec.commandLine().getErr();
      faults.forEach(fault -> err.println(table.getFileName() + ": " + fault));
      err.println("vernier: the table does not fit " + net.name() + "; nothing was written");
      return TABLE_FAULTS;
    }
    StoredNet source =
        keepConvolution
            ? stored
            : VectorConvolutions.asInnerProducts(stored, arguments.inputs(net));
    QuantizedNet made =
        NetQuantizer.quantize(source, scales, new QuantizeOptions(!fp32Weights, keep));
    made.net().write(outParam, outBin);
    Result result =
        new Result(
            made.quantized(),
            made.fused(),
            VectorConvolutions.differing(stored, source),
            faults.stream().map(TableFault::toString).toList(),
            outParam.toString(),
            outBin.toString());
    common.print(spec.commandLine().getOut(), result, QuantizeCommand::print);
    return 0;
  }

  private static void print(PrintWriter out, Result result) {
    result.warnings().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "%d layers quantised, %d of them with an int8 top, %d convolutions written as"
            + " InnerProduct%n",
        result.quantized().size(),
        result.fused().size(),
        result.rewritten().size());
    out.println("param: " + result.param());
    out.println("bin: " + result.bin());
  }
}
