package dev.vernier.onnx;

import dev.vernier.engine.io.StoredWeight;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Normalisations. */
final class Norms {
  private Norms() {}

  static void register(Map<String, Operator> all) {
    all.put("BatchNormalization", Norms::batch);
    all.put("InstanceNormalization", Norms::instance);
    all.put("LayerNormalization", Norms::layer);
    all.put("GroupNormalization", Norms::group);
    all.put("LRN", Norms::local);
    all.put("LpNormalization", Norms::euclidean);
  }

  private static StoredWeight weight(NodeSite site, int input, String what) {
    return StoredWeight.raw(site.needConstant(input, what).asReals());
  }

  private static void batch(NodeSite site) {
    Value x = site.batched(site.in(0));
    if (site.node().whole("training_mode", 0) != 0 || site.makes(1)) {
      throw site.error("is in training mode, must be exported for inference");
    }
    if (site.node().whole("spatial", 1) == 0) {
      throw site.error("normalises each element by itself (spatial 0); BatchNorm does by channels");
    }
    StoredWeight slope = weight(site, 1, "the scale");
    StoredWeight bias = weight(site, 2, "the bias");
    StoredWeight mean = weight(site, 3, "the mean");
    StoredWeight variance = weight(site, 4, "the variance");
    site.layer(
        "BatchNorm",
        x,
        x.dims(),
        List.of(slope, mean, variance, bias),
        0,
        slope.weight().count(),
        1,
        site.node().real("epsilon", 1e-5f));
  }

  private static void instance(NodeSite site) {
    Value x = site.batched(site.in(0));
    Value image =
        x.rank() == 3 ? site.reshaped(x, new int[] {1, x.dims()[1], 1, x.dims()[2]}, true) : x;
    StoredWeight gamma = weight(site, 1, "the scale");
    StoredWeight beta = weight(site, 2, "the bias");
    Value made =
        site.step(
            "InstanceNorm",
            List.of(image),
            image.dims(),
            true,
            List.of(gamma, beta),
            0,
            gamma.weight().count(),
            1,
            site.node().real("epsilon", 1e-5f));
    site.out(0, x.rank() == 3 ? site.reshaped(made, x.dims(), true) : made);
  }

  private static void layer(NodeSite site) {
    Value x = site.in(0);
    int axis = Sizes.axis(site, site.node().whole("axis", -1), x.rank());
    long size = Sizes.product(x.dims(), axis, x.rank());
    if (site.node().has("one_axis") && axis != x.rank() - 1) {
      throw site.error("normalises axis " + axis + "; nearest is LayerNorm, of the innermost");
    }
    if (size < 0) {
      throw site.error("normalises sizes that depend on the input: fix them with --shape");
    }
    Tensor scale = site.needConstant(1, "the scale");
    Tensor bias = site.has(2) ? site.needConstant(2, "the bias") : null;
    float[] gamma = spread(site, scale, (int) size);
    float[] beta = bias == null ? new float[(int) size] : spread(site, bias, (int) size);
    // Rows of one length: what is normalised together comes to lie side by side.
    long rows = Sizes.product(x.dims(), 0, axis);
    boolean rowsAlready = axis == x.rank() - 1;
    Value own = rowsAlready ? x : site.reshaped(x, new int[] {(int) rows, (int) size}, false);
    Value made =
        site.step(
            "LayerNorm",
            List.of(own),
            own.dims(),
            own.batch(),
            List.of(StoredWeight.raw(gamma), StoredWeight.raw(beta)),
            0,
            (int) size,
            1,
            site.node().real("epsilon", 1e-5f),
            2,
            1);
    site.out(0, rowsAlready ? made : site.reshaped(made, x.dims(), x.batch()));
  }

  private static float[] spread(NodeSite site, Tensor constant, int size) {
    if (constant.size() == size) {
      return constant.asReals();
    }
    if (constant.size() != 1) {
      throw site.error("has " + constant.size() + " factors for " + size + " elements");
    }
    float[] all = new float[size];
    Arrays.fill(all, (float) constant.at(0));
    return all;
  }

  private static void group(NodeSite site) {
    Value x = site.batched(site.in(0));
    int groups = site.node().whole("num_groups", 0);
    int channels = x.dims()[1];
    if (groups < 1 || channels < 0 || channels % groups != 0) {
      throw site.error("has " + groups + " groups for " + channels + " channels");
    }
    float[] gamma = perChannel(site.needConstant(1, "the scale"), channels);
    float[] beta = perChannel(site.needConstant(2, "the bias"), channels);
    site.layer(
        "GroupNorm",
        x,
        x.dims(),
        List.of(StoredWeight.raw(gamma), StoredWeight.raw(beta)),
        0,
        groups,
        1,
        channels,
        2,
        site.node().real("epsilon", 1e-5f));
  }

  /** Before opset 21 factors are given a group, since then a channel. */
  private static float[] perChannel(Tensor given, int channels) {
    float[] all = new float[channels];
    for (int i = 0; i < channels; i++) {
      all[i] = (float) given.at((int) ((long) i * given.size() / channels));
    }
    return all;
  }

  /** By Normalize where the axis is the channels', by its parts along another. */
  private static void euclidean(NodeSite site) {
    Value x = site.in(0);
    Node node = site.node();
    int axis = Sizes.axis(site, node.whole("axis", -1), x.rank());
    float least = node.real("least", 0f);
    int power = node.whole("p", 2);
    if (x.batch() && axis == 1 && x.rank() == 4 && power == 2) {
      List<StoredWeight> one = List.of(StoredWeight.raw(new float[] {1f}));
      site.layer("Normalize", x, x.dims(), one, 1, 1, 2, least, 3, 1, 4, 1, 9, 1);
      return;
    }
    Value own = x.batch() && axis == 0 ? site.plain(x) : x;
    int[] axes = {site.axis(own, axis)};
    int[] dims = Sizes.with(own.dims(), axis, 1);
    int type = power == 2 ? 8 : 7;
    Value norm = site.step("Reduction", own, dims, 0, type, 1, 0, 3, axes, 4, 1, 5, 1);
    Value divisor = least > 0 ? site.step("Clip", norm, dims, 0, least) : norm;
    site.out(0, Binaries.both(site, Binaries.DIV, own, divisor));
  }

  private static void local(NodeSite site) {
    Value x = site.batched(site.in(0));
    Node node = site.node();
    site.layer(
        "LRN",
        x,
        x.dims(),
        List.of(),
        0,
        0,
        1,
        node.whole("size", 1),
        2,
        node.real("alpha", 1e-4f),
        3,
        node.real("beta", 0.75f),
        4,
        node.real("bias", 1f));
  }
}
