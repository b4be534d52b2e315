package dev.vernier.spark.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.inspect.NetProfile;
import dev.vernier.engine.inspect.NetTimer;
import dev.vernier.engine.kernel.KernelProvider;
import java.io.PrintWriter;
import java.util.List;
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

  @CommandLine.Option(
      names = "--profile",
      description = "Also print where the time goes, layer by layer, the slowest first.")
  private boolean profile;

  @Mixin private CommonArguments common;

  /**
   * What was measured.
   *
   * @param net what the net is called
   * @param timing of the whole net
   * @param profile of its layers; empty unless asked for
   */
  record Result(
      String net, @JsonUnwrapped NetTimer.Timing timing, List<NetProfile.LayerTime> profile) {}

  @Override
  public Integer call() throws Exception {
    requirePositive("--batch", batch);
    requirePositive("--threads", threads);
    requirePositive("--loops", loops);
    Net net = arguments.load();
    Option option = Option.defaults().withThreads(threads).withKernels(kernels);
    NetTimer.Timing timing = NetTimer.time(net, option, arguments.inputs(net), batch, loops);
    List<NetProfile.LayerTime> layers =
        profile ? NetProfile.of(net, option, arguments.inputs(net), loops) : List.of();
    Result result = new Result(net.name(), timing, layers);
    common.print(spec.commandLine().getOut(), result, BenchCommand::print);
    return 0;
  }

  private static void print(PrintWriter out, Result result) {
    NetTimer.Timing timing = result.timing();
    for (NetProfile.LayerTime layer : result.profile()) {
      out.printf(
          Locale.ROOT,
          "%-22s %-28s %-22s %9.4f ms %5.1f %% %7.1f GFLOP/s%n",
          layer.type(),
          layer.layer(),
          layer.top(),
          layer.millis(),
          100 * layer.share(),
          layer.gflops());
    }
    out.printf(
        Locale.ROOT,
        "%s  min = %.3f ms  median = %.3f ms  max = %.3f ms  %.1f images/s  %.1f GFLOP/s%n",
        result.net(),
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
