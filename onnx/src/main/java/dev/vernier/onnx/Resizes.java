package dev.vernier.onnx;

import java.util.List;
import java.util.Map;

/** Resize and Upsample of images. */
final class Resizes {
  private static final int NEAREST = 1;
  private static final int LINEAR = 2;
  private static final int CUBIC = 3;

  private Resizes() {}

  static void register(Map<String, Operator> all) {
    all.put("Resize", Resizes::resize);
    all.put("Upsample", Resizes::resize);
  }

  private static void resize(NodeSite site) {
    Value x = site.batched(site.in(0));
    if (x.rank() != 4) {
      throw site.error("resizes a value of " + x.rank() + " axes, Interp takes images (4)");
    }
    Node node = site.node();
    String mode = node.text("mode", "nearest");
    int type =
        switch (mode) {
          case "nearest" -> NEAREST;
          case "linear" -> LINEAR;
          case "cubic" -> CUBIC;
          default -> throw site.error("has mode " + mode + "; Interp has nearest, linear, cubic");
        };
    if (node.whole("antialias", 0) != 0 || node.whole("exclude_outside", 0) != 0) {
      throw site.error("has antialias or exclude_outside, which Interp does not have");
    }
    if (node.has("axes") || !node.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw site.error("has axes or keeps the aspect ratio; Interp takes a width and a height");
    }
    boolean upsample = node.op().equals("Upsample");
    boolean first = upsample || site.opset() == 10;
    float[] scales = scales(site, first ? 1 : 2);
    long[] sizes = !first && site.has(3) ? site.needConstant(3, "the sizes").asWholes() : null;
    if (sizes == null && (scales == null || scales.length != 4)) {
      throw site.error("must have four constant scales or sizes");
    }
    int[] dims = x.dims().clone();
    for (int i = 0; i < 4; i++) {
      if (sizes != null) {
        dims[i] = sizes[i] == Tensor.UNKNOWN ? -1 : Math.toIntExact(sizes[i]);
      } else if (dims[i] >= 0) {
        dims[i] = (int) Math.floor(dims[i] * scales[i]);
      }
    }
    if (dims[0] != x.dims()[0] || dims[1] != x.dims()[1]) {
      throw site.error("resizes batch or channels, Interp takes width and height");
    }
    float height = sizes == null ? scales[2] : (float) dims[2] / x.dims()[2];
    float width = sizes == null ? scales[3] : (float) dims[3] / x.dims()[3];
    String coordinates =
        node.text("coordinate_transformation_mode", first ? "asymmetric" : "half_pixel");
    requireExact(site, type, x, dims, scales, coordinates);
    int corners = corners(site, type, coordinates, first, height, width);
    if (sizes == null) {
      site.layer("Interp", x, dims, List.of(), 0, type, 1, height, 2, width, 6, corners);
      return;
    }
    if (dims[2] < 0 || dims[3] < 0) {
      throw site.error("has sizes that only the input tells: fix them with --shape");
    }
    site.layer("Interp", x, dims, List.of(), 0, type, 3, dims[2], 4, dims[3], 6, corners);
  }

  /**
   * Interp's step is the old size by the new one: that is 1 / scale only where nothing is cut off.
   */
  private static void requireExact(
      NodeSite site, int type, Value x, int[] dims, float[] scales, String coordinates) {
    for (int i = 2; type != NEAREST && i < 4; i++) {
      int size = x.dims()[i];
      boolean exact =
          scales == null || (size < 0 ? isWhole(scales[i]) : dims[i] == size * scales[i]);
      if (!exact) {
        throw site.error(
            "scales a size of "
                + size
                + " by "
                + scales[i]
                + ", which is cut to a whole one;"
                + " Interp's step would be another");
      }
      if (coordinates.equals("pytorch_half_pixel") && dims[i] == 1 && size != 1) {
        throw site.error("takes the first of " + size + "; Interp takes the middle");
      }
    }
  }

  private static float[] scales(NodeSite site, int input) {
    if (site.node().has("scales")) {
      return (float[]) site.node().attributes().get("scales");
    }
    Tensor given = site.constant(input);
    return given == null || given.size() == 0 ? null : given.asReals();
  }

  /** 1 where corners stay in place; an error where Interp takes other elements than ONNX. */
  private static int corners(
      NodeSite site, int type, String coordinates, boolean first, float height, float width) {
    if (type == NEAREST) {
      String rounding = site.node().text("nearest_mode", first ? "floor" : "round_prefer_floor");
      boolean whole = isWhole(height) && isWhole(width);
      boolean floors = coordinates.equals("asymmetric") && rounding.equals("floor");
      boolean halves =
          whole && coordinates.endsWith("half_pixel") && rounding.startsWith("round_prefer");
      boolean twice =
          coordinates.equals("asymmetric")
              && rounding.equals("round_prefer_floor")
              && height <= 2
              && width <= 2
              && whole;
      if (!floors && !halves && !twice) {
        throw site.error(
            "takes the nearest by "
                + coordinates
                + " and "
                + rounding
                + "; Interp does by asymmetric and floor");
      }
      return 0;
    }
    if (type == CUBIC && site.node().real("cubic_coeff_a", -0.75f) != -0.75f) {
      throw site.error("has another cubic_coeff_a than -0.75, Interp's");
    }
    return switch (coordinates) {
      case "align_corners" -> 1;
      case "half_pixel", "pytorch_half_pixel" -> 0;
      default -> {
        if (height == 1 && width == 1) {
          yield 0;
        }
        throw site.error(
            "interpolates by " + coordinates + "; Interp does by half_pixel or align_corners");
      }
    };
  }

  private static boolean isWhole(float scale) {
    return scale >= 1 && scale == Math.rint(scale);
  }
}
