package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Padding: a blob of any shape and type with a border of a constant, of its edge, or of its
 * mirror image.
 *
 * <p>(w) takes columns, (w, h) rows too, (w, h, c) channels and (w, h, d, c) planes under front and
 * behind. A blob of whole numbers takes the constant with its fraction cut off.
 */
public final class Padding extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int CONSTANT = 0;
  private static final int REPLICATE = 1;
  private static final int REFLECT = 2;

  /** Rows above. */
  static final IntParam TOP = IntParam.of(0, "top").atLeast(0);

  /** Rows below. */
  static final IntParam BOTTOM = IntParam.of(1, "bottom").atLeast(0);

  /** Columns on the left. */
  static final IntParam LEFT = IntParam.of(2, "left").atLeast(0);

  /** Columns on the right. */
  static final IntParam RIGHT = IntParam.of(3, "right").atLeast(0);

  /** 0 a constant, 1 the edge again, 2 the mirror image without the edge. */
  static final IntParam TYPE = IntParam.of(4, "type").atLeast(CONSTANT).atMost(REFLECT);

  /** The constant. */
  static final FloatParam VALUE = FloatParam.of(5, "value");

  /** Number of constants, one a channel of the top; 0 for value. */
  static final IntParam PER_CHANNEL_PAD_DATA_SIZE =
      IntParam.of(6, "per_channel_pad_data_size").atLeast(0);

  /** Channels, or planes of four dimensions, before the first. */
  static final IntParam FRONT = IntParam.of(7, "front").atLeast(0);

  /** Channels, or planes of four dimensions, behind the last. */
  static final IntParam BEHIND = IntParam.of(8, "behind").atLeast(0);

  private final int top;
  private final int bottom;
  private final int left;
  private final int right;
  private final int front;
  private final int behind;
  private final int type;
  private final float value;
  private final float[] channelValues;

  /** A border as the file describes it. */
  public Padding(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.top = TOP.get(spec);
    this.bottom = BOTTOM.get(spec);
    this.left = LEFT.get(spec);
    this.right = RIGHT.get(spec);
    this.front = FRONT.get(spec);
    this.behind = BEHIND.get(spec);
    this.type = TYPE.get(spec);
    this.value = VALUE.get(spec);
    int count = PER_CHANNEL_PAD_DATA_SIZE.get(spec);
    this.channelValues = count == 0 ? new float[0] : weights.raw(count);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat src = bottoms[0];
    int dims = src.dims();
    int outW = grown(src, src.w(), left, right);
    int outH = dims > 1 ? grown(src, src.h(), top, bottom) : 1;
    int outD = dims > 3 ? grown(src, src.d(), front, behind) : 1;
    int outC = dims == 3 ? grown(src, src.c(), front, behind) : src.c();
    boolean own = dims > 2 && type == CONSTANT && channelValues.length > 0;
    if (own && channelValues.length < outC) {
      throw badBottom(
          0,
          src,
          "at most " + channelValues.length + " channels in the top, one for each constant");
    }
    Mat dst = workspace.create(src.type(), dims, outW, outH, outD, outC);
    int plane = outW * outH;
    int at = 0;
    for (int q = 0; q < outC; q++) {
      float constant = own ? channelValues[q] : value;
      int channel = dims == 3 ? source(q - front, src.c()) : q;
      for (int z = 0; z < outD; z++) {
        int depth = dims > 3 ? source(z - front, src.d()) : 0;
        if (channel < 0 || depth < 0) {
          Elements.fill(Extents.array(dst), at, at + plane, constant);
        } else {
          image(src, (channel * src.d() + depth) * src.h(), dst, at, constant);
        }
        at += plane;
      }
    }
    tops[0] = dst;
  }

  /** A size with its border. */
  private int grown(Mat src, int size, int before, int after) {
    if (type == REFLECT && Math.max(before, after) >= size) {
      throw badBottom(0, src, "sizes beyond the reflected border of " + Math.max(before, after));
    }
    long grown = (long) size + before + after;
    if (grown > Integer.MAX_VALUE) {
      throw badBottom(0, src, "one that does not grow to " + grown + " along an axis");
    }
    return (int) grown;
  }

  /** Which element stands at a place that may lie outside; −1 for the constant. */
  private int source(int at, int size) {
    return switch (type) {
      case CONSTANT -> at < size ? Math.max(at, -1) : -1;
      case REPLICATE -> Math.max(0, Math.min(size - 1, at));
      default -> size - 1 - Math.abs(size - 1 - Math.abs(at));
    };
  }

  /** Pads the image whose rows begin with {@code firstRow} of the source. */
  private void image(Mat src, int firstRow, Mat dst, int at, float constant) {
    Object from = Extents.array(src);
    Object to = Extents.array(dst);
    int w = src.w();
    int outW = dst.w();
    int end = left + w;
    int above = src.dims() > 1 ? top : 0;
    for (int y = 0; y < dst.h(); y++) {
      int row = at + y * outW;
      int source = source(y - above, src.h());
      if (source < 0) {
        Elements.fill(to, row, row + outW, constant);
        continue;
      }
      int line = (firstRow + source) * w;
      System.arraycopy(from, line, to, row + left, w);
      if (type == CONSTANT) {
        Elements.fill(to, row, row + left, constant);
        Elements.fill(to, row + end, row + outW, constant);
        continue;
      }
      for (int x = 0; x < left; x++) {
        System.arraycopy(from, line + source(x - left, w), to, row + x, 1);
      }
      for (int x = end; x < outW; x++) {
        System.arraycopy(from, line + source(x - left, w), to, row + x, 1);
      }
    }
  }
}
