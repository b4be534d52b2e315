package dev.vernier.engine.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.io.NetDefinition;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.RandomWeights;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.layer.LayerRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Nets written by hand, and what has to hold of their simpler forms. */
final class SmallNets {
  private static final long SEED = 7;

  /**
   * A weight is rounded once more, so that a sum of some hundred products differs in its last bits;
   * relative to max(1, |x|).
   */
  private static final double TOLERANCE = 1e-4;

  private SmallNets() {}

  /** A net of these lines, with random weights. */
  static StoredNet net(String... lines) {
    int blobs = 0;
    for (String line : lines) {
      blobs += Integer.parseInt(line.split(" ", -1)[3]);
    }
    String text = "7767517\n" + lines.length + " " + blobs + "\n" + String.join("\n", lines) + "\n";
    NetDefinition definition =
        ParamReader.read(text.getBytes(StandardCharsets.UTF_8), "small.param");
    return StoredNet.of(definition, new RandomWeights(SEED), LayerRegistry.builtin());
  }

  /** A net among the class path's resources. */
  static StoredNet resource(String stem) throws IOException {
    try (InputStream param = SmallNets.class.getResourceAsStream(stem + ".param");
        InputStream bin = SmallNets.class.getResourceAsStream(stem + ".bin")) {
      NetDefinition definition = ParamReader.read(param.readAllBytes(), stem + ".param");
      WeightReader weights = WeightReader.of(bin.readAllBytes(), stem + ".bin");
      return StoredNet.of(definition, weights, LayerRegistry.builtin());
    }
  }

  /** Random numbers between -1 and 1. */
  static Mat random(int... sizes) {
    Mat mat =
        switch (sizes.length) {
          case 1 -> Mat.create(Mat.Type.FLOAT32, sizes[0]);
          case 2 -> Mat.create(Mat.Type.FLOAT32, sizes[0], sizes[1]);
          case 3 -> Mat.create(Mat.Type.FLOAT32, sizes[0], sizes[1], sizes[2]);
          default -> Mat.create(Mat.Type.FLOAT32, sizes[0], sizes[1], sizes[2], sizes[3]);
        };
    Random random = new Random(SEED);
    for (int i = 0; i < mat.size(); i++) {
      mat.floats()[i] = random.nextFloat() * 2 - 1;
    }
    return mat;
  }

  /** The simpler net, after its inputs, outputs and their values were compared. */
  static OptimizedNet optimized(StoredNet before, Map<String, Mat> inputs, String... keep) {
    OptimizedNet made = NetOptimizer.optimize(before, Set.of(keep), false);
    assertSameAnswers(before, made.net(), inputs, TOLERANCE, keep);
    assertSameBlobs(before, made.net(), inputs);
    OptimizedNet again = NetOptimizer.optimize(made.net(), Set.of(keep), false);
    assertThat(again.changes()).isEmpty();
    assertThat(again.net()).isEqualTo(made.net());
    return made;
  }

  /** Compares inputs, outputs and the blobs that were to be kept. */
  static void assertSameAnswers(
      StoredNet before,
      StoredNet after,
      Map<String, Mat> inputs,
      double tolerance,
      String... keep) {
    Net old = Net.of(before, LayerRegistry.builtin());
    Net made = Net.of(after, LayerRegistry.builtin());
    assertThat(names(made.inputs())).isEqualTo(names(old.inputs()));
    Set<String> wanted = names(old.outputs());
    Set<String> given = names(made.outputs());
    // Blobs that were to be kept may have lost their readers.
    given.removeIf(blob -> List.of(keep).contains(blob) && !wanted.contains(blob));
    assertThat(given).isEqualTo(wanted);
    wanted.addAll(List.of(keep));
    assertSame(old, made, inputs, List.copyOf(wanted), tolerance);
  }

  /** Whatever blob is left under its name has its value. */
  private static void assertSameBlobs(StoredNet before, StoredNet after, Map<String, Mat> inputs) {
    Net made = Net.of(after, LayerRegistry.builtin());
    List<String> blobs = made.blobs().stream().map(Blob::name).toList();
    assertSame(Net.of(before, LayerRegistry.builtin()), made, inputs, blobs, TOLERANCE);
  }

  private static void assertSame(
      Net old, Net made, Map<String, Mat> inputs, List<String> blobs, double tolerance) {
    List<Mat> expected = run(old, inputs, blobs);
    List<Mat> found = run(made, inputs, blobs);
    for (int b = 0; b < blobs.size(); b++) {
      String blob = blobs.get(b);
      assertThat(found.get(b).describe()).as(blob).isEqualTo(expected.get(b).describe());
      float[] values = expected.get(b).floats();
      double worst = 0;
      for (int i = 0; i < expected.get(b).size(); i++) {
        double off = Math.abs(found.get(b).floats()[i] - values[i]);
        worst = Math.max(worst, off / Math.max(1, Math.abs(values[i])));
      }
      assertThat(worst).as(blob).isLessThanOrEqualTo(tolerance);
    }
  }

  /** The types of a net's layers but for its Input. */
  static List<String> types(OptimizedNet net) {
    return net.net().layers().stream()
        .map(layer -> layer.spec().type())
        .filter(type -> !type.equals("Input"))
        .toList();
  }

  private static Set<String> names(List<Blob> blobs) {
    Set<String> names = new TreeSet<>();
    blobs.forEach(blob -> names.add(blob.name()));
    return names;
  }

  private static List<Mat> run(Net net, Map<String, Mat> inputs, List<String> blobs) {
    Extractor extractor = net.extractor();
    inputs.forEach(extractor::input);
    return extractor.extract(blobs).stream().map(Mat::copy).toList();
  }
}
