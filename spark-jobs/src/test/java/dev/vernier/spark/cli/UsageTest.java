package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user who errs, or asks for help, reads; none of it starts Spark. */
class UsageTest {
  private static final Path PARAM = TestData.FMNIST.resolve("fmnist.param");
  private static final Path BIN = TestData.FMNIST.resolve("fmnist.bin");

  @TempDir private Path folder;

  private Vernier calibrate(String... more) {
    Object[] words = new Object[9 + more.length];
    Object[] given = {
      "calibrate", "--param", PARAM, "--bin", BIN, "--input", "x", "--table", folder.resolve("t")
    };
    System.arraycopy(given, 0, words, 0, given.length);
    System.arraycopy(more, 0, words, given.length, more.length);
    return Vernier.run(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "calibrate",
        "quantize",
        "convert",
        "optimize",
        "evaluate",
        "tune",
        "infer",
        "inspect",
        "bench",
        "replay"
      })
  void everyCommandHasHelp(String command) {
    Vernier help = Vernier.run(command, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: vernier " + command).contains("--json");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void listsTheCommands() {
    assertThat(Vernier.run("--help").out())
        .contains("demo", "calibrate", "infer", "inspect", "bench", "replay", "Exit codes");
    assertThat(Vernier.run("--version").out()).startsWith("vernier ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--mean=[1,2 | --mean is \"[1,2\", expected numbers such as [104,117,123]",
        "mean=1,x | --mean holds \"x\", expected a number",
        "--shape=28 | shape [28] has 1 sizes, expected w,h or w,h,c",
        "--mean=[1],[2] | --mean has values for 2 inputs, but --input is given 1 times",
        "--method=best | method",
        "--partitions=-1 | partitions is -1, must be at least 0",
        "--input-format=tape | source format is \"tape\", expected one of",
        "type=3 | type is 3, expected 0 (image) or 1 (npy)",
        "--threads=0 | --threads is 0, must be at least 1",
        "--nonsense | Unknown option: '--nonsense'",
        "--mode=LENIENT | Invalid value for option '--mode'",
        "--conf=spark.vernier.methot=kl | unknown key \"methot\", did you mean \"method\"?",
      })
  void wrongUsageIsTwoLinesAndExitCode2(String argument, String message) {
    Vernier wrong = calibrate(argument);
    assertThat(wrong.err()).startsWith("vernier: ").contains(message);
    assertThat(wrong.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.exitCode()).isEqualTo(2);
  }

  @Test
  void namesTheOptionsThatAreMissing() {
    Vernier wrong = Vernier.run("calibrate", "--param", PARAM);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("Missing required options: '--bin=FILE', '--table=FILE'")
        .contains("Try 'vernier calibrate --help'.");
    assertThat(Vernier.run().exitCode()).isEqualTo(2);
    assertThat(Vernier.run("calibarte").err()).contains("calibarte");
  }

  @Test
  void namesAKeyThatAFileHasTooMuch() throws Exception {
    Path file = Files.writeString(folder.resolve("job.conf"), "vernier { tabel = x }\n");
    Vernier wrong = calibrate("--config=" + file);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .isEqualToIgnoringNewLines(
            "vernier: " + file + " line 1: unknown key \"tabel\", did you mean \"table\"?");
  }

  @Test
  void takesFromTheFileWhatTheCommandLineAndConfLeaveOpen() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("job.conf"),
            "vernier { mode = LENIENT, partitions = -3, method = worst }\n");
    assertThat(calibrate("--config=" + file).err()).contains("'--mode'", "LENIENT");
    assertThat(calibrate("--config=" + file, "--mode=FAILFAST").err()).contains("worst");
    assertThat(
            calibrate("--config=" + file, "--mode=FAILFAST", "--conf=spark.vernier.method=kl")
                .err())
        .contains("partitions is -3");
    assertThat(
            calibrate(
                    "--config=" + file,
                    "--mode=FAILFAST",
                    "--conf=spark.vernier.method=kl",
                    "--conf=spark.vernier.partitions=-2",
                    "--partitions=-1")
                .err())
        .contains("partitions is -1");
  }
}
