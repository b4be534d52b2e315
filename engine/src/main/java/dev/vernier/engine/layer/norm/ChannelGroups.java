package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.NormKernels;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.Workspace;

/** Normalises runs of whole channels, then scales and shifts each channel by values of its own. */
final class ChannelGroups {

  private ChannelGroups() {}

  /**
   * The bottom with each group at mean 0 and variance 1.
   *
   * @param groups how many groups of equal size the bottom holds
   * @param gamma a factor a channel, or null for none
   * @param beta what is added to a channel, or null with gamma
   */
  static Mat normalize(
      Mat bottom, int groups, float eps, float[] gamma, float[] beta, Workspace workspace) {
    Mat top = Copies.of(bottom, workspace);
    float[] data = top.floats();
    int elements = bottom.size() / groups;
    NormKernels norm = workspace.kernels().norm();
    for (int g = 0; g < groups; g++) {
      norm.layerNorm(data, g * elements, elements, eps, null, null);
    }
    if (gamma == null) {
      return top;
    }
    int channels = gamma.length;
    int channel = bottom.size() / channels;
    if (channel == 1) {
      BinaryKernels binary = workspace.kernels().binary();
      binary.apply(BinaryOperation.MUL, data, 0, gamma, 0, data, 0, channels);
      binary.apply(BinaryOperation.ADD, data, 0, beta, 0, data, 0, channels);
    } else {
      UnaryKernels unary = workspace.kernels().unary();
      for (int q = 0; q < channels; q++) {
        int at = q * channel;
        unary.scaleShift(gamma[q], beta[q], data, at, data, at, channel);
      }
    }
    return top;
  }
}
