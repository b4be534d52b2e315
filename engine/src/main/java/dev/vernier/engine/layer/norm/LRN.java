package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.PoolingWindow;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's LRN: x · (bias + alpha · mean of x² in its neighbourhood)^−beta, the neighbours being
 * channels or a square of the channel; beyond the edges there are zeros.
 */
public final class LRN extends Layer {
  private static final long serialVersionUID = 1L;

  /** 0 for neighbouring channels, 1 for a square of the channel. */
  static final IntParam REGION_TYPE = IntParam.of(0, "region_type").atLeast(0).atMost(1);

  /** Neighbours along an axis, the element itself included. */
  static final IntParam LOCAL_SIZE =
      IntParam.of(1, "local_size").defaultsTo(5).atLeast(1).atMost(1 << 12);

  /** Factor of the mean square. */
  static final FloatParam ALPHA = FloatParam.of(2, "alpha").defaultsTo(1f);

  /** The exponent, negated. */
  static final FloatParam BETA = FloatParam.of(3, "beta").defaultsTo(0.75f);

  /** Added to the mean square. */
  static final FloatParam BIAS = FloatParam.of(4, "bias").defaultsTo(1f);

  /** Elements that stay in L1 between the steps. */
  private static final int BLOCK = 2048;

  private final boolean within;
  private final int localSize;
  private final float alpha;
  private final float beta;
  private final float bias;

  /** A normalisation as the file describes it. */
  public LRN(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.within = REGION_TYPE.get(spec) == 1;
    this.localSize = LOCAL_SIZE.get(spec);
    this.alpha = ALPHA.get(spec);
    this.beta = BETA.get(spec);
    this.bias = BIAS.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.dims() == 4) {
      throw badBottom(0, bottom, "float32 of at most 3 dimensions");
    }
    Mat top = workspace.floatsLike(bottom);
    int size = bottom.size();
    if (within) {
      sumSquares(bottom, top, workspace);
    } else {
      sumChannels(bottom, top);
    }
    float area = within ? (float) localSize * localSize : localSize;
    float[] dst = top.floats();
    for (int at = 0; at < size; at += BLOCK) {
      int n = Math.min(BLOCK, size - at);
      workspace.kernels().unary().scaleShift(alpha / area, bias, dst, at, dst, at, n);
      power(dst, at, n, workspace);
      workspace
          .kernels()
          .binary()
          .apply(BinaryOperation.MUL, bottom.floats(), at, dst, at, dst, at, n);
    }
    tops[0] = top;
  }

  /** Raises to −beta in place. The usual 0.75 is two roots, which cost a tenth of a power. */
  private void power(float[] dst, int at, int n, Workspace workspace) {
    BinaryKernels binary = workspace.kernels().binary();
    if (beta != 0.75f) {
      binary.applyScalar(BinaryOperation.POW, dst, at, -beta, dst, at, n);
      return;
    }
    UnaryKernels unary = workspace.kernels().unary();
    float[] roots = workspace.scratch(Scratch.LAYER_SLOT, BLOCK);
    unary.apply(UnaryOperation.RSQRT, dst, at, dst, at, n);
    unary.apply(UnaryOperation.SQRT, dst, at, roots, 0, n);
    binary.apply(BinaryOperation.MUL, dst, at, roots, 0, dst, at, n);
  }

  private void sumChannels(Mat bottom, Mat top) {
    int size = bottom.channelSize();
    int channels = bottom.c();
    float[] src = bottom.floats();
    float[] dst = top.floats();
    for (int q = 0; q < channels; q++) {
      int to = q * size;
      Arrays.fill(dst, to, to + size, 0f);
      int last = Math.min(q + localSize / 2, channels - 1);
      for (int p = Math.max(q - localSize / 2, 0); p <= last; p++) {
        int from = p * size;
        for (int i = 0; i < size; i++) {
          float x = src[from + i];
          dst[to + i] += x * x;
        }
      }
    }
  }

  private void sumSquares(Mat bottom, Mat top, Workspace workspace) {
    int w = bottom.w();
    int h = bottom.h();
    int size = bottom.channelSize();
    int pad = localSize / 2;
    PoolingWindow window = new PoolingWindow(w, h, localSize, localSize, 1, 1, pad, pad, w, h);
    Kernels kernels = workspace.kernels();
    float[] squares = workspace.scratch(Scratch.LAYER_SLOT, size);
    for (int q = 0; q < bottom.c(); q++) {
      int at = q * size;
      float[] src = bottom.floats();
      kernels.binary().apply(BinaryOperation.MUL, src, at, src, at, squares, 0, size);
      kernels.pooling().sumWindows(window, squares, 0, top.floats(), at, workspace);
    }
  }
}
