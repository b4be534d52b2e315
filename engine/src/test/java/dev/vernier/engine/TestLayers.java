package dev.vernier.engine;

import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The smallest layers that an extractor can be tried on, and a count of how often they ran. */
final class TestLayers {
  static final AtomicInteger RUNS = new AtomicInteger();

  private interface Rule extends Serializable {
    void apply(Mat[] bottoms, Mat[] tops, Workspace workspace);
  }

  private static final class RuleLayer extends Layer {
    private static final long serialVersionUID = 1L;
    private final Rule rule;

    RuleLayer(LayerSpec spec, Rule rule) {
      super(spec);
      this.rule = rule;
    }

    @Override
    public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
      RUNS.incrementAndGet();
      rule.apply(bottoms, tops, workspace);
    }
  }

  private TestLayers() {}

  /** Input, Split (views), Double (in place where it may), Sum (a new mat) and Huge (too big). */
  static LayerRegistry registry() {
    return new LayerRegistry(
        List.of(
            entry(16, "Input", TestLayers::nothing),
            entry(33, "Split", TestLayers::split),
            entry(1000, "Double", TestLayers::twice),
            entry(1001, "Sum", TestLayers::sum),
            entry(1002, "Huge", TestLayers::huge)));
  }

  private static LayerRegistry.Entry entry(int number, String type, Rule rule) {
    return new LayerRegistry.Entry(number, type, (spec, weights) -> new RuleLayer(spec, rule));
  }

  private static void nothing(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    throw new AssertionError("an input is given, not run");
  }

  private static void split(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    for (int i = 0; i < tops.length; i++) {
      tops[i] = bottoms[0].reshaped(1, bottoms[0].size(), 1, 1, 1);
    }
  }

  private static void twice(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    tops[0] = workspace.inPlace(bottoms[0]);
    for (int i = 0; i < tops[0].size(); i++) {
      tops[0].floats()[i] = 2 * bottoms[0].floats()[i];
    }
  }

  private static void sum(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    tops[0] = workspace.floatsLike(bottoms[0]);
    for (int i = 0; i < tops[0].size(); i++) {
      tops[0].floats()[i] = bottoms[0].floats()[i] + bottoms[1].floats()[i];
    }
  }

  private static void huge(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    tops[0] = workspace.floats(Integer.MAX_VALUE);
  }
}
