package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's ConvolutionDepthWise1D: (w, h) to (outw, num_output) in groups.
 *
 * <p>The h rows fall into {@code group} equal runs, each convolved by itself. A bottom may have
 * fewer rows than there are weights for: as in ncnn, the first of them are used, and its own tests
 * write such files.
 */
public final class ConvolutionDepthWise1D extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A grouped one-dimensional convolution as the file describes it. */
  public ConvolutionDepthWise1D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 1, TrainedWeights.GROUP.get(spec));
  }

  @Override
  Mat forwardTrained(Mat bottom, Workspace workspace) {
    int rows = planes(bottom).c();
    if (rows >= trained().inputs() || rows % groups() != 0) {
      return super.forwardTrained(bottom, workspace);
    }
    requireReals(0, bottom);
    int outputs = trained().outputs();
    int used = outputs * (rows / groups()) * window().kernelSize();
    float[] weights = Arrays.copyOf(trained().weight().toFloats(), used);
    return forwardOnce(bottom, window(), weights, trained().bias(), outputs, workspace);
  }
}
