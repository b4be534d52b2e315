package dev.vernier.spark.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs the command line inside the test and keeps what it says. */
record Vernier(int exitCode, String out, String err) {

  static Vernier run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = String.valueOf(arguments[i]);
    }
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Vernier(exitCode, out.toString(), err.toString());
  }
}
