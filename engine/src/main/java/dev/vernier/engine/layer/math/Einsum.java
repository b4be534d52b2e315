package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Einsum: products of the bottoms' elements, summed over the letters that the top lacks.
 *
 * <p>Letters name dimensions from the outermost to the innermost: a (w, h, c) blob under {@code
 * ijk} has c = i, h = j, w = k. Bottoms use i to x, the top is a beginning of {@code ijkl}. The
 * equation {@code ii} alone is the trace, shape (1).
 */
public final class Einsum extends Layer {
  private static final long serialVersionUID = 1L;
  private static final int LETTERS = 'x' - 'i' + 1;

  /** The equation, a character code an element. */
  static final IntArrayParam EQUATION = IntArrayParam.of(0, "equation");

  private final String[] tokens;
  private final int topDims;

  /** A sum as the file describes it. */
  public Einsum(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    StringBuilder text = new StringBuilder();
    for (int code : EQUATION.get(spec)) {
      text.append((char) code);
    }
    String equation = text.toString();
    int arrow = equation.indexOf("->");
    String left = arrow < 0 ? equation : equation.substring(0, arrow);
    String right = arrow < 0 ? "" : equation.substring(arrow + 2);
    boolean trace = equation.equals("ii");
    this.tokens = left.split(",", -1);
    this.topDims = right.length();
    if (!trace && (right.isEmpty() || !"ijkl".startsWith(right))) {
      throw spec.error("equation is \"" + equation + "\", must end in -> and i, ij, ijk or ijkl");
    }
    for (String token : tokens) {
      if (!token.matches("[i-x]{1,4}")) {
        throw spec.error(
            "equation is \"" + equation + "\", must have 1 to 4 letters i to x a blob");
      }
    }
    if (right.chars().anyMatch(letter -> left.indexOf(letter) < 0)) {
      throw spec.error("equation is \"" + equation + "\", must name the top's letters in a bottom");
    }
    if (tokens.length != spec.bottoms().size()) {
      throw spec.error(
          "equation has " + tokens.length + " terms for " + spec.bottoms().size() + " bottoms");
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    int[] sizes = new int[LETTERS];
    int[][] strides = new int[bottoms.length][LETTERS];
    float[][] data = new float[bottoms.length][];
    for (int b = 0; b < bottoms.length; b++) {
      measure(b, bottoms[b], sizes, strides[b]);
      data[b] = bottoms[b].floats();
    }
    Mat top =
        switch (topDims) {
          case 2 -> workspace.floats(sizes[1], sizes[0]);
          case 3 -> workspace.floats(sizes[2], sizes[1], sizes[0]);
          case 4 -> workspace.floats(sizes[3], sizes[2], sizes[1], sizes[0]);
          default -> workspace.floats(topDims == 0 ? 1 : sizes[0]);
        };
    int[] offsets = new int[bottoms.length];
    for (int i = 0; i < top.size(); i++) {
      int rest = i;
      Arrays.fill(offsets, 0);
      for (int letter = topDims - 1; letter >= 0; letter--) {
        int index = rest % sizes[letter];
        rest /= sizes[letter];
        for (int b = 0; b < offsets.length; b++) {
          offsets[b] += index * strides[b][letter];
        }
      }
      top.floats()[i] = sum(topDims, sizes, strides, data, offsets);
    }
    tops[0] = top;
  }

  private void measure(int b, Mat bottom, int[] sizes, int[] strides) {
    String token = tokens[b];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.dims() != token.length()) {
      throw badBottom(b, bottom, "float32 of " + token.length() + " dimensions");
    }
    int[] extents = {bottom.w(), bottom.h(), bottom.c(), 1};
    if (bottom.dims() == 4) {
      extents[2] = bottom.d();
      extents[3] = bottom.c();
    }
    int stride = 1;
    for (int axis = 0; axis < token.length(); axis++) {
      int letter = token.charAt(token.length() - 1 - axis) - 'i';
      int extent = extents[axis];
      if (sizes[letter] != 0 && sizes[letter] != extent) {
        throw badBottom(b, bottom, "size " + sizes[letter] + " for " + (char) ('i' + letter));
      }
      sizes[letter] = extent;
      strides[letter] += stride;
      stride *= extent;
    }
  }

  private static float sum(
      int letter, int[] sizes, int[][] strides, float[][] data, int[] offsets) {
    int next = letter;
    while (next < LETTERS && sizes[next] == 0) {
      next++;
    }
    if (next == LETTERS) {
      float product = 1f;
      for (int b = 0; b < data.length; b++) {
        product *= data[b][offsets[b]];
      }
      return product;
    }
    float sum = 0f;
    for (int i = 0; i < sizes[next]; i++) {
      sum += sum(next + 1, sizes, strides, data, offsets);
      for (int b = 0; b < offsets.length; b++) {
        offsets[b] += strides[b][next];
      }
    }
    for (int b = 0; b < offsets.length; b++) {
      offsets[b] -= sizes[next] * strides[b][next];
    }
    return sum;
  }
}
