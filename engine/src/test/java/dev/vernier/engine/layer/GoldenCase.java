package dev.vernier.engine.layer;

import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.io.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** One recorded case of a layer type: its net and what goes in as {@code in0 …}. */
record GoldenCase(String name, Net net, List<Mat> inputs) {

  /**
   * Cases of a zip, spread evenly over it.
   *
   * @param most how many at most
   */
  static List<GoldenCase> sample(Path zip, int most) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      List<String> names =
          file.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".param"))
              .map(name -> name.substring(0, name.length() - ".param".length()))
              .sorted()
              .toList();
      int count = Math.min(most, names.size());
      List<GoldenCase> cases = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        cases.add(read(file, names.get(i * names.size() / count)));
      }
      return cases;
    }
  }

  private static GoldenCase read(ZipFile file, String name) throws IOException {
    Net net = Net.load(bytes(file, name + ".param"), bytes(file, name + ".bin"), name);
    List<Mat> inputs = new ArrayList<>();
    for (int i = 0; file.getEntry(name + ".in" + i + ".npy") != null; i++) {
      String input = name + ".in" + i + ".npy";
      inputs.add(Npy.read(bytes(file, input), input));
    }
    return new GoldenCase(name, net, inputs);
  }

  private static byte[] bytes(ZipFile file, String name) throws IOException {
    try (InputStream in = file.getInputStream(file.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  /** The layer under test, which comes last. */
  Layer layer() {
    return net.layers().get(net.layers().size() - 1);
  }

  @Override
  public String toString() {
    return layer().spec().type() + " " + name;
  }
}
