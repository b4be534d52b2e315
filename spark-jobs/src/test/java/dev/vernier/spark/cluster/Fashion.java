package dev.vernier.spark.cluster;

import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of commands that run on Fashion-MNIST, wherever its files lie.
 *
 * @param folder path or URL of the folder with the images
 * @param net path or URL of the net's files without their endings
 */
record Fashion(String folder, String net) {
  private static final List<String> FILES =
      List.of("fmnist.param", "fmnist.bin", "calibration-1000.parquet", "test-2000.parquet");

  /** The files where the project keeps them. */
  static Fashion local() {
    return of(TestData.FMNIST.toAbsolutePath().toString());
  }

  private static Fashion of(String folder) {
    return new Fashion(folder, folder + "/fmnist");
  }

  /** The files, put into a folder of an HDFS. */
  static Fashion putInto(MiniHdfs hdfs, String folder) throws IOException {
    hdfs.put(folder, FILES.stream().map(TestData.FMNIST::resolve).toArray(Path[]::new));
    return of(hdfs.url() + folder);
  }

  /** The same images for another net. */
  Fashion withNet(String other) {
    return new Fashion(folder, other);
  }

  String[] calibrate(String table, String... more) {
    return words("calibrate", "calibration-1000.parquet", more, "--table", table);
  }

  /** Calibrates with other samples than those of the table of 1,000. */
  String[] calibrateOn(String input, String table, String... more) {
    return words("calibrate", input, more, "--table", table);
  }

  /** Makes a table of statistics that are kept. */
  String[] calibrateFrom(String statistics, String table, String... more) {
    List<String> words = new ArrayList<>(command("calibrate"));
    words.addAll(List.of("--from-stats", statistics, "--table", table));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }

  String[] infer(String output, String... more) {
    return words("infer", "test-2000.parquet", more, "--top-k", "3", "--output", output);
  }

  String[] evaluate(String table, String... more) {
    return words(
        "evaluate", "test-2000.parquet", more, "--label-column", "label", "--table", table);
  }

  private String[] words(String name, String input, String[] more, String... own) {
    List<String> words = new ArrayList<>(command(name));
    words.addAll(
        List.of(
            "--input",
            folder + "/" + input,
            "--mean",
            "127.5",
            "--norm",
            "0.007843137",
            "--shape",
            "28,28,1",
            "--pixel",
            "GRAY"));
    words.addAll(Arrays.asList(own));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }

  private List<String> command(String name) {
    return List.of(name, "--param", net + ".param", "--bin", net + ".bin");
  }
}
