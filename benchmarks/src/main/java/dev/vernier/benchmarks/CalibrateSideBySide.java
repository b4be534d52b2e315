package dev.vernier.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Calibrates on the same images with ncnn2table and with Vernier, each in a process of its own, two
 * threads each, one after the other: prints the seconds from start to exit and how many times
 * faster Vernier is, in two passes and in one.
 */
public final class CalibrateSideBySide {
  private static final int THREADS = 2;

  private CalibrateSideBySide() {}

  /**
   * Takes the path of an ncnn2table, the number of images (those of the folder repeat under other
   * names), the folder, a param and a bin file, and what else ncnn2table is told: {@code
   * mean=[127.5]} and so on. Runs in the project's directory.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> described = List.of(args).subList(5, args.length);
    Path work = Files.createTempDirectory("calibrate-side-by-side");
    try {
      Path list = list(Path.of(args[2]), Integer.parseInt(args[1]), work);
      List<String> theirs = new ArrayList<>(List.of(args[0], args[3], args[4], list.toString()));
      theirs.add(work.resolve("theirs.table").toString());
      theirs.addAll(described);
      theirs.addAll(List.of("thread=" + THREADS, "method=kl"));
      double ncnn = seconds(theirs, work);
      System.out.printf(Locale.ROOT, "ncnn2table %8.1f s%n", ncnn);
      for (int passes = 2; passes >= 1; passes--) {
        List<String> mine = new ArrayList<>(List.of("./vernier", "calibrate", "--param", args[3]));
        mine.addAll(List.of("--bin", args[4], "--input", list.toString()));
        mine.addAll(List.of("--table", work.resolve(passes + ".table").toString()));
        mine.addAll(List.of("--passes", "" + passes, "--master", "local[" + THREADS + "]"));
        mine.addAll(described);
        double vernier = seconds(mine, work);
        System.out.printf(
            Locale.ROOT, "passes: %d  %8.1f s, %.2f times%n", passes, vernier, ncnn / vernier);
      }
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  /** Images of a folder, over and over, as files of their own. */
  private static Path list(Path folder, int count, Path work) throws IOException {
    File[] images = folder.toFile().listFiles(File::isFile);
    if (images == null || images.length == 0) {
      throw new IOException(folder + " holds no images");
    }
    Arrays.sort(images);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      File image = images[i % images.length];
      Path copy = work.resolve(i / images.length + "-" + image.getName());
      Files.copy(image.toPath(), copy);
      paths.add(copy.toString());
    }
    return Files.write(work.resolve("list.txt"), paths);
  }

  private static double seconds(List<String> command, Path work)
      throws IOException, InterruptedException {
    File output = work.resolve("output.txt").toFile();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ":\n" + Files.readString(output.toPath()));
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
