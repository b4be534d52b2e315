package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.layer.ColumnProduct;

/** What the window of a convolution over two axes covers, position by position. */
final class WindowColumns implements ColumnProduct {
  private final QuantizableConvolution layer;
  private final ConvolutionWindow window;
  private final TrainedWeights trained;

  WindowColumns(QuantizableConvolution layer) {
    this.layer = layer;
    this.window = layer.window();
    this.trained = layer.trained();
  }

  @Override
  public int inputs() {
    return trained.inputs() * window.kernelSize();
  }

  @Override
  public int outputs() {
    return trained.outputs();
  }

  @Override
  public int groups() {
    return layer.groups();
  }

  @Override
  public float[] bias() {
    return trained.bias() == null ? new float[outputs()] : trained.bias().clone();
  }

  @Override
  public Activation activation() {
    return layer.activation();
  }

  @Override
  public int positions(Mat bottom) {
    if (layer.takesAsPixel(bottom)) {
      return 1;
    }
    ConvolutionWindow.Placement at = layer.place(bottom, layer.planes(bottom));
    return Math.multiplyExact(at.w().count(), at.h().count());
  }

  @Override
  public float[][] columns(Mat bottom, int[] positions) {
    float[][] columns = new float[positions.length][inputs()];
    layer.requireReals(0, bottom);
    if (layer.takesAsPixel(bottom)) {
      for (float[] column : columns) {
        System.arraycopy(bottom.floats(), 0, column, 0, column.length);
      }
      return columns;
    }
    Mat planes = layer.planes(bottom);
    ConvolutionWindow.Placement at = layer.place(bottom, planes);
    for (int i = 0; i < positions.length; i++) {
      int row = positions[i] / at.w().count();
      int x = positions[i] % at.w().count() * window.w().stride() - at.w().pad();
      copy(planes, x, row * window.h().stride() - at.h().pad(), columns[i]);
    }
    return columns;
  }

  /** Copies what a window whose first element is (x, y) covers. */
  private void copy(Mat planes, int x, int y, float[] column) {
    float[] src = planes.floats();
    int to = 0;
    for (int channel = 0; channel < trained.inputs(); channel++) {
      int plane = channel * planes.channelSize();
      for (int ky = 0; ky < window.h().kernel(); ky++) {
        int row = y + ky * window.h().dilation();
        boolean inRows = row >= 0 && row < planes.h();
        for (int kx = 0; kx < window.w().kernel(); kx++) {
          int at = x + kx * window.w().dilation();
          boolean inside = inRows && at >= 0 && at < planes.w();
          column[to++] = inside ? src[plane + row * planes.w() + at] : layer.padValue();
        }
      }
    }
  }
}
