package dev.vernier.engine.optimize;

import static dev.vernier.engine.optimize.SmallNets.net;
import static dev.vernier.engine.optimize.SmallNets.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.LayerRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nets put together by chance, from layers that passes look for: they answer as before. */
class RandomNetsTest {
  private static final int NETS = 400;
  private static final int STEPS = 14;

  private List<String> lines;
  private Map<String, Mat> inputs;
  private Random chance;

  @Test
  void answerAsBefore() {
    Set<String> passes = new TreeSet<>();
    for (int seed = 0; seed < NETS; seed++) {
      build(seed);
      String[] text = lines.toArray(String[]::new);
      Set<String> keep = new TreeSet<>();
      for (Blob blob : Net.of(net(text), LayerRegistry.builtin()).blobs()) {
        if (chance.nextInt(12) == 0) {
          keep.add(blob.name());
        }
      }
      try {
        OptimizedNet made = SmallNets.optimized(net(text), inputs, keep.toArray(String[]::new));
        passes.addAll(made.changes().keySet());
      } catch (RuntimeException | AssertionError failure) {
        String what = "seed " + seed + ", kept " + keep + ":\n" + String.join("\n", lines);
        throw new AssertionError(what, failure);
      }
    }
    assertThat(passes).containsExactlyInAnyOrderElementsOf(NetOptimizer.passes());
  }

  private void build(int seed) {
    chance = new Random(seed);
    int[] sizes = {5 + chance.nextInt(3), 4, 1 + chance.nextInt(4)};
    inputs = Map.of("data", random(sizes));
    lines = new ArrayList<>();
    lines.add("Input data 0 1 data" + pick("", " 0=" + sizes[0] + " 1=4 2=" + sizes[2]));
    for (int step = 0; step < STEPS; step++) {
      List<String> before = List.copyOf(lines);
      add(step);
      try {
        open();
      } catch (NetException | IllegalArgumentException unfit) {
        lines = new ArrayList<>(before);
      }
    }
  }

  /** The values that nobody reads yet, by name in order. */
  private Map<String, Mat> open() {
    Net net = Net.of(net(lines.toArray(String[]::new)), LayerRegistry.builtin());
    Extractor extractor = net.extractor();
    inputs.forEach(extractor::input);
    List<String> names = net.outputs().stream().map(Blob::name).toList();
    List<Mat> mats = extractor.extract(names);
    Map<String, Mat> open = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      open.put(names.get(i), mats.get(i).copy());
    }
    return open;
  }

  private void add(int step) {
    Map<String, Mat> open = open();
    List<String> names = List.copyOf(open.keySet());
    String blob = names.get(chance.nextInt(names.size()));
    String other = names.get(chance.nextInt(names.size()));
    Mat mat = open.get(blob);
    String top = "b" + step;
    int channels = mat.dims() == 1 ? mat.w() : mat.dims() == 2 ? mat.h() : mat.c();
    int outputs = pick(1, 3, channels);
    String from = " l" + step + " 1 1 " + blob + " " + top + " ";
    switch (chance.nextInt(20)) {
      case 0, 1, 2 -> {
        int kernel = pick(1, 1, 3);
        String more = " 1=" + kernel + " 4=" + kernel / 2 + " 5=" + pick(0, 1) + activation();
        int count = outputs * channels * kernel * kernel;
        lines.add("Convolution" + from + "0=" + outputs + more + " 6=" + count);
      }
      case 3 ->
          lines.add(
              "ConvolutionDepthWise"
                  + from
                  + "0="
                  + channels
                  + " 1=3 4=1 6="
                  + 9 * channels
                  + " 7="
                  + channels
                  + activation());
      case 4 ->
          lines.add(
              "Deconvolution" + from + "0=" + outputs + " 1=2 2=2 5=1 6=" + 4 * outputs * channels);
      case 5 -> {
        int count = pick(mat.size(), mat.w()) * outputs;
        lines.add("InnerProduct" + from + "0=" + outputs + " 1=1 2=" + count);
      }
      case 6, 7 ->
          lines.add(
              pick(
                  "BatchNorm" + from + "0=" + channels + " 1=0.001",
                  "Scale" + from + "0=" + channels + " 1=" + pick(0, 1)));
      case 8, 9 ->
          lines.add(pick("ReLU", "Sigmoid", "HardSwish", "Swish", "Noop", "Dropout") + from);
      case 10 -> lines.add("PReLU" + from + "0=" + pick(1, channels));
      case 11 -> lines.add(pick("Dropout" + from + "0=0.5", "Flatten" + from, "Flatten" + from));
      case 12 -> lines.add("Pooling" + from + pick("0=1 4=1", "0=1 4=1", "1=1", "1=2", "0=1 1=3"));
      case 13 -> lines.add("Reshape" + from + pick("0=-1", "0=1 1=1 2=-1", "0=1 1=1 2=-1"));
      case 14 ->
          lines.add("Reduction" + from + "0=3 1=0 5=1 -23303=" + pick("2,1,2", "1,2", "1,1"));
      case 15, 16 -> constant(step, blob, top, mat, channels);
      case 17 ->
          lines.add("BinaryOp" + from + "0=" + pick(0, 1, 2, 7) + " 1=1 2=" + pick(0.5, -2, 3));
      case 18 -> lines.add("Split l" + step + " 1 2 " + blob + " " + top + "x " + top + "y");
      default -> {
        if (!blob.equals(other)) {
          lines.add(
              "BinaryOp l" + step + " 2 1 " + blob + " " + other + " " + top + " 0=" + pick(0, 2));
        }
      }
    }
  }

  private void constant(int step, String blob, String top, Mat mat, int channels) {
    String k = "k" + step;
    String shape =
        pick("0=1", "0=" + channels, "0=1 1=1 2=" + channels, "0=" + mat.w(), "0=1 1=" + channels);
    lines.add("MemoryData " + k + " 0 1 " + k + " " + shape);
    String operands = pick(blob + " " + k, k + " " + blob);
    if (chance.nextInt(3) == 0) {
      lines.add("Split s" + step + " 1 2 " + k + " " + k + "x " + k + "y");
      operands = operands.replace(k, k + "x");
    }
    String operation = pick("0=0", "0=1", "0=2", "0=4");
    lines.add("BinaryOp l" + step + " 2 1 " + operands + " " + top + " " + operation);
  }

  private String activation() {
    return pick("", "", "", " 9=1", " 9=2 -23310=1,0.1");
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[chance.nextInt(choices.length)];
  }
}
