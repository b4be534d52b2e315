package dev.vernier.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** MaxPool, AveragePool and their global forms. */
final class Poolings {
  /** Ids of the axes innermost first: kernel, stride, pad in front, pad behind. */
  private static final int[][] IDS = {{1, 2, 3, 14}, {11, 12, 13, 15}, {21, 22, 23, 16}};

  private static final int MAX = 0;
  private static final int MEAN = 1;
  private static final int FULL = 0;
  private static final int VALID = 1;

  private Poolings() {}

  static void register(Map<String, Operator> all) {
    all.put("MaxPool", site -> pool(site, MAX));
    all.put("AveragePool", site -> pool(site, MEAN));
    all.put("GlobalMaxPool", site -> global(site, MAX));
    all.put("GlobalAveragePool", site -> global(site, MEAN));
  }

  private static void pool(NodeSite site, int kind) {
    Value x = site.batched(site.in(0));
    Node node = site.node();
    int axes = x.rank() - 2;
    long[] kernel = node.wholes("kernel_shape");
    if (axes < 1 || axes > 3 || kernel == null || kernel.length != axes) {
      throw site.error("has no kernel_shape for " + axes + " axes, must be one to three");
    }
    if (site.makes(1)) {
      throw site.error("is asked for indices, which Pooling does not give");
    }
    if (Arrays.stream(node.wholes("dilations", axes, 1)).anyMatch(d -> d != 1)) {
      throw site.error("has dilations, which Pooling does not have");
    }
    int[] stride = node.wholes("strides", axes, 1);
    int[] pads = node.wholes("pads", 2 * axes, 0);
    String auto = node.text("auto_pad", "NOTSET");
    boolean ceil = node.whole("ceil_mode", 0) != 0;
    int[] dims = x.dims().clone();
    for (int i = 0; i < axes; i++) {
      int size = x.dims()[2 + i];
      int k = Math.toIntExact(kernel[i]);
      if (auto.startsWith("SAME")) {
        if (size < 0) {
          throw site.error("has auto_pad " + auto + " for an unknown size: fix it with --shape");
        }
        int total = Math.max(0, ((size + stride[i] - 1) / stride[i] - 1) * stride[i] + k - size);
        pads[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
        pads[axes + i] = total - pads[i];
      } else if (auto.equals("VALID")) {
        pads[i] = 0;
        pads[axes + i] = 0;
      }
      int room = size + pads[i] + pads[axes + i] - k;
      int steps = ceil ? (room + stride[i] - 1) / stride[i] : room / stride[i];
      // A window must begin within the image or the padding before it.
      if (ceil && size >= 0 && steps * stride[i] >= size + pads[i]) {
        throw site.error("leaves out a last window that lies in padding, which Pooling would not");
      }
      dims[2 + i] = size < 0 ? -1 : steps + 1;
    }
    List<Object> params = new ArrayList<>(List.of(0, kind, 5, ceil ? FULL : VALID));
    if (node.whole("count_include_pad", 0) != 0) {
      params.addAll(List.of(6, 1));
    }
    for (int inner = 0; inner < axes; inner++) {
      int axis = axes - 1 - inner;
      int[] ids = IDS[inner];
      params.addAll(List.of(ids[0], Math.toIntExact(kernel[axis]), ids[1], stride[axis]));
      params.addAll(List.of(ids[2], pads[axis], ids[3], pads[axes + axis]));
    }
    String type = axes == 2 ? "Pooling" : "Pooling" + axes + "D";
    site.layer(type, x, dims, List.of(), params.toArray());
  }

  private static void global(NodeSite site, int kind) {
    Value x = site.batched(site.in(0));
    int[] dims = x.dims().clone();
    Arrays.fill(dims, 2, dims.length, 1);
    if (x.rank() == 4) {
      Value vector = site.step("Pooling", x, new int[] {1, dims[1]}, 0, kind, 4, 1);
      site.out(0, site.reshaped(vector, dims, true));
      return;
    }
    int[] axes = new int[x.rank() - 2];
    Arrays.setAll(axes, i -> i + 1);
    int operation = kind == MAX ? Reductions.MAX : Reductions.MEAN;
    site.layer("Reduction", x, dims, List.of(), 0, operation, 1, 0, 3, axes, 4, 1, 5, 1);
  }
}
