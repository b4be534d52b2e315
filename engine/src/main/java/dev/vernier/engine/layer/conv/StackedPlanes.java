package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * A three-dimensional convolution by a two-dimensional kernel: a plane of the output is the
 * convolution of those planes of the input that the window covers, stacked as channels. In this
 * order of channels, (in channel, z), the weights need no reordering.
 *
 * @param kernel a kernel of in channels times the window's planes
 * @param depth the window along z
 * @param padValue what planes outside the input are filled with
 */
record StackedPlanes(ConvolutionKernel kernel, WindowAxis depth, float padValue) {

  /**
   * Convolves one volume.
   *
   * @param input FLOAT32 (w, h, d, c)
   * @param top FLOAT32 (outw, outh, outd, outputs), written
   */
  void run(Mat input, ConvolutionWindow.Placement at, Mat top, Workspace workspace) {
    int w = input.w();
    int h = input.h();
    int outW = at.w().count();
    int outH = at.h().count();
    int outD = at.d().count();
    float[] stack =
        workspace.scratch(Scratch.LAYER_SLOT, Mat.sizeOf(w, h, depth.kernel(), input.c()));
    // The kernel writes its channels one after the other, the top keeps outD planes of each.
    float[] planes = outD == 1 ? top.floats() : workspace.floats(outW, outH, top.c()).floats();
    int plane = outW * outH;
    for (int z = 0; z < outD; z++) {
      stack(input, z * depth.stride() - at.d().pad(), stack);
      kernel.run(stack, w, h, at.w().pad(), at.h().pad(), padValue, planes, outW, outH, workspace);
      for (int p = 0; p < top.c() && outD > 1; p++) {
        System.arraycopy(planes, p * plane, top.floats(), (p * outD + z) * plane, plane);
      }
    }
  }

  private void stack(Mat input, int first, float[] stack) {
    int plane = input.w() * input.h();
    float[] src = input.floats();
    int to = 0;
    for (int q = 0; q < input.c(); q++) {
      for (int k = 0; k < depth.kernel(); k++) {
        int z = first + k * depth.dilation();
        if (z >= 0 && z < input.d()) {
          System.arraycopy(src, (q * input.d() + z) * plane, stack, to, plane);
        } else {
          Arrays.fill(stack, to, to + plane, padValue);
        }
        to += plane;
      }
    }
  }
}
