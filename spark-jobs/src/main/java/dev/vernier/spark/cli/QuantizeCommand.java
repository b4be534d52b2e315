package dev.vernier.spark.cli;

import dev.vernier.engine.Net;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import dev.vernier.engine.quant.Columns;
import dev.vernier.engine.quantize.BiasCorrection;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.engine.quantize.QuantizedNet;
import dev.vernier.engine.quantize.TableFault;
import dev.vernier.engine.quantize.TableFault.Severity;
import dev.vernier.engine.quantize.TableLint;
import dev.vernier.engine.quantize.VectorConvolutions;
import dev.vernier.spark.calibrate.StatisticsFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(
      names = "--bias-correction",
      description =
          "Add to each bias what rounding shifts the mean of the layer's output by; measured on the"
              + " columns of --stats.")
  private boolean biasCorrection;

  @Option(
      names = "--stats",
      paramLabel = "DIR",
      description = "The net's statistics that calibrate --stats kept, for --bias-correction.")
  private String stats;

  @Mixin private CommonArguments common;

  /**
   * What was done.
   *
   * @param quantized names of the quantised layers
   * @param fused names of those with an int8 top
   * @param rewritten names of the convolutions written as InnerProduct
   * @param biasCorrected names of the layers whose bias was corrected
   * @param warnings faults of the table that do not matter
   * @param param the param file written
   * @param bin the bin file written
   */
  record Result(
      List<String> quantized,
      List<String> fused,
      List<String> rewritten,
      List<String> biasCorrected,
      List<String> warnings,
      String param,
      String bin) {}

  @Override
  public Integer call() throws Exception {
    if (biasCorrection != (stats != null)) {
      throw new ParameterException(
          spec.commandLine(), "--bias-correction and --stats=DIR go together");
    }
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
    Map<String, float[]> corrections = biasCorrection ? corrections(source, scales) : Map.of();
    QuantizedNet made =
        NetQuantizer.quantize(source, scales, new QuantizeOptions(!fp32Weights, keep, corrections));
    made.net().write(outParam, outBin);
    Result result =
        new Result(
            made.quantized(),
            made.fused(),
            VectorConvolutions.differing(stored, source),
            made.quantized().stream().filter(corrections::containsKey).toList(),
            faults.stream().map(TableFault::toString).toList(),
            outParam.toString(),
            outBin.toString());
    common.print(spec.commandLine().getOut(), result, QuantizeCommand::print);
    return 0;
  }

  /** Spark is started for the statistics alone: they are Parquet. */
  private Map<String, float[]> corrections(StoredNet source, CalibrationTable scales)
      throws IOException {
    SparkConf conf = new SparkConf().setAppName("vernier quantize");
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    Map<String, Columns> columns;
    try (CommandSession session = CommandSession.open(conf)) {
      columns = new StatisticsFolder(session.spark(), stats).columns(arguments.fingerprint());
    }
    Net net = Net.of(source, LayerRegistry.builtin());
    return BiasCorrection.of(net, scales, columns, KernelProvider.AUTO.kernels());
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
    if (!result.biasCorrected().isEmpty()) {
      out.printf(Locale.ROOT, "%d biases corrected%n", result.biasCorrected().size());
    }
    out.println("param: " + result.param());
    out.println("bin: " + result.bin());
  }
}
