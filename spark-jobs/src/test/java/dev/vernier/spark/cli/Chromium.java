package dev.vernier.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window that talks to nobody; Debian's package {@code chromium}. */
final class Chromium {
  private static final int MOST_SECONDS = 120;

  private Chromium() {}

  /** Whether there is one on the PATH; {@code .ci/run} installs it. */
  static boolean isThere() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "chromium")));
  }

  /** The document as the page's scripts have left it. */
  static String dom(Path page) {
    return run(page, "--dump-dom");
  }

  /** A picture of the page's top as a PNG file, in dark or light colours. */
  static void screenshot(Path page, Path png, boolean dark) {
    run(
        page,
        "--screenshot=" + png,
        "--hide-scrollbars",
        "--window-size=1120,1400",
        "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
  }

  /** The page as it is printed. */
  static void print(Path page, Path pdf) {
    run(page, "--print-to-pdf=" + pdf, "--no-pdf-header-footer");
  }

  private static String run(Path page, String... what) {
    try {
      Path work = Files.createTempDirectory("chromium");
      try {
        List<String> words =
            new ArrayList<>(
                List.of(
                    "chromium",
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--virtual-time-budget=5000",
                    "--user-data-dir=" + work.resolve("profile")));
        words.addAll(List.of(what));
        words.add(page.toUri().toString());
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        Process process =
            new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new IllegalStateException("no end: " + words + "\n" + Files.readString(err, UTF_8));
        }
        if (process.exitValue() != 0) {
          throw new IllegalStateException(words + "\n" + Files.readString(err, UTF_8));
        }
        return Files.readString(out, UTF_8);
      } finally {
        delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A browser's last children may still write there; what they hold on to stays. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (UncheckedIOException gone) {
      assert gone.getCause() != null;
    }
  }
}
