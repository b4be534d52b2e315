package dev.vernier.engine.layer.pooling;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's Pooling1D: the largest or the mean element of each window of a row. */
public final class Pooling1D extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int LARGEST = 1 << 16;

  /** 0 for the largest element, 1 for the mean. */
  static final IntParam POOLING_TYPE = IntParam.of(0, "pooling_type").atLeast(0).atMost(1);

  /** Other than 0 to reduce everything to one element. */
  static final IntParam GLOBAL_POOLING = IntParam.of(4, "global_pooling");

  /** What is added besides the pads; see {@link PoolingPlacement.Mode}. */
  static final IntParam PAD_MODE =
      IntParam.of(5, "pad_mode").atLeast(0).atMost(PoolingPlacement.Mode.values().length - 1);

  /** Other than 0 to let padding count as zeros in a mean. */
  static final IntParam AVGPOOL_COUNT_INCLUDE_PAD = IntParam.of(6, "avgpool_count_include_pad");

  /** Other than 0 to divide into windows of as equal a size as can be. */
  static final IntParam ADAPTIVE_POOLING = IntParam.of(7, "adaptive_pooling");

  /** Window width. */
  static final IntParam KERNEL_W = IntParam.of(1, "kernel_w").atMost(LARGEST);

  /** Columns from one window to the next. */
  static final IntParam STRIDE_W = IntParam.of(2, "stride_w").defaultsTo(1).atMost(LARGEST);

  /** Columns added on the left. */
  static final IntParam PAD_LEFT = IntParam.of(3, "pad_left").atMost(LARGEST);

  /** Columns added on the right. */
  static final IntParam PAD_RIGHT =
      IntParam.of(14, "pad_right").defaultsTo(PAD_LEFT).atMost(LARGEST);

  /** Width of the adaptive output. */
  static final IntParam OUT_W = IntParam.of(8, "out_w").atMost(LARGEST);

  private final boolean mean;
  private final boolean global;
  private final boolean countsPadding;
  private final PoolingAxis columns;

  /** A pooling as the file describes it. */
  public Pooling1D(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.mean = POOLING_TYPE.get(spec) == 1;
    this.global = GLOBAL_POOLING.get(spec) != 0;
    this.countsPadding = AVGPOOL_COUNT_INCLUDE_PAD.get(spec) != 0;
    this.columns = axis(KERNEL_W, STRIDE_W, PAD_LEFT, PAD_RIGHT, OUT_W);
  }

  private PoolingAxis axis(
      IntParam kernel, IntParam stride, IntParam before, IntParam after, IntParam out) {
    if (global) {
      return PoolingAxis.whole();
    }
    if (ADAPTIVE_POOLING.get(spec()) != 0) {
      return new PoolingAxis(null, out.atLeast(1).get(spec()));
    }
    return PoolingAxis.windows(
        kernel.atLeast(1).get(spec()),
        stride.atLeast(1).get(spec()),
        before.atLeast(0).get(spec()),
        after.atLeast(0).get(spec()),
        PoolingPlacement.Mode.values()[PAD_MODE.get(spec())]);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    PoolingAxis.Ranges x = columns.on(bottom.w(), countsPadding);
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.dims() > 2 || x == null) {
      throw badBottom(0, bottom, "float32 of at most 2 dimensions, a row at least one window");
    }
    PoolingAxis.Ranges one = PoolingAxis.whole().on(1, false);
    int h = bottom.h();
    Mat top = global ? workspace.floats(h) : workspace.floats(x.count(), h);
    for (int q = 0; q < h; q++) {
      BoxPooling.pool(
          mean,
          bottom.floats(),
          q * bottom.w(),
          bottom.w(),
          1,
          x,
          one,
          one,
          top.floats(),
          q * x.count());
    }
    tops[0] = top;
  }
}
