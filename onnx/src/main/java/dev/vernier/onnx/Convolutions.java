package dev.vernier.onnx;

import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Conv and ConvTranspose over one, two or three axes. */
final class Convolutions {
  /** Ids of the axes innermost first: kernel, dilation, stride, pad in front, pad behind. */
  private static final int[][] IDS = {{1, 2, 3, 4, 15}, {11, 12, 13, 14, 16}, {21, 22, 23, 24, 17}};

  private static final int SAME_UPPER = -233;
  private static final int SAME_LOWER = -234;

  private Convolutions() {}

  static void register(Map<String, Operator> all) {
    all.put("Conv", Convolutions::convolution);
    all.put("ConvTranspose", Convolutions::transposed);
  }

  /** What both have. */
  private record Window(int axes, int[] kernel, int[] dilation, int[] stride, int[] pads) {
    int[] outer(Value x) {
      int[] outer = new int[axes];
      System.arraycopy(x.dims(), 2, outer, 0, axes);
      return outer;
    }
  }

  private static Window window(NodeSite site, Value x, Tensor weights) {
    int axes = weights.dims().length - 2;
    if (axes < 1 || axes > 3 || x.rank() != axes + 2) {
      throw site.error(
          "has weights of "
              + weights.dims().length
              + " axes for a value of "
              + x.rank()
              + ", must be 3, 4 or 5 for as many");
    }
    int[] kernel = new int[axes];
    System.arraycopy(weights.dims(), 2, kernel, 0, axes);
    Node node = site.node();
    return new Window(
        axes,
        kernel,
        node.wholes("dilations", axes, 1),
        node.wholes("strides", axes, 1),
        pads(site, axes));
  }

  /** Pads in front of each axis, then behind; the marks of SAME on all. */
  private static int[] pads(NodeSite site, int axes) {
    String auto = site.node().text("auto_pad", "NOTSET");
    return switch (auto) {
      case "NOTSET" -> site.node().wholes("pads", 2 * axes, 0);
      case "VALID" -> new int[2 * axes];
      case "SAME_UPPER" -> filled(2 * axes, SAME_UPPER);
      case "SAME_LOWER" -> filled(2 * axes, SAME_LOWER);
      default -> throw site.error("auto_pad is " + auto);
    };
  }

  private static int[] filled(int count, int value) {
    int[] list = new int[count];
    java.util.Arrays.fill(list, value);
    return list;
  }

  private static List<Object> params(Window window, int out, boolean bias, int weights) {
    List<Object> params = new ArrayList<>(List.of(0, out, 5, bias ? 1 : 0, 6, weights));
    for (int inner = 0; inner < window.axes(); inner++) {
      int axis = window.axes() - 1 - inner;
      int[] ids = IDS[inner];
      params.addAll(List.of(ids[0], window.kernel()[axis], ids[1], window.dilation()[axis]));
      params.addAll(List.of(ids[2], window.stride()[axis], ids[3], window.pads()[axis]));
      params.addAll(List.of(ids[4], window.pads()[window.axes() + axis]));
    }
    return params;
  }

  private static String type(String type, int axes, int groups) {
    return type + (groups == 1 ? "" : "DepthWise") + (axes == 2 ? "" : axes + "D");
  }

  private static List<StoredWeight> weights(NodeSite site, float[] weights, int out) {
    List<StoredWeight> all = new ArrayList<>();
    all.add(StoredWeight.tagged(Weight.float32(weights)));
    if (site.has(2)) {
      Tensor bias = site.needConstant(2, "the bias");
      if (bias.size() != out) {
        throw site.error("has " + bias.size() + " biases for " + out + " channels");
      }
      all.add(StoredWeight.raw(bias.asReals()));
    }
    return all;
  }

  private static void convolution(NodeSite site) {
    Tensor weights = site.needConstant(1, "the weights");
    Value x = site.batched(site.in(0));
    Window window = window(site, x, weights);
    int groups = site.node().whole("group", 1);
    int out = weights.dims()[0];
    int in = weights.dims()[1] * groups;
    requireChannels(site, x, in);
    int[] dims = x.dims().clone();
    dims[1] = out;
    int[] outer = window.outer(x);
    for (int i = 0; i < window.axes(); i++) {
      int behind = window.pads()[window.axes() + i];
      int stride = window.stride()[i];
      int reach = window.dilation()[i] * (window.kernel()[i] - 1) + 1;
      if (outer[i] < 0) {
        dims[2 + i] = -1;
      } else if (behind < 0) {
        dims[2 + i] = (outer[i] + stride - 1) / stride;
      } else {
        dims[2 + i] = (outer[i] + window.pads()[i] + behind - reach) / stride + 1;
      }
    }
    List<Object> params = params(window, out, site.has(2), weights.size());
    if (groups > 1) {
      params.addAll(List.of(7, groups));
    }
    site.layer(
        type("Convolution", window.axes(), groups),
        x,
        dims,
        weights(site, weights.asReals(), out),
        params.toArray());
  }

  private static void requireChannels(NodeSite site, Value x, int in) {
    if (x.dims()[1] >= 0 && x.dims()[1] != in) {
      throw site.error("reads " + x.dims()[1] + " channels, its weights are for " + in);
    }
  }

  private static void transposed(NodeSite site) {
    Tensor weights = site.needConstant(1, "the weights");
    Value x = site.batched(site.in(0));
    Window window = window(site, x, weights);
    int axes = window.axes();
    int groups = site.node().whole("group", 1);
    int in = weights.dims()[0];
    int each = weights.dims()[1];
    requireChannels(site, x, in);
    int[] more = site.node().wholes("output_padding", axes, 0);
    int[] pads = window.pads().clone();
    long[] asked = site.node().wholes("output_shape");
    int[] outer = window.outer(x);
    int[] dims = x.dims().clone();
    dims[1] = each * groups;
    for (int i = 0; i < axes; i++) {
      int reach = window.dilation()[i] * (window.kernel()[i] - 1) + 1 + more[i];
      int stride = window.stride()[i];
      if (asked != null || pads[i] < 0) {
        if (asked != null && outer[i] < 0) {
          throw site.error("has an output_shape for an input of unknown size: fix it with --shape");
        }
        int size = asked == null ? -1 : Math.toIntExact(asked[asked.length - axes + i]);
        int total = asked == null ? reach - stride : stride * (outer[i] - 1) + reach - size;
        boolean lower = pads[i] == SAME_LOWER;
        int less = total / 2;
        pads[i] = lower ? total - less : less;
        pads[axes + i] = total - pads[i];
      }
      dims[2 + i] = outer[i] < 0 ? -1 : stride * (outer[i] - 1) + reach - pads[i] - pads[axes + i];
    }
    for (int pad : pads) {
      if (pad < 0) {
        throw site.error("has negative pads, which ncnn does not cut by");
      }
    }
    Window own = new Window(axes, window.kernel(), window.dilation(), window.stride(), pads);
    List<Object> params = params(own, each * groups, site.has(2), weights.size());
    int[] ids = {18, 19, 20};
    for (int inner = 0; inner < axes; inner++) {
      params.addAll(List.of(ids[inner], more[axes - 1 - inner]));
    }
    if (groups > 1) {
      params.addAll(List.of(7, groups));
    }
    site.layer(
        type("Deconvolution", axes, groups),
        x,
        dims,
        weights(site, turned(weights, groups), each * groups),
        params.toArray());
  }

  /** Weights in × out, as ONNX has those of transposed convolutions, to out × in in each group. */
  private static float[] turned(Tensor weights, int groups) {
    int in = weights.dims()[0] / groups;
    int out = weights.dims()[1];
    int window = weights.size() / (weights.dims()[0] * out);
    float[] from = weights.asReals();
    float[] to = new float[from.length];
    for (int g = 0; g < groups; g++) {
      for (int q = 0; q < in; q++) {
        for (int o = 0; o < out; o++) {
          int source = ((g * in + q) * out + o) * window;
          System.arraycopy(from, source, to, ((g * out + o) * in + q) * window, window);
        }
      }
    }
    return to;
  }
}
