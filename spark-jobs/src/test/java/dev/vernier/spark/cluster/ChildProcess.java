package dev.vernier.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of a test, its output in files; ended, with all it started, when it is closed. */
final class ChildProcess implements AutoCloseable {
  /** How long anything may take; far beyond what a loaded machine needs. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long POLL_MILLIS = 50;

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;
  private final Thread atExit = new Thread(this::kill);

  private ChildProcess(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts a command that writes to {@code NAME.out} and {@code NAME.err} in a folder. */
  static ChildProcess start(
      Path folder, String name, Map<String, String> environment, List<String> command)
      throws IOException {
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    // Standard input stays open as long as this JVM lives: what waits for its end ends with it.
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("SPARK_"));
    builder.environment().putAll(environment);
    return new ChildProcess(name, builder.start(), out, err);
  }

  /** The java of this JVM. */
  static String java() {
    return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
  }

  /** What it has written to its output. */
  String out() {
    return read(out);
  }

  /** What it has written to its error output. */
  String err() {
    return read(err);
  }

  /** Waits until its output or error output has what the pattern finds. */
  MatchResult await(Pattern wanted) throws InterruptedException {
    return await(wanted, 1);
  }

  /** Waits until the pattern is found in its output or error output so many times. */
  MatchResult await(Pattern wanted, int times) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      boolean ended = !process.isAlive();
      List<MatchResult> found = found(wanted);
      if (found.size() >= times) {
        return found.get(times - 1);
      }
      if (ended || System.nanoTime() > end) {
        throw new AssertionError(
            name + (ended ? " ended" : " goes on") + " without " + wanted + ":\n" + said());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private List<MatchResult> found(Pattern wanted) {
    String text = err() + out();
    Matcher matcher = wanted.matcher(text);
    return matcher.results().toList();
  }

  /** Waits for its end and gives its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end:\n" + said());
    }
    return process.exitValue();
  }

  /** All it said, for a failure's message. */
  String said() {
    return out() + err();
  }

  /** The live processes that it started, themselves or through others, of which this holds. */
  List<ProcessHandle> descendants(Predicate<String> commandLine) {
    return process
        .descendants()
        .filter(handle -> commandLine.test(handle.info().commandLine().orElse("")))
        .toList();
  }

  /** Ends it by SIGKILL, with all it started. */
  void kill() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
    process.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook runs, and finds nothing to end.
      return;
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
