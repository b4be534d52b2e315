package dev.vernier.engine.kernel;

import java.io.Serializable;

/**
 * What a convolution convolves: channels, window, groups. Padding belongs to a run, because "same"
 * padding depends on the input's size.
 *
 * @param inChannels channels of the input, all groups together
 * @param outChannels channels of the output, all groups together
 * @param groups number of groups; equal to both channel counts for a depthwise convolution
 */
public record ConvolutionShape(
    int inChannels,
    int outChannels,
    int kernelW,
    int kernelH,
    int strideW,
    int strideH,
    int dilationW,
    int dilationH,
    int groups)
    implements Serializable {

  /** Width that the window covers, dilation included. */
  public int extentW() {
    return dilationW * (kernelW - 1) + 1;
  }

  /** Height that the window covers, dilation included. */
  public int extentH() {
    return dilationH * (kernelH - 1) + 1;
  }

  /** Weights of one out channel. */
  public int weightsPerOutput() {
    return inChannels / groups * kernelW * kernelH;
  }
}
