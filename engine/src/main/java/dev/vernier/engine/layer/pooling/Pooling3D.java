package dev.vernier.engine.layer.pooling;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's Pooling3D: the largest or the mean element of each box of a channel. */
public final class Pooling3D extends Layer {
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

  /** Window height. */
  static final IntParam KERNEL_H = IntParam.of(11, "kernel_h").defaultsTo(KERNEL_W).atMost(LARGEST);

  /** Window depth. */
  static final IntParam KERNEL_D = IntParam.of(21, "kernel_d").defaultsTo(KERNEL_W).atMost(LARGEST);

  /** Rows from one window to the next. */
  static final IntParam STRIDE_H = IntParam.of(12, "stride_h").defaultsTo(STRIDE_W).atMost(LARGEST);

  /** Planes from one window to the next. */
  static final IntParam STRIDE_D = IntParam.of(22, "stride_d").defaultsTo(STRIDE_W).atMost(LARGEST);

  /** Rows added above. */
  static final IntParam PAD_TOP = IntParam.of(13, "pad_top").defaultsTo(PAD_LEFT).atMost(LARGEST);

  /** Rows added below. */
  static final IntParam PAD_BOTTOM =
      IntParam.of(15, "pad_bottom").defaultsTo(PAD_TOP).atMost(LARGEST);

  /** Planes added in front. */
  static final IntParam PAD_FRONT =
      IntParam.of(23, "pad_front").defaultsTo(PAD_LEFT).atMost(LARGEST);

  /** Planes added behind. */
  static final IntParam PAD_BEHIND =
      IntParam.of(16, "pad_behind").defaultsTo(PAD_FRONT).atMost(LARGEST);

  /** Height of the adaptive output. */
  static final IntParam OUT_H = IntParam.of(18, "out_h").defaultsTo(OUT_W).atMost(LARGEST);

  /** Depth of the adaptive output. */
  static final IntParam OUT_D = IntParam.of(28, "out_d").defaultsTo(OUT_W).atMost(LARGEST);

  private final boolean mean;
  private final boolean global;
  private final boolean countsPadding;
  private final PoolingAxis columns;
  private final PoolingAxis rows;
  private final PoolingAxis planes;

  /** A pooling as the file describes it. */
  public Pooling3D(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.mean = POOLING_TYPE.get(spec) == 1;
    this.global = GLOBAL_POOLING.get(spec) != 0;
    this.countsPadding = AVGPOOL_COUNT_INCLUDE_PAD.get(spec) != 0;
    PoolingPlacement.Mode mode = PoolingPlacement.Mode.values()[PAD_MODE.get(spec)];
    // ncnn's SAME_LOWER puts the odd plane behind, other than the odd column and row.
    PoolingPlacement.Mode depthMode =
        mode == PoolingPlacement.Mode.SAME_LOWER ? PoolingPlacement.Mode.SAME_UPPER : mode;
    this.columns = axis(KERNEL_W, STRIDE_W, PAD_LEFT, PAD_RIGHT, OUT_W, mode);
    this.rows = axis(KERNEL_H, STRIDE_H, PAD_TOP, PAD_BOTTOM, OUT_H, mode);
    this.planes = axis(KERNEL_D, STRIDE_D, PAD_FRONT, PAD_BEHIND, OUT_D, depthMode);
  }

  private PoolingAxis axis(
      IntParam kernel,
      IntParam stride,
      IntParam before,
      IntParam after,
      IntParam out,
      PoolingPlacement.Mode mode) {
    if (global) {
      return PoolingAxis.whole();
    }
    if (ADAPTIVE_POOLING.get(spec()) != 0) {
      int size = out.get(spec());
      return new PoolingAxis(null, size == PoolingAxis.KEEP ? size : out.atLeast(1).get(spec()));
    }
    return PoolingAxis.windows(
        kernel.atLeast(1).get(spec()),
        stride.atLeast(1).get(spec()),
        before.atLeast(0).get(spec()),
        after.atLeast(0).get(spec()),
        mode);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    PoolingAxis.Ranges x = columns.on(bottom.w(), countsPadding);
    PoolingAxis.Ranges y = rows.on(bottom.h(), countsPadding);
    PoolingAxis.Ranges z = planes.on(bottom.d(), countsPadding);
    if (bottom.type() != Mat.Type.FLOAT32 || x == null || y == null || z == null) {
      throw badBottom(0, bottom, "float32, a channel at least one window");
    }
    Mat top =
        global
            ? workspace.floats(bottom.c())
            : workspace.floats(x.count(), y.count(), z.count(), bottom.c());
    int size = bottom.channelSize();
    int outSize = x.count() * y.count() * z.count();
    for (int q = 0; q < bottom.c(); q++) {
      BoxPooling.pool(
          mean,
          bottom.floats(),
          q * size,
          bottom.w(),
          bottom.h(),
          x,
          y,
          z,
          top.floats(),
          q * outSize);
    }
    tops[0] = top;
  }
}
