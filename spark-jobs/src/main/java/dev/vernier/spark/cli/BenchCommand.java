package dev.vernier.spark.cli;

import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.inspect.NetTimer;
import dev.vernier.engine.kernel.KernelProvider;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast a net runs on this machine. */
@Command(
    name = "bench",
    sortOptions = false,
    description = "Times a net as benchncnn does, without Spark.")
final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LocalNetArguments arguments;

  @CommandLine.Option(
      names = "--batch",
      defaultValue = "1",
      paramLabel = "N",
      description = "Samples a run; times are given for one (default: ${DEFAULT-VALUE}).")
  private int batch;

  @CommandLine.Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads that share a large layer (default: ${DEFAULT-VALUE}).")
  private int threads;

  @CommandLine.Option(
      names = "--loops",
      defaultValue = "50",
      paramLabel = "N",
      description = "Timed runs after the warm-up (default: ${DEFAULT-VALUE}).")
  private int loops;

  @CommandLine.Option(
      names = "--kernels",
      defaultValue = "auto",
      paramLabel = "WHICH",
      description = "auto, scalar or vector (default: ${DEFAULT-VALUE}).")
  private KernelProvider kernels;

  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    requirePositive("--batch", batch);
    requirePositive("--threads", threads);
    requirePositive("--loops", loops);
    Net net = arguments.load();
    Option option = Option.defaults().withThreads(threads).withKernels(kernels);
    NetTimer.Timing timing = NetTimer.time(net, option, arguments.inputs(net), batch, loops);
    common.print(spec.commandLine().getOut(), timing, (out, times) -> print(out, net, times));
    return 0;
  }

  private static void print(PrintWriter out, Net net, NetTimer.Timing timing) {
    out.printf(
        Locale.ROOT,
        "%s  min = %.3f ms  median = %.3f ms  max = %.3f ms  %.1f images/s  %.1f GFLOP/s%n",
        net.name(),
        timing.minMillis(),
        timing.medianMillis(),
        timing.maxMillis(),
        timing.imagesPerSecond(),
        timing.gflops());
  }

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + ", must be at least 1");
    }
  }
}
