package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;

/**
 * What part of the whole image of a transposed convolution becomes the output.
 *
 * @param addW columns added to the image on the right
 * @param addH rows added to the image below
 * @param addD planes added to the image behind
 * @param outW columns of the output under "same" padding
 * @param outH rows of the output under "same" padding
 * @param outD planes of the output under "same" padding
 * @param sized whether the last three count; the whole image is the output otherwise
 */
record OutputCut(int addW, int addH, int addD, int outW, int outH, int outD, boolean sized)
    implements Serializable {
  private static final int MOST_ADDED = 1 << 16;

  /** Columns added to the image on the right. */
  static final IntParam OUTPUT_PAD_RIGHT =
      IntParam.of(18, "output_pad_right").atLeast(0).atMost(MOST_ADDED);

  /** Rows added to the image below; defaults to output_pad_right. */
  static final IntParam OUTPUT_PAD_BOTTOM =
      IntParam.of(19, "output_pad_bottom")
          .defaultsTo(OUTPUT_PAD_RIGHT)
          .atLeast(0)
          .atMost(MOST_ADDED);

  /** Planes added to the image behind, over three axes; defaults to output_pad_right. */
  static final IntParam OUTPUT_PAD_BEHIND =
      IntParam.of(20, "output_pad_behind")
          .defaultsTo(OUTPUT_PAD_RIGHT)
          .atLeast(0)
          .atMost(MOST_ADDED);

  /** Columns of the output under "same" padding; 0 for the whole image. */
  static final IntParam OUTPUT_W = IntParam.of(20, "output_w").atLeast(0);

  /** Rows of the output under "same" padding; defaults to output_w. */
  static final IntParam OUTPUT_H = IntParam.of(21, "output_h").defaultsTo(OUTPUT_W).atLeast(0);

  /** The same as {@link #OUTPUT_W} over three axes. */
  static final IntParam VOLUME_OUTPUT_W = IntParam.of(25, "output_w").atLeast(0);

  /** The same as {@link #OUTPUT_H} over three axes. */
  static final IntParam VOLUME_OUTPUT_H =
      IntParam.of(26, "output_h").defaultsTo(VOLUME_OUTPUT_W).atLeast(0);

  /** Planes of the output under "same" padding; defaults to output_w. */
  static final IntParam VOLUME_OUTPUT_D =
      IntParam.of(27, "output_d").defaultsTo(VOLUME_OUTPUT_W).atLeast(0);

  /**
   * The cut of a layer.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if a parameter is out of range, or sizes are
   *     given without pads that say where to cut
   */
  static OutputCut of(LayerSpec spec, ConvolutionWindow window) {
    int axes = window.axes();
    int outW = (axes == 3 ? VOLUME_OUTPUT_W : OUTPUT_W).get(spec);
    int outH = axes == 1 ? 1 : (axes == 3 ? VOLUME_OUTPUT_H : OUTPUT_H).get(spec);
    int outD = axes == 3 ? VOLUME_OUTPUT_D.get(spec) : 1;
    boolean sized = outW > 0 && outH > 0 && outD > 0;
    if (sized && window.padding() == WindowAxis.Padding.COUNTS && !window.hasPads()) {
      throw spec.error(
          "output_w is " + outW + " but pad_left is 0, must be -233 or -234 for output_w");
    }
    return new OutputCut(
        OUTPUT_PAD_RIGHT.get(spec),
        axes == 1 ? 0 : OUTPUT_PAD_BOTTOM.get(spec),
        axes == 3 ? OUTPUT_PAD_BEHIND.get(spec) : 0,
        outW,
        outH,
        outD,
        sized && !window.hasPads());
  }

  /**
   * How the products of an input become the output.
   *
   * @param input (w, h, d, c)
   * @return null where the image cannot be cut so
   */
  ColumnsToImage place(ConvolutionWindow window, Mat input) {
    WindowAxis.Padding padding = window.padding();
    ImageAxis w = axis(window.w(), padding, input.w(), addW, outW);
    ImageAxis h = axis(window.h(), padding, input.h(), addH, outH);
    ImageAxis d = axis(window.d(), padding, input.d(), addD, outD);
    return w == null || h == null || d == null ? null : new ColumnsToImage(w, h, d);
  }

  private ImageAxis axis(
      WindowAxis window, WindowAxis.Padding padding, int in, int added, int size) {
    long whole = whole(window, in, added);
    long cut = 0;
    long out = size(window, padding, whole, size);
    if (sized) {
      long excess = whole - size;
      cut = padding == WindowAxis.Padding.SAME_LOWER ? excess - excess / 2 : excess / 2;
    } else if (padding == WindowAxis.Padding.COUNTS) {
      cut = window.before();
    }
    return whole > Integer.MAX_VALUE || out < 1 || out > whole
        ? null
        : new ImageAxis(window, in, (int) cut, (int) out);
  }

  private long size(WindowAxis window, WindowAxis.Padding padding, long whole, int size) {
    if (sized) {
      return size;
    }
    return padding == WindowAxis.Padding.COUNTS ? whole - window.before() - window.after() : whole;
  }

  private static long whole(WindowAxis window, int in, int added) {
    return (in - 1L) * window.stride() + window.extent() + added;
  }

  /** What the layer needs of an input that cannot be cut, for messages. */
  String expected(ConvolutionWindow window, Mat input) {
    long wholeW = whole(window.w(), input.w(), addW);
    long wholeH = whole(window.h(), input.h(), addH);
    long wholeD = whole(window.d(), input.d(), addD);
    WindowAxis.Padding padding = window.padding();
    return "one whose image of "
        + window.show(wholeW, wholeH, wholeD)
        + " can be cut to "
        + window.show(
            size(window.w(), padding, wholeW, outW),
            size(window.h(), padding, wholeH, outH),
            size(window.d(), padding, wholeD, outD));
  }
}
