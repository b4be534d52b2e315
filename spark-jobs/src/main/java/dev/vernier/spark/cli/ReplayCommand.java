package dev.vernier.spark.cli;

import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.replay.Replay;
import dev.vernier.engine.replay.ReplayResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: golden cases against this engine. */
@Command(
    name = "replay",
    sortOptions = false,
    description = "Runs recorded cases of ncnn's own results and says which layers pass.")
final class ReplayCommand implements Callable<Integer> {
  private static final int FAILURES_SHOWN = 5;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Layer zips, folders of them, or the pixels zip.")
  private List<Path> paths;

  @Option(
      names = "--kernels",
      defaultValue = "auto",
      paramLabel = "WHICH",
      description = "auto, scalar or vector (default: ${DEFAULT-VALUE}).")
  private KernelProvider kernels;

  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws IOException {
    List<Path> zips = new ArrayList<>();
    for (Path path : paths) {
      zips.addAll(zips(path));
    }
    PrintWriter out = spec.commandLine().getOut();
    List<ReplayResult> results = new ArrayList<>();
    for (Path zip : zips) {
      ReplayResult result = Replay.run(zip, kernels);
      results.add(result);
      if (!common.json()) {
        print(out, result);
      }
    }
    int passed = results.stream().mapToInt(ReplayResult::passed).sum();
    int failed = results.stream().mapToInt(ReplayResult::total).sum() - passed;
    common.print(out, results, (to, all) -> to.println(passed + " passed, " + failed + " failed"));
    return failed == 0 ? 0 : 1;
  }

  private List<Path> zips(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new ParameterException(spec.commandLine(), path + ": no such file or folder");
    }
    try (Stream<Path> found = Files.list(path)) {
      List<Path> zips =
          found.filter(file -> file.getFileName().toString().endsWith(".zip")).sorted().toList();
      if (zips.isEmpty()) {
        throw new ParameterException(spec.commandLine(), path + ": holds no .zip file");
      }
      return zips;
    }
  }

  private static void print(PrintWriter out, ReplayResult result) {
    out.printf(
        Locale.ROOT,
        "%s %d/%d %.3g%n",
        result.name(),
        result.passed(),
        result.total(),
        result.worstError());
    result.failures().stream()
        .limit(FAILURES_SHOWN)
        .forEach(failure -> out.println("  " + failure));
    if (result.failures().size() > FAILURES_SHOWN) {
      out.println("  and " + (result.failures().size() - FAILURES_SHOWN) + " more");
    }
    out.flush();
  }
}
