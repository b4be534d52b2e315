package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * What convolutions and transposed convolutions have in common: a window, trained weights or
 * weights as bottoms, an activation, and a view of bottoms of any number of axes as (w, h, d, c).
 *
 * <p>Over one axis a bottom is (w, c), over two (w, h, c), over three (w, h, d, c).
 */
abstract class WindowLayer extends Layer {
  private static final long serialVersionUID = 1L;

  private final ConvolutionWindow window;
  private final int groups;
  private final boolean biasTerm;
  private final Activation activation;

  /** Null where weight and bias are bottoms. */
  private final TrainedWeights trained;

  /**
   * A layer as the file describes it.
   *
   * @param axes 1 to 3
   * @param dynamic whether weight and bias are the second and third bottom
   * @param scaled whether scales follow the weights, which may then be int8
   */
  WindowLayer(
      LayerSpec spec, WeightSource source, int axes, int groups, boolean dynamic, boolean scaled) {
    super(spec);
    this.groups = groups;
    this.biasTerm = TrainedWeights.BIAS_TERM.get(spec) == 1;
    spec.requireBlobs(dynamic ? biasTerm ? 3 : 2 : 1, 1);
    this.window = ConvolutionWindow.of(spec, axes, dynamic);
    this.activation = FusedActivation.of(spec);
    this.trained = dynamic ? null : TrainedWeights.read(spec, source, window, groups);
    if (trained != null && !scaled && trained.weight().storage() == Weight.Storage.INT8) {
      throw spec.error(Int8Form.WITHOUT_SCALES);
    }
  }

  /** A layer of the same weights with another activation. */
  WindowLayer(WindowLayer other, Activation activation) {
    super(other.spec());
    this.groups = other.groups;
    this.biasTerm = other.biasTerm;
    this.window = other.window;
    this.activation = activation;
    this.trained = other.trained;
  }

  final ConvolutionWindow window() {
    return window;
  }

  final int groups() {
    return groups;
  }

  final Activation activation() {
    return activation;
  }

  /** Null where weight and bias are bottoms. */
  final TrainedWeights trained() {
    return trained;
  }

  /** The first bottom as (w, h, d, c), sharing its elements; axes that it has not are 1. */
  final Mat planes(Mat bottom) {
    if (bottom.dims() > window.axes() + 1) {
      String most = new String[] {"two", "three", "four"}[window.axes() - 1];
      throw badBottom(0, bottom, "at most " + most + " dimensions");
    }
    return window.axes() == 1 ? bottom.reshaped(4, bottom.w(), 1, 1, bottom.h()) : bottom;
  }

  final void requireReals(int index, Mat bottom) {
    if (bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(index, bottom, "float32");
    }
  }

  /** The weight that the second bottom brings, as (kernel_w, kernel_h, inner, outer channels). */
  final Mat givenKernel(Mat[] bottoms) {
    Mat kernel = bottoms[1];
    requireReals(1, kernel);
    if (window.axes() > 1) {
      return kernel.reshaped(4, kernel.w(), kernel.h(), kernel.d(), kernel.c());
    }
    if (kernel.dims() > 3) {
      throw badBottom(1, kernel, "at most three dimensions");
    }
    return kernel.reshaped(4, kernel.w(), 1, kernel.h(), kernel.c());
  }

  /** The window with the kernel of {@link #givenKernel}. */
  final ConvolutionWindow givenWindow(Mat[] bottoms, Mat kernel) {
    ConvolutionWindow given = window.withKernel(kernel.w(), kernel.h());
    if (!given.fits()) {
      throw badBottom(1, bottoms[1], "a kernel that, dilated, covers less than 2^31 elements");
    }
    return given;
  }

  /** The bias that the third bottom brings, or null for none. */
  final float[] givenBias(Mat[] bottoms, int outputs) {
    if (!biasTerm) {
      return null;
    }
    requireReals(2, bottoms[2]);
    if (bottoms[2].size() != outputs) {
      throw badBottom(2, bottoms[2], outputs + " elements");
    }
    return Arrays.copyOf(bottoms[2].floats(), outputs);
  }

  /** A top for these sizes, with as many dimensions as bottoms have. */
  final Mat createTop(Mat.Type type, int w, int h, int d, int outputs, Workspace workspace) {
    return window.axes() == 1
        ? workspace.create(type, 2, w, outputs, 1, 1)
        : workspace.create(type, window.axes() + 1, w, h, d, outputs);
  }

  @Override
  public long weightBytes() {
    return trained == null ? 0 : trained.bytes();
  }
}
