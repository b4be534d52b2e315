package dev.vernier.spark.cli;

import dev.vernier.engine.Net;
import dev.vernier.engine.inspect.LayerSummary;
import dev.vernier.engine.inspect.NetSummary;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code inspect}: what a net is made of. */
@Command(
    name = "inspect",
    sortOptions = false,
    description = "Prints a net's layers, shapes, parameters, multiply-adds and memory.")
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LocalNetArguments arguments;
  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    Net net = arguments.load();
    NetSummary summary = NetSummary.of(net, arguments.inputs(net));
    common.print(spec.commandLine().getOut(), summary, InspectCommand::print);
    return 0;
  }

  private static void print(PrintWriter out, NetSummary summary) {
    String row = "%4s %-22s %-26s %-22s %-22s %14s %12s  %s%n";
    out.printf(
        Locale.ROOT, row, "#", "type", "name", "bottoms", "tops", "multiply-adds", "weights", "");
    for (LayerSummary layer : summary.layers()) {
      out.printf(
          Locale.ROOT,
          row,
          layer.index(),
          layer.type(),
          layer.name(),
          String.join(" ", layer.bottoms()),
          String.join(" ", layer.tops()),
          layer.multiplyAdds() == 0 ? "" : layer.multiplyAdds(),
          layer.weightBytes() == 0 ? "" : layer.weightBytes(),
          layer.params());
    }
    out.printf(
        Locale.ROOT,
        "%s: %d layers run, %d blobs, %.3f M multiply-adds, weights %.2f MiB,"
            + " memory of a run at its peak: blobs %.2f MiB, kernels %.2f MiB%n",
        summary.net(),
        summary.layers().size(),
        summary.blobs(),
        summary.multiplyAdds() / 1e6,
        summary.weightBytes() / 1048576.0,
        summary.bufferBytes() / 1048576.0,
        summary.scratchBytes() / 1048576.0);
  }
}
