package dev.vernier.spark.cli;

import dev.vernier.spark.source.BadRecord;
import java.io.PrintWriter;
import java.util.List;

/** Records that a job could not use, as a user reads of them. */
final class BadRecords {

  private BadRecords() {}

  /** How many there were and the first of them; nothing when there were none. */
  static void print(PrintWriter out, long count, List<BadRecord> first) {
    if (count > 0) {
      out.println(count + " bad records, the first of them:");
      first.forEach(bad -> out.println("  " + bad.name() + ": " + bad.reason()));
    }
  }
}
