package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.StringParam;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Interp: resizes (w, h, c) to (outw, outh, c), the rows of (w, h) to (outw, h), and fills
 * an (outw, outh) plane with each element of (w).
 *
 * <p>The size comes from {@code size_expr}, from the second bottom under {@code
 * dynamic_target_size}, from output_width and output_height, or from the scales, in this order.
 */
public final class Interp extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int NEAREST = 1;
  private static final int BILINEAR = 2;
  private static final int BICUBIC = 3;

  /** 1 nearest, 2 bilinear, 3 bicubic; 0, which is none, will do where nothing is resized. */
  static final IntParam RESIZE_TYPE = IntParam.of(0, "resize_type").atLeast(0).atMost(BICUBIC);

  /** Height of the top by that of the bottom; defaults to 1. */
  static final FloatParam HEIGHT_SCALE = FloatParam.of(1, "height_scale").defaultsTo(1f);

  /** Width of the top by that of the bottom; defaults to 1. */
  static final FloatParam WIDTH_SCALE = FloatParam.of(2, "width_scale").defaultsTo(1f);

  /** Height of the top; 0 to scale. */
  static final IntParam OUTPUT_HEIGHT = IntParam.of(3, "output_height").atLeast(0);

  /** Width of the top; 0 to scale. */
  static final IntParam OUTPUT_WIDTH = IntParam.of(4, "output_width").atLeast(0);

  /** Whether the second bottom's shape gives the size. */
  static final IntParam DYNAMIC_TARGET_SIZE =
      IntParam.of(5, "dynamic_target_size").atLeast(0).atMost(1);

  /** Whether the first and last elements stay where they are. */
  static final IntParam ALIGN_CORNER = IntParam.of(6, "align_corner").atLeast(0).atMost(1);

  /** Width, or width and height, as expressions. */
  static final StringParam SIZE_EXPR = StringParam.of(9, "size_expr");

  private final int resizeType;
  private final float heightScale;
  private final float widthScale;
  private final int outputHeight;
  private final int outputWidth;
  private final boolean bySecondBottom;
  private final boolean alignCorner;
  private final ShapeExpression expression;

  private final PerShape<Taps> kept = new PerShape<>();

  private record Taps(ResizeTaps columns, ResizeTaps rows) {}

  /** A resize as the file describes it. */
  public Interp(LayerSpec spec) {
    super(spec);
    this.resizeType = RESIZE_TYPE.get(spec);
    this.heightScale = HEIGHT_SCALE.get(spec);
    this.widthScale = WIDTH_SCALE.get(spec);
    this.outputHeight = OUTPUT_HEIGHT.get(spec);
    this.outputWidth = OUTPUT_WIDTH.get(spec);
    this.alignCorner = ALIGN_CORNER.get(spec) == 1;
    this.expression = ShapeExpression.of(SIZE_EXPR, spec);
    if (expression != null && expression.terms() > 2) {
      throw spec.error(
          SIZE_EXPR.name() + " has " + expression.terms() + " terms, must have 1 or 2");
    }
    this.bySecondBottom = DYNAMIC_TARGET_SIZE.get(spec) == 1 && expression == null;
    spec.requireBlobs(bySecondBottom ? 2 : 1, 1);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.dims() == 4 || bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32 of at most three dimensions");
    }
    int[] size = size(bottoms);
    if (bottom.dims() == 2) {
      size[1] = bottom.h();
    }
    if (size[0] < 1 || size[1] < 1) {
      throw badBottom(0, bottom, "one that does not shrink to " + size[0] + " x " + size[1]);
    }
    if (bottom.dims() == 1) {
      tops[0] = fill(bottom, size[0], size[1], workspace);
    } else if (size[0] == bottom.w() && size[1] == bottom.h()) {
      tops[0] = bottom;
    } else if (resizeType == 0) {
      throw badBottom(
          0,
          bottom,
          "one of " + size[0] + " x " + size[1] + ", because resize_type 0 cannot resize");
    } else {
      tops[0] = resize(bottom, size[0], size[1], workspace);
    }
  }

  @Override
  public Packing packing(Kernels kernels) {
    return resizeType == NEAREST && !bySecondBottom && expression == null
        ? Packing.LANES
        : Packing.NONE;
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    int lanes = workspace.kernels().lanes();
    Mat bottom = bottoms[0];
    if (packing(workspace.kernels()) == Packing.NONE || bottom.dims() != 3) {
      return false;
    }
    Mat one = bottom.reshaped(3, bottom.w() / lanes, bottom.h(), 1, bottom.c() * lanes);
    int[] size = size(new Mat[] {one});
    if (size[0] < 1 || size[1] < 1) {
      return false;
    }
    int[] columns = taps(one.w(), size[0], outputWidth, widthScale).indices();
    int[] rows = taps(one.h(), size[1], outputHeight, heightScale).indices();
    Mat top = workspace.floats(size[0] * lanes, size[1], bottom.c());
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int to = 0;
    for (int q = 0; q < bottom.c(); q++) {
      for (int y = 0; y < rows.length; y++) {
        if (y > 0 && rows[y] == rows[y - 1]) {
          System.arraycopy(dst, to - top.w(), dst, to, top.w());
        } else {
          int at = (q * bottom.h() + rows[y]) * bottom.w();
          workspace.kernels().lanePooling().pick(src, at, columns, dst, to);
        }
        to += top.w();
      }
    }
    tops[0] = top;
    return true;
  }

  private int[] size(Mat[] bottoms) {
    Mat bottom = bottoms[0];
    if (expression != null) {
      int[] given = expression.evaluate(bottoms);
      return given.length == 2 ? given : new int[] {given[0], bottom.h()};
    }
    if (bySecondBottom) {
      return new int[] {bottoms[1].w(), bottoms[1].h()};
    }
    if (outputWidth != 0 && outputHeight != 0) {
      return new int[] {outputWidth, outputHeight};
    }
    int w = bottom.dims() == 1 ? 1 : bottom.w();
    return new int[] {(int) (w * widthScale), (int) (bottom.h() * heightScale)};
  }

  private static Mat fill(Mat bottom, int w, int h, Workspace workspace) {
    Mat top = workspace.create(Mat.Type.FLOAT32, 3, w, h, 1, bottom.w());
    int plane = w * h;
    for (int q = 0; q < bottom.w(); q++) {
      Arrays.fill(top.floats(), q * plane, (q + 1) * plane, bottom.floats()[q]);
    }
    return top;
  }

  private Mat resize(Mat bottom, int w, int h, Workspace workspace) {
    Mat top = workspace.create(Mat.Type.FLOAT32, bottom.dims(), w, h, 1, bottom.c());
    Taps taps = kept.find(bottom, top);
    if (taps == null) {
      boolean rowsStay = bottom.dims() == 2;
      taps =
          kept.keep(
              bottom,
              top,
              new Taps(
                  taps(bottom.w(), w, outputWidth, widthScale),
                  rowsStay
                      ? ResizeTaps.nearest(h, h, 1f)
                      : taps(bottom.h(), h, outputHeight, heightScale)));
    }
    ResizeTaps columns = taps.columns();
    ResizeTaps rows = taps.rows();
    if (resizeType == NEAREST) {
      repeat(bottom, columns.indices(), rows.indices(), top);
      return top;
    }
    float[] line = workspace.scratch(0, bottom.w());
    for (int q = 0; q < bottom.c(); q++) {
      int plane = q * bottom.w() * bottom.h();
      for (int y = 0; y < h; y++) {
        blendRows(bottom.floats(), plane, bottom.w(), line, rows, y);
        blendColumns(line, columns, top.floats(), (q * h + y) * w, w);
      }
    }
    return top;
  }

  /** Every element of the top is one of the bottom's, and equal neighbouring rows are copied. */
  private static void repeat(Mat bottom, int[] columns, int[] rows, Mat top) {
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int w = columns.length;
    for (int q = 0; q < bottom.c(); q++) {
      for (int y = 0; y < rows.length; y++) {
        int from = (q * bottom.h() + rows[y]) * bottom.w();
        int to = (q * rows.length + y) * w;
        if (y > 0 && rows[y] == rows[y - 1]) {
          System.arraycopy(dst, to - w, dst, to, w);
        } else {
          for (int x = 0; x < w; x++) {
            dst[to + x] = src[from + columns[x]];
          }
        }
      }
    }
  }

  private ResizeTaps taps(int size, int outputs, int given, float scale) {
    return switch (resizeType) {
      case NEAREST -> {
        // ncnn steps by the scale unless the size itself was given.
        boolean sized = given != 0 || expression != null;
        yield ResizeTaps.nearest(size, outputs, sized ? size / (float) outputs : 1f / scale);
      }
      case BILINEAR -> ResizeTaps.linear(size, outputs, alignCorner);
      default -> ResizeTaps.cubic(size, outputs, alignCorner);
    };
  }

  private static void blendRows(
      float[] src, int plane, int w, float[] line, ResizeTaps rows, int y) {
    int tap = y * rows.taps();
    float first = rows.weights()[tap];
    int from = plane + rows.indices()[tap] * w;
    for (int x = 0; x < w; x++) {
      line[x] = first * src[from + x];
    }
    for (int t = 1; t < rows.taps(); t++) {
      float weight = rows.weights()[tap + t];
      int at = plane + rows.indices()[tap + t] * w;
      for (int x = 0; x < w; x++) {
        line[x] += weight * src[at + x];
      }
    }
  }

  private static void blendColumns(
      float[] line, ResizeTaps columns, float[] dst, int dstAt, int w) {
    int taps = columns.taps();
    int[] indices = columns.indices();
    float[] weights = columns.weights();
    for (int x = 0; x < w; x++) {
      float sum = weights[x * taps] * line[indices[x * taps]];
      for (int t = 1; t < taps; t++) {
        sum += weights[x * taps + t] * line[indices[x * taps + t]];
      }
      dst[dstAt + x] = sum;
    }
  }
}
