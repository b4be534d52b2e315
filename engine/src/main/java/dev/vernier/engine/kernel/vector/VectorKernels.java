package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.GemmKernel;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Int8ConvolutionKernel;
import dev.vernier.engine.kernel.Int8Kernels;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.LanePooling;
import dev.vernier.engine.kernel.NormKernels;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.PoolingKernels;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.StatisticsKernels;
import dev.vernier.engine.kernel.UnaryKernels;

/** The kernels on the Vector API. */
public final class VectorKernels implements Kernels {

  /** The one instance of this JVM. */
  public static final VectorKernels INSTANCE = new VectorKernels();

  private final GemmKernel gemm = new VectorGemm();
  private final UnaryKernels unary = new VectorUnary();
  private final BinaryKernels binary = new VectorBinary();
  private final PoolingKernels pooling = new VectorPooling();
  private final LanePooling lanePooling = new VectorLanePooling();
  private final NormKernels norm = new VectorNorm();
  private final Int8Kernels int8 = new VectorInt8();
  private final StatisticsKernels statistics = new VectorStatistics();

  private VectorKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public ConvolutionKernel convolution(
      ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    if (shape.inChannels() == shape.groups() && shape.groups() > 1) {
      return new VectorDepthwise(shape, weights, bias, activation);
    }
    return new VectorConvolution(shape, weights, bias, activation);
  }

  @Override
  public InnerProductKernel innerProduct(
      int inputs, int outputs, float[] weights, float[] bias, Activation activation) {
    return new VectorInnerProduct(inputs, outputs, weights, bias, activation);
  }

  @Override
  public Int8ConvolutionKernel int8Convolution(
      ConvolutionShape shape, byte[] weights, Int8Scaling scaling) {
    if (shape.inChannels() == shape.groups() && shape.groups() > 1) {
      return new VectorInt8Depthwise(shape, weights, scaling);
    }
    return new VectorInt8Convolution(shape, weights, scaling);
  }

  @Override
  public InnerProductKernel int8InnerProduct(
      int inputs, int outputs, byte[] weights, float[] units, float[] bias, Activation activation) {
    return new VectorInt8InnerProduct(inputs, outputs, weights, units, bias, activation);
  }

  @Override
  public int lanes() {
    return Tile.LANES;
  }

  @Override
  public LanePooling lanePooling() {
    return lanePooling;
  }

  @Override
  public boolean packs(ConvolutionShape shape) {
    return ChannelDirect.fits(shape)
        || ChannelPointwise.fits(shape)
        || ChannelDepthwise.fits(shape);
  }

  @Override
  public boolean gainsPacked(ConvolutionShape shape) {
    return packs(shape)
        && (ChannelTiles.fits(shape)
            || ChannelDepthwise.fits(shape)
            || ChannelPointwise.fits(shape));
  }

  @Override
  public boolean prefersPacked() {
    return ChannelLanes.NARROW;
  }

  @Override
  public boolean packsTransposed(ConvolutionShape shape) {
    return ChannelTransposed.fits(shape);
  }

  @Override
  public PackedConvolution packedTransposed(
      ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    return new ChannelTransposed(shape, weights, bias, activation);
  }

  @Override
  public void unpack(float[] src, int channels, int pixels, float[] dst, Scratch scratch) {
    if (!ChannelLanes.FIT) {
      Kernels.super.unpack(src, channels, pixels, dst, scratch);
      return;
    }
    float[] work = scratch.scratch(Scratch.LAYER_SLOT, ChannelLanes.WORK_SIZE);
    ChannelLanes.unpack(src, channels, pixels, work, dst);
  }

  @Override
  public GemmKernel gemm() {
    return gemm;
  }

  @Override
  public UnaryKernels unary() {
    return unary;
  }

  @Override
  public BinaryKernels binary() {
    return binary;
  }

  @Override
  public PoolingKernels pooling() {
    return pooling;
  }

  @Override
  public NormKernels norm() {
    return norm;
  }

  @Override
  public Int8Kernels int8() {
    return int8;
  }

  @Override
  public StatisticsKernels statistics() {
    return statistics;
  }
}
