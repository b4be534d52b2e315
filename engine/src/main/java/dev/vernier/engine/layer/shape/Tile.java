package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Tile: repeats a blob of any shape and type along one axis, or along each.
 *
 * <p>Under repeats a top has as many dimensions as there are repeats, at least the bottom's; a
 * dimension that the bottom lacks counts as 1. As in ncnn (w, h, c) keeps its channels where four
 * repeats are given.
 */
public final class Tile extends Layer {
  private static final long serialVersionUID = 1L;

  /** The axis to repeat along, 0 the outermost; one that the bottom lacks repeats nothing. */
  static final IntParam AXIS = IntParam.of(0, "axis");

  /** How often along the axis; defaults to 1. */
  static final IntParam TILES = IntParam.of(1, "tiles").defaultsTo(1).atLeast(1);

  /** How often along each axis, outermost first; overrides axis and tiles. */
  static final IntArrayParam REPEATS = IntArrayParam.of(2, "repeats");

  private final int axis;
  private final int tiles;
  private final int[] repeats;

  /** A repetition as the file describes it. */
  public Tile(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.axis = AXIS.get(spec);
    this.tiles = TILES.get(spec);
    this.repeats = REPEATS.get(spec);
    if (repeats.length > 4) {
      throw spec.error(REPEATS.name() + " has " + repeats.length + " values, must have at most 4");
    }
    for (int repeat : repeats) {
      if (repeat < 1) {
        throw spec.error(REPEATS.name() + " holds " + repeat + ", must be at least 1");
      }
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int dims = Math.max(bottom.dims(), repeats.length);
    int[] times = times(bottom.dims());
    long outW = (long) bottom.w() * times[0];
    long outH = (long) bottom.h() * times[1];
    long outD = (long) bottom.d() * times[2];
    long outC = (long) bottom.c() * times[3];
    if (Math.max(Math.max(outW, outH), Math.max(outD, outC)) > Integer.MAX_VALUE) {
      throw badBottom(0, bottom, "one whose repeated sizes stay below 2^31");
    }
    if (times[0] == 1 && times[1] == 1 && times[2] == 1 && times[3] == 1) {
      tops[0] = bottom.reshaped(dims, bottom.w(), bottom.h(), bottom.d(), bottom.c());
      return;
    }
    Mat top = workspace.create(bottom.type(), dims, (int) outW, (int) outH, (int) outD, (int) outC);
    repeat(bottom, top, times);
    tops[0] = top;
  }

  /** How often w, h, d and c are repeated. */
  private int[] times(int dims) {
    int[] times = {1, 1, 1, 1};
    if (repeats.length == 0) {
      int along = dims == 1 ? 0 : axis;
      if (along >= 0 && along < dims) {
        times[Extents.name(along, dims)] = tiles;
      }
      return times;
    }
    // Three repeats of (w, h, d, c) leave its channels alone.
    int named = repeats.length == 3 && dims == 4 ? 4 : repeats.length;
    int absent = named - repeats.length;
    for (int i = 0; i < repeats.length; i++) {
      times[Extents.name(i + absent, named)] = repeats[i];
    }
    return times;
  }

  private static void repeat(Mat bottom, Mat top, int[] times) {
    int w = bottom.w();
    int h = bottom.h();
    int d = bottom.d();
    Object src = Extents.array(bottom);
    Object dst = Extents.array(top);
    int row = top.w();
    int plane = row * top.h();
    int channel = plane * top.d();
    int from = 0;
    for (int q = 0; q < bottom.c(); q++) {
      for (int z = 0; z < d; z++) {
        int to = q * channel + z * plane;
        for (int y = 0; y < h; y++) {
          System.arraycopy(src, from, dst, to + y * row, w);
          Elements.repeat(dst, to + y * row, w, times[0]);
          from += w;
        }
        Elements.repeat(dst, to, row * h, times[1]);
      }
      Elements.repeat(dst, q * channel, plane * d, times[2]);
    }
    Elements.repeat(dst, 0, channel * bottom.c(), times[3]);
  }
}
