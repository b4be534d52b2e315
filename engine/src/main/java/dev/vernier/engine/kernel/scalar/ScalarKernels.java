package dev.vernier.engine.kernel.scalar;

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
import dev.vernier.engine.kernel.NormKernels;
import dev.vernier.engine.kernel.PoolingKernels;
import dev.vernier.engine.kernel.StatisticsKernels;
import dev.vernier.engine.kernel.UnaryKernels;

/** The plain Java kernels. */
public final class ScalarKernels implements Kernels {

  /** The one instance of this JVM. */
  public static final ScalarKernels INSTANCE = new ScalarKernels();

  private final GemmKernel gemm = new ScalarGemm();
  private final UnaryKernels unary = new ScalarUnary();
  private final BinaryKernels binary = new ScalarBinary();
  private final PoolingKernels pooling = new ScalarPooling();
  private final NormKernels norm = new ScalarNorm();
  private final Int8Kernels int8 = new ScalarInt8();
  private final StatisticsKernels statistics = new ScalarStatistics();

  private ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public ConvolutionKernel convolution(
      ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    return new ScalarConvolution(shape, weights, bias, activation);
  }

  @Override
  public InnerProductKernel innerProduct(
      int inputs, int outputs, float[] weights, float[] bias, Activation activation) {
    return new ScalarInnerProduct(inputs, outputs, weights, bias, activation);
  }

  @Override
  public Int8ConvolutionKernel int8Convolution(
      ConvolutionShape shape, byte[] weights, Int8Scaling scaling) {
    return new ScalarInt8Convolution(shape, weights, scaling);
  }

  @Override
  public InnerProductKernel int8InnerProduct(
      int inputs, int outputs, byte[] weights, float[] units, float[] bias, Activation activation) {
    return new ScalarInt8InnerProduct(inputs, outputs, weights, units, bias, activation);
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
