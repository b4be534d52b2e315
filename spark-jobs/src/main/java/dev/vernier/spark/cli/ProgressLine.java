package dev.vernier.spark.cli;

import dev.vernier.spark.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Progress on standard error: a line when a step begins and at most one a second after that, so
 * that a log stays readable.
 */
final class ProgressLine implements Progress {
  private static final long NANOS_BETWEEN = 1_000_000_000L;

  private final PrintWriter err;
  private String lastStep = "";
  private long lastPrinted;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void at(String step, int done, int total) {
    long now = System.nanoTime();
    boolean begins = !step.equals(lastStep);
    if (begins) {
      lastStep = step;
      lastPrinted = now;
      err.println(step);
    } else if (now - lastPrinted >= NANOS_BETWEEN && total > 0) {
      lastPrinted = now;
      err.println(
          String.format(
              Locale.ROOT, "%s: %d of %d tasks (%d %%)", step, done, total, 100 * done / total));
    }
    err.flush();
  }
}
