package dev.vernier.engine.kernel;

/**
 * The loops that take the time, in one implementation: plain (the specification) or Vector API. One
 * instance a JVM and implementation; thread-safe. Callers check arguments, kernels trust them.
 */
public interface Kernels {

  /** {@code scalar} or {@code vector}. */
  String name();

  /**
   * A convolution with its weights packed.
   *
   * @param shape what is convolved
   * @param weights kernel weights, outermost first: out channel, in channel of its group, y, x
   * @param bias a value an out channel, or null for none
   * @param activation applied to the sum
   */
  ConvolutionKernel convolution(
      ConvolutionShape shape, float[] weights, float[] bias, Activation activation);

  /**
   * A fully connected layer with its weights packed.
   *
   * @param weights outputs × inputs, a row an output
   * @param bias a value an output, or null for none
   */
  InnerProductKernel innerProduct(
      int inputs, int outputs, float[] weights, float[] bias, Activation activation);

  /**
   * A convolution of integers with its weights packed.
   *
   * @param weights as for {@link #convolution}; of each group a single one of the {@link ExactRuns}
   */
  Int8ConvolutionKernel int8Convolution(
      ConvolutionShape shape, byte[] weights, Int8Scaling scaling);

  /**
   * A fully connected layer with int8 weights packed: gives activation(sum · unit + bias) for rows
   * of integers that lie in floats.
   *
   * @param weights outputs × inputs, a row an output; a single one of the {@link ExactRuns}
   * @param units what a sum's 1 is worth, a value an output
   * @param bias a value an output, or null for none
   */
  InnerProductKernel int8InnerProduct(
      int inputs, int outputs, byte[] weights, float[] units, float[] bias, Activation activation);

  /** Products of two matrices that are only known at run time. */
  GemmKernel gemm();

  /** Functions of one element. */
  UnaryKernels unary();

  /** Functions of two elements. */
  BinaryKernels binary();

  /** Windows and whole channels reduced to one value. */
  PoolingKernels pooling();

  /** Sums, scaled shifts and softmax over rows. */
  NormKernels norm();

  /** Real numbers to int8 and back. */
  Int8Kernels int8();

  /** Largest magnitude and histogram, for calibration. */
  StatisticsKernels statistics();

  /** Images whose elements lie side by side in what works on several at once; 1 for none. */
  default int lanes() {
    return 1;
  }

  /** Windows and whole channels of {@link #lanes} images side by side; null where that is 1. */
  default LanePooling lanePooling() {
    return null;
  }

  /** Whether convolutions of such a shape take images whose channels lie side by side. */
  default boolean packs(ConvolutionShape shape) {
    return false;
  }

  /** Whether they take clearly less time so. */
  default boolean gainsPacked(ConvolutionShape shape) {
    return false;
  }

  /** Whether {@link #packedTransposed} takes such a shape. */
  default boolean packsTransposed(ConvolutionShape shape) {
    return false;
  }

  /**
   * A transposed convolution of images whose channels lie side by side, with its weights packed.
   *
   * @param shape one that {@link #packsTransposed} takes
   * @param weights outermost first: out channel, in channel, y, x
   * @param bias a value an out channel, or null for none
   * @throws UnsupportedOperationException if no shape is taken
   */
  default PackedConvolution packedTransposed(
      ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    throw new UnsupportedOperationException(name() + " kernels have none");
  }

  /**
   * Whether layers that gain so take less time than with several samples side by side: with 8 lanes
   * resnet50 takes 76 ms so and 88 the other way, Fashion-MNIST 0.30 and 0.49; with 16 both ways
   * lie within a few per cent of each other.
   */
  default boolean prefersPacked() {
    return false;
  }

  /**
   * Lays channels apart that lie side by side, {@link #lanes} of them a pixel after the other.
   *
   * @param channels a multiple of the lanes
   * @param pixels of a channel
   * @param dst a channel after the other
   */
  default void unpack(float[] src, int channels, int pixels, float[] dst, Scratch scratch) {
    int lanes = lanes();
    for (int i = 0; i < channels * pixels; i++) {
      int vector = i / lanes / pixels;
      dst[(vector * lanes + i % lanes) * pixels + i / lanes % pixels] = src[i];
    }
  }
}
