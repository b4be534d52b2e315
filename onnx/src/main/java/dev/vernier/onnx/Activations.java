package dev.vernier.onnx;

import dev.vernier.engine.io.StoredWeight;
import java.util.List;
import java.util.Map;

/** Activations. */
final class Activations {
  private Activations() {}

  static void register(Map<String, Operator> all) {
    all.put("Relu", site -> same(site, "ReLU"));
    all.put("LeakyRelu", site -> same(site, "ReLU", 0, site.node().real("alpha", 0.01f)));
    all.put("Elu", site -> same(site, "ELU", 0, site.node().real("alpha", 1f)));
    all.put("Celu", site -> same(site, "CELU", 0, site.node().real("alpha", 1f)));
    all.put("Selu", Activations::selu);
    all.put("Sigmoid", site -> same(site, "Sigmoid"));
    all.put("Tanh", site -> same(site, "TanH"));
    all.put("Softplus", site -> same(site, "Softplus"));
    all.put("Mish", site -> same(site, "Mish"));
    all.put("Erf", site -> same(site, "Erf"));
    all.put("HardSigmoid", Activations::hardSigmoid);
    all.put("HardSwish", Activations::hardSwish);
    all.put("Gelu", Activations::gelu);
    all.put("Clip", Activations::clip);
    all.put("PRelu", Activations::prelu);
    all.put("Softsign", Activations::softsign);
    all.put("ThresholdedRelu", Activations::thresholded);
    all.put("Shrink", Activations::shrink);
    all.put("Swish", site -> same(site, "Swish"));
  }

  private static void same(NodeSite site, String type, Object... params) {
    Value x = site.in(0);
    site.layer(type, x, x.dims(), List.of(), params);
  }

  private static void selu(NodeSite site) {
    same(
        site,
        "SELU",
        0,
        site.node().real("alpha", 1.67326319217681884765625f),
        1,
        site.node().real("gamma", 1.05070102214813232421875f));
  }

  private static void hardSigmoid(NodeSite site) {
    same(
        site, "HardSigmoid", 0, site.node().real("alpha", 0.2f), 1, site.node().real("beta", 0.5f));
  }

  private static void hardSwish(NodeSite site) {
    same(
        site, "HardSwish", 0, site.node().real("alpha", 1f / 6), 1, site.node().real("beta", 0.5f));
  }

  private static void gelu(NodeSite site) {
    boolean fast = site.node().text("approximate", "none").equals("tanh");
    same(site, "GELU", 0, fast ? 1 : 0);
  }

  private static void clip(NodeSite site) {
    same(
        site,
        "Clip",
        0,
        bound(site, "min", 1, -Float.MAX_VALUE),
        1,
        bound(site, "max", 2, Float.MAX_VALUE));
  }

  private static float bound(NodeSite site, String name, int input, float otherwise) {
    if (site.has(input)) {
      return (float) site.needConstant(input, name).at(0);
    }
    return site.node().real(name, otherwise);
  }

  private static void prelu(NodeSite site) {
    Value x = site.in(0);
    Tensor slope = site.needConstant(1, "the slope");
    int channel = x.batch() ? 1 : 0;
    int[] dims = Sizes.grown(slope.dims(), Math.max(x.rank(), slope.dims().length));
    boolean shared = slope.size() == 1;
    boolean perChannel =
        dims.length == x.rank()
            && dims[channel] == slope.size()
            && slope.size() == x.dims()[channel];
    if (!shared && !perChannel) {
      throw site.error("has slopes that are neither one nor one a channel, as PReLU takes them");
    }
    site.layer("PReLU", x, x.dims(), List.of(StoredWeight.raw(slope.asReals())), 0, slope.size());
  }

  private static void softsign(NodeSite site) {
    Value x = site.in(0);
    Value magnitude = site.step("UnaryOp", x, x.dims(), 0, Unaries.ABS);
    Value more = Binaries.withNumber(site, Binaries.ADD, magnitude, 1f);
    site.out(0, Binaries.both(site, Binaries.DIV, x, more));
  }

  private static void thresholded(NodeSite site) {
    Value x = site.in(0);
    Value above = site.step("Threshold", x, x.dims(), 0, site.node().real("alpha", 1f));
    site.out(0, Binaries.both(site, Binaries.MUL, x, above));
  }

  private static void shrink(NodeSite site) {
    float lambda = site.node().real("lambd", 0.5f);
    float bias = site.node().real("bias", 0f);
    // ncnn adds the bias below and takes it off above, as ONNX does.
    same(site, "Shrink", 0, bias, 1, lambda);
  }
}
