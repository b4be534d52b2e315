package dev.vernier.benchmarks;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.Scratch;
import java.util.Locale;
import java.util.Random;

/** Convolutions as they occur in nets; padding keeps the size apart from the stride. */
public enum LayerShape {
  /** First layer of Fashion-MNIST's net. */
  FMNIST_STEM(1, 16, 3, 1, 1, 28, 28),
  /** First layer of a text classifier. */
  CLS_STEM(3, 8, 3, 2, 1, 192, 48),
  /** Widening layer of a mobile block. */
  CLS_EXPAND(16, 88, 1, 1, 1, 48, 6),
  /** Narrowing layer of a mobile block in a recogniser. */
  REC_PROJECT(512, 64, 1, 1, 1, 80, 6),
  /** Wide layer of a recogniser. */
  REC_WIDE(256, 512, 1, 1, 1, 160, 3),
  /** Feature pyramid of a detector. */
  DET_PYRAMID(96, 24, 3, 1, 1, 80, 80),
  /** Middle of a residual net. */
  RESNET_3X3(128, 128, 3, 1, 1, 28, 28),
  /** End of a residual net. */
  RESNET_LATE(512, 512, 3, 1, 1, 7, 7),
  /** A residual net's halving layer. */
  RESNET_HALVE(64, 128, 3, 2, 1, 56, 56),
  /** Depthwise layer of a mobile net. */
  DEPTHWISE_3X3(96, 96, 3, 1, 96, 56, 56),
  /** Depthwise layer that halves. */
  DEPTHWISE_HALVE(96, 96, 3, 2, 96, 112, 112),
  /** Depthwise layer of a small late plane. */
  DEPTHWISE_5X5(240, 240, 5, 1, 240, 14, 14),
  /** Squeeze and excitation: one pixel. */
  SQUEEZE(240, 64, 1, 1, 1, 1, 1);

  private final ConvolutionShape shape;
  private final int w;
  private final int h;

  LayerShape(int in, int out, int kernel, int stride, int groups, int w, int h) {
    this.shape = new ConvolutionShape(in, out, kernel, kernel, stride, stride, 1, 1, groups);
    this.w = w;
    this.h = h;
  }

  private int pad() {
    return shape.kernelW() / 2;
  }

  private int outW() {
    return (w - 1) / shape.strideW() + 1;
  }

  private int outH() {
    return (h - 1) / shape.strideH() + 1;
  }

  /** Floating point operations of one run, a multiply-add being two. */
  public long operations() {
    return 2L * outW() * outH() * shape.outChannels() * shape.weightsPerOutput();
  }

  /** A run of this layer with a ReLU, random weights and a random input. */
  public Runnable bind(Kernels kernels) {
    Random random = new Random(1);
    float[] weights = randoms(random, shape.outChannels() * shape.weightsPerOutput());
    float[] bias = randoms(random, shape.outChannels());
    float[] src = randoms(random, w * h * shape.inChannels());
    float[] dst = new float[outW() * outH() * shape.outChannels()];
    Scratch scratch = new KeptScratch();
    ConvolutionKernel kernel =
        kernels.convolution(shape, weights, bias, new Activation(Activation.Kind.RELU, 0f, 0f));
    return () -> kernel.run(src, w, h, pad(), pad(), 0f, dst, outW(), outH(), scratch);
  }

  private static float[] randoms(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-16s %3d -> %3d  %dx%d/%d  groups %3d  %3d x %3d",
        name(),
        shape.inChannels(),
        shape.outChannels(),
        shape.kernelW(),
        shape.kernelH(),
        shape.strideW(),
        shape.groups(),
        w,
        h);
  }

  /** Arrays that grow and stay, as an extractor keeps them. */
  private static final class KeptScratch implements Scratch {
    private final float[][] arrays = new float[SLOTS][0];

    @Override
    public float[] scratch(int slot, int length) {
      if (arrays[slot].length < length) {
        arrays[slot] = new float[length];
      }
      return arrays[slot];
    }
  }
}
