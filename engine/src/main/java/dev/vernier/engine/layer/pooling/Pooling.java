package dev.vernier.engine.layer.pooling;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.LanePooling;
import dev.vernier.engine.kernel.PoolingKernels;
import dev.vernier.engine.kernel.PoolingWindow;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Pooling: the largest or the mean element of each window of a channel.
 *
 * <p>Takes (w, h, c); (w) and (w, h) count as one channel; of (w, h, d, c) the first plane of each
 * channel is read, as ncnn does. Gives (outw, outh, c), or (c) when pooling is global.
 */
public final class Pooling extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int LARGEST = 1 << 16;
  private static final int KEEP = -233;

  /** 0 for the largest element, 1 for the mean. */
  static final IntParam POOLING_TYPE = IntParam.of(0, "pooling_type").atLeast(0).atMost(1);

  /** Window width in elements. */
  static final IntParam KERNEL_W = IntParam.of(1, "kernel_w").atMost(LARGEST);

  /** Window height in elements; defaults to kernel_w. */
  static final IntParam KERNEL_H = IntParam.of(11, "kernel_h").defaultsTo(KERNEL_W).atMost(LARGEST);

  /** Columns from one window to the next. */
  static final IntParam STRIDE_W = IntParam.of(2, "stride_w").defaultsTo(1).atMost(LARGEST);

  /** Rows from one window to the next; defaults to stride_w. */
  static final IntParam STRIDE_H = IntParam.of(12, "stride_h").defaultsTo(STRIDE_W).atMost(LARGEST);

  /** Columns added on the left. */
  static final IntParam PAD_LEFT = IntParam.of(3, "pad_left").atMost(LARGEST);

  /** Columns added on the right; defaults to pad_left. */
  static final IntParam PAD_RIGHT =
      IntParam.of(14, "pad_right").defaultsTo(PAD_LEFT).atMost(LARGEST);

  /** Rows added above; defaults to pad_left. */
  static final IntParam PAD_TOP = IntParam.of(13, "pad_top").defaultsTo(PAD_LEFT).atMost(LARGEST);

  /** Rows added below; defaults to pad_top. */
  static final IntParam PAD_BOTTOM =
      IntParam.of(15, "pad_bottom").defaultsTo(PAD_TOP).atMost(LARGEST);

  /** Other than 0 to reduce each channel to one element. */
  static final IntParam GLOBAL_POOLING = IntParam.of(4, "global_pooling");

  /** What is added besides the pads; see {@link PoolingPlacement.Mode}. */
  static final IntParam PAD_MODE =
      IntParam.of(5, "pad_mode").atLeast(0).atMost(PoolingPlacement.Mode.values().length - 1);

  /** Other than 0 to let padding count as zeros in a mean. */
  static final IntParam AVGPOOL_COUNT_INCLUDE_PAD = IntParam.of(6, "avgpool_count_include_pad");

  /** Other than 0 to divide the channel into out_w × out_h windows. */
  static final IntParam ADAPTIVE_POOLING = IntParam.of(7, "adaptive_pooling");

  /** Width of the adaptive output; −233 keeps the input's. */
  static final IntParam OUT_W = IntParam.of(8, "out_w").atMost(LARGEST);

  /** Height of the adaptive output; −233 keeps the input's; defaults to out_w. */
  static final IntParam OUT_H = IntParam.of(18, "out_h").defaultsTo(OUT_W).atMost(LARGEST);

  private final boolean mean;
  private final boolean global;
  private final boolean adaptive;
  private final boolean countsPadding;
  private final int outW;
  private final int outH;
  private final PoolingPlacement placement;
  private final PerShape<PoolingWindow> windows = new PerShape<>();

  /** A pooling as the file describes it. */
  public Pooling(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.mean = POOLING_TYPE.get(spec) == 1;
    this.global = GLOBAL_POOLING.get(spec) != 0;
    this.adaptive = !global && ADAPTIVE_POOLING.get(spec) != 0;
    this.countsPadding = AVGPOOL_COUNT_INCLUDE_PAD.get(spec) != 0;
    this.outW = adaptive ? adaptiveSize(OUT_W) : 0;
    this.outH = adaptive ? adaptiveSize(OUT_H) : 0;
    this.placement =
        global || adaptive
            ? null
            : new PoolingPlacement(
                KERNEL_W.atLeast(1).get(spec),
                KERNEL_H.atLeast(1).get(spec),
                STRIDE_W.atLeast(1).get(spec),
                STRIDE_H.atLeast(1).get(spec),
                PAD_LEFT.atLeast(0).get(spec),
                PAD_RIGHT.atLeast(0).get(spec),
                PAD_TOP.atLeast(0).get(spec),
                PAD_BOTTOM.atLeast(0).get(spec),
                PoolingPlacement.Mode.values()[PAD_MODE.get(spec)]);
  }

  private int adaptiveSize(IntParam param) {
    return param.get(spec()) == KEEP ? KEEP : param.atLeast(1).get(spec());
  }

  /** Whether each channel becomes one element, and the top a vector. */
  public boolean isGlobal() {
    return global;
  }

  /** Whether windows of one element leave a bottom of three dimensions as it is. */
  public boolean isPoint() {
    return placement != null && placement.isPoint();
  }

  /** A layer like another that gives the mean of each channel. */
  public static LayerSpec meanOfChannels(LayerSpec like) {
    LayerSpec spec =
        new LayerSpec(
            "Pooling", like.name(), like.bottoms(), like.tops(), ParamDict.EMPTY, like.origin());
    return GLOBAL_POOLING.set(POOLING_TYPE.set(spec, 1), 1);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32");
    }
    if (global) {
      tops[0] = poolChannels(bottom, workspace);
    } else if (adaptive) {
      tops[0] = poolAdaptively(bottom, workspace);
    } else {
      tops[0] = poolWindows(bottom, workspace);
    }
  }

  @Override
  public Packing packing(Kernels kernels) {
    return Packing.LANES;
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    int lanes = workspace.kernels().lanes();
    Mat bottom = bottoms[0];
    PoolingWindow window = placement == null ? null : placement.on(bottom.w() / lanes, bottom.h());
    if (bottom.dims() != 3 || (!global && window == null)) {
      return false;
    }
    LanePooling kernels = workspace.kernels().lanePooling();
    float[] src = bottom.floats();
    int size = bottom.channelSize();
    if (global) {
      int n = size / lanes;
      Mat top = workspace.floats(bottom.c() * lanes);
      for (int q = 0; q < bottom.c(); q++) {
        if (mean) {
          kernels.sum(src, q * size, n, top.floats(), q * lanes);
        } else {
          kernels.max(src, q * size, n, top.floats(), q * lanes);
        }
      }
      if (mean) {
        workspace
            .kernels()
            .unary()
            .scaleShift(1f / n, 0f, top.floats(), 0, top.floats(), 0, top.size());
      }
      tops[0] = top;
      return true;
    }
    Mat top = workspace.floats(window.outW() * lanes, window.outH(), bottom.c());
    int outSize = top.channelSize();
    for (int q = 0; q < bottom.c(); q++) {
      if (mean) {
        kernels.sumWindows(window, src, q * size, top.floats(), q * outSize);
        divide(window, lanes, top.floats(), q * outSize);
      } else {
        kernels.maxWindows(window, src, q * size, top.floats(), q * outSize);
      }
    }
    tops[0] = top;
    return true;
  }

  private Mat poolChannels(Mat bottom, Workspace workspace) {
    PoolingKernels kernels = workspace.kernels().pooling();
    Mat top = workspace.floats(bottom.c());
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int channel = bottom.channelSize();
    int size = bottom.w() * bottom.h();
    for (int q = 0; q < bottom.c(); q++) {
      int at = q * channel;
      dst[q] = mean ? kernels.sum(src, at, size) / size : kernels.max(src, at, size);
    }
    return top;
  }

  private Mat poolWindows(Mat bottom, Workspace workspace) {
    PoolingWindow window = window(bottom);
    PoolingKernels kernels = workspace.kernels().pooling();
    Mat top = workspace.floats(window.outW(), window.outH(), bottom.c());
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int size = bottom.channelSize();
    int outSize = top.channelSize();
    for (int q = 0; q < bottom.c(); q++) {
      if (mean) {
        kernels.sumWindows(window, src, q * size, dst, q * outSize, workspace);
        divide(window, 1, dst, q * outSize);
      } else {
        kernels.maxWindows(window, src, q * size, dst, q * outSize, workspace);
      }
    }
    return top;
  }

  private PoolingWindow window(Mat bottom) {
    PoolingWindow window = windows.find(bottom, null);
    if (window != null) {
      return window;
    }
    window = placement.on(bottom.w(), bottom.h());
    if (window == null) {
      throw badBottom(
          0,
          bottom,
          "at least "
              + placement.kernelW()
              + " x "
              + placement.kernelH()
              + " elements a channel, padding included");
    }
    return windows.keep(bottom, null, window);
  }

  /** Turns the sums of one channel of some samples side by side into means. */
  private void divide(PoolingWindow window, int lanes, float[] dst, int at) {
    // "Same" padding counts in ncnn even where avgpool_count_include_pad is 0.
    if (countsPadding || placement.mode().isSame()) {
      float area = (float) window.kernelW() * window.kernelH();
      int end = at + window.outW() * window.outH() * lanes;
      for (int i = at; i < end; i++) {
        dst[i] /= area;
      }
      return;
    }
    int to = at;
    for (int outY = 0; outY < window.outH(); outY++) {
      int rows = Math.max(window.endRow(outY) - window.firstRow(outY), 0);
      for (int outX = 0; outX < window.outW(); outX++) {
        int columns = Math.max(window.endColumn(outX) - window.firstColumn(outX), 0);
        for (int end = to + lanes; to < end; to++) {
          dst[to] /= rows * columns;
        }
      }
    }
  }

  private Mat poolAdaptively(Mat bottom, Workspace workspace) {
    int w = bottom.w();
    int h = bottom.h();
    int wide = outW == KEEP ? w : outW;
    int high = outH == KEEP ? h : outH;
    if (wide == w && high == h) {
      return bottom;
    }
    Mat top = workspace.floats(wide, high, bottom.c());
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int channel = bottom.channelSize();
    int to = 0;
    for (int q = 0; q < bottom.c(); q++) {
      for (int y = 0; y < high; y++) {
        int firstRow = first(y, h, high);
        int endRow = end(y, h, high);
        for (int x = 0; x < wide; x++) {
          dst[to++] =
              reduce(src, q * channel, w, firstRow, endRow, first(x, w, wide), end(x, w, wide));
        }
      }
    }
    return top;
  }

  /** First of the elements that an adaptive output reads; ranges overlap where they must. */
  private static int first(int out, int size, int outSize) {
    return (int) ((long) size * out / outSize);
  }

  private static int end(int out, int size, int outSize) {
    return (int) (((long) size * (out + 1) + outSize - 1) / outSize);
  }

  private float reduce(
      float[] src, int at, int w, int firstRow, int endRow, int firstColumn, int endColumn) {
    float sum = 0f;
    float max = src[at + firstRow * w + firstColumn];
    for (int y = firstRow; y < endRow; y++) {
      for (int x = firstColumn; x < endColumn; x++) {
        float element = src[at + y * w + x];
        sum += element;
        max = max < element ? element : max;
      }
    }
    return mean ? sum / (endRow - firstRow) / (endColumn - firstColumn) : max;
  }
}
