package dev.vernier.engine.layer;

import dev.vernier.engine.io.ParamDict;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape that a file promises for one of a layer's tops: ncnn's parameter 30, an array that has
 * dims, w, h, c or dims, w, h, d, c for each top. Nothing here depends on it; ncnn prepares its
 * fast paths by it.
 *
 * @param dims number of dimensions, 1 to 4
 * @param w width
 * @param h height, 1 where there is none
 * @param d depth, 1 where there is none
 * @param c channels, 1 where there are none
 */
public record ShapeHint(int dims, int w, int h, int d, int c) {
  private static final IntArrayParam TOP_SHAPES =
      IntArrayParam.of(ParamDict.SHAPE_HINT, "top_shapes");

  private static final int WITHOUT_DEPTH = 4;
  private static final int WITH_DEPTH = 5;

  /**
   * The hints of a layer, one a top; none where the file gives none, or gives what cannot be one.
   */
  public static List<ShapeHint> of(LayerSpec spec) {
    if (!(spec.params().getWhole(ParamDict.SHAPE_HINT) instanceof int[])) {
      return List.of();
    }
    int[] values = TOP_SHAPES.get(spec);
    int tops = spec.tops().size();
    int step = tops == 0 ? 0 : values.length / tops;
    if (step != WITHOUT_DEPTH && step != WITH_DEPTH) {
      return List.of();
    }
    List<ShapeHint> hints = new ArrayList<>();
    for (int start = 0; start < tops * step; start += step) {
      int dims = values[start];
      int d = step == WITH_DEPTH ? values[start + 3] : 1;
      ShapeHint hint =
          new ShapeHint(dims, values[start + 1], values[start + 2], d, values[start + step - 1]);
      if (dims < 1 || dims > step - 1 || Math.min(Math.min(hint.w, hint.h), hint.c) < 1 || d < 1) {
        return List.of();
      }
      hints.add(hint);
    }
    return hints;
  }

  /** The shape as messages show one: {@code (28, 28, 3)}, innermost size first. */
  public String describe() {
    return switch (dims) {
      case 1 -> "(" + w + ")";
      case 2 -> "(" + w + ", " + h + ")";
      case 3 -> "(" + w + ", " + h + ", " + c + ")";
      default -> "(" + w + ", " + h + ", " + d + ", " + c + ")";
    };
  }
}
