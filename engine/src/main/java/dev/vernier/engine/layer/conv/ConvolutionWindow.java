package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The window that a convolution moves over its input: kernel, dilation, stride and padding, as all
 * convolutions of ncnn share them, over one, two or three axes.
 *
 * @param axes how many axes the layer has; the others are {@link WindowAxis#POINT}
 * @param padding how the pads are to be read
 */
record ConvolutionWindow(
    int axes, WindowAxis w, WindowAxis h, WindowAxis d, WindowAxis.Padding padding)
    implements Serializable {

  /** Elements of a padded input, so that every index within it, and a vector behind, is an int. */
  private static final int MOST_PADDED = Integer.MAX_VALUE - (1 << 16);

  /** Kernel width in elements. */
  static final IntParam KERNEL_W = IntParam.of(1, "kernel_w").atLeast(1);

  /** Kernel height in elements; defaults to kernel_w. */
  static final IntParam KERNEL_H = IntParam.of(11, "kernel_h").defaultsTo(KERNEL_W).atLeast(1);

  /** Kernel depth in elements; defaults to kernel_w. */
  static final IntParam KERNEL_D = IntParam.of(21, "kernel_d").defaultsTo(KERNEL_W).atLeast(1);

  /** Distance of the window's columns; defaults to 1. */
  static final IntParam DILATION_W = IntParam.of(2, "dilation_w").defaultsTo(1).atLeast(1);

  /** Distance of the window's rows; defaults to dilation_w. */
  static final IntParam DILATION_H =
      IntParam.of(12, "dilation_h").defaultsTo(DILATION_W).atLeast(1);

  /** Distance of the window's planes; defaults to dilation_w. */
  static final IntParam DILATION_D =
      IntParam.of(22, "dilation_d").defaultsTo(DILATION_W).atLeast(1);

  /** Columns from one window to the next; defaults to 1. */
  static final IntParam STRIDE_W = IntParam.of(3, "stride_w").defaultsTo(1).atLeast(1);

  /** Rows from one window to the next; defaults to stride_w. */
  static final IntParam STRIDE_H = IntParam.of(13, "stride_h").defaultsTo(STRIDE_W).atLeast(1);

  /** Planes from one window to the next; defaults to stride_w. */
  static final IntParam STRIDE_D = IntParam.of(23, "stride_d").defaultsTo(STRIDE_W).atLeast(1);

  /** Columns added on the left; −233 or −234 on all sides means "same" padding. */
  static final IntParam PAD_LEFT = IntParam.of(4, "pad_left").atMost(1 << 16);

  /** Columns added on the right; defaults to pad_left. */
  static final IntParam PAD_RIGHT =
      IntParam.of(15, "pad_right").defaultsTo(PAD_LEFT).atMost(1 << 16);

  /** Rows added above; defaults to pad_left. */
  static final IntParam PAD_TOP = IntParam.of(14, "pad_top").defaultsTo(PAD_LEFT).atMost(1 << 16);

  /** Rows added below; defaults to pad_top. */
  static final IntParam PAD_BOTTOM =
      IntParam.of(16, "pad_bottom").defaultsTo(PAD_TOP).atMost(1 << 16);

  /** Planes added in front; defaults to pad_left. */
  static final IntParam PAD_FRONT =
      IntParam.of(24, "pad_front").defaultsTo(PAD_LEFT).atMost(1 << 16);

  /** Planes added behind; defaults to pad_front. */
  static final IntParam PAD_BEHIND =
      IntParam.of(17, "pad_behind").defaultsTo(PAD_FRONT).atMost(1 << 16);

  private static final int SAME_UPPER = -233;
  private static final int SAME_LOWER = -234;

  /** Where the window lies on one input. */
  record Placement(WindowAxis.Span w, WindowAxis.Span h, WindowAxis.Span d) {

    /** On a single element. */
    static final Placement POINT =
        new Placement(
            new WindowAxis.Span(0, 1), new WindowAxis.Span(0, 1), new WindowAxis.Span(0, 1));
  }

  /**
   * The window of a layer.
   *
   * @param axes 1 to 3
   * @param dynamic whether the kernel's size comes with a bottom; it is then 1 here
   * @throws dev.vernier.engine.io.ParamFormatException if a parameter is out of range
   */
  static ConvolutionWindow of(LayerSpec spec, int axes, boolean dynamic) {
    WindowAxis w =
        new WindowAxis(
            dynamic ? 1 : KERNEL_W.get(spec),
            DILATION_W.get(spec),
            STRIDE_W.get(spec),
            PAD_LEFT.get(spec),
            PAD_RIGHT.get(spec));
    WindowAxis h = WindowAxis.POINT;
    WindowAxis d = WindowAxis.POINT;
    if (axes > 1) {
      h =
          new WindowAxis(
              dynamic ? 1 : KERNEL_H.get(spec),
              DILATION_H.get(spec),
              STRIDE_H.get(spec),
              PAD_TOP.get(spec),
              PAD_BOTTOM.get(spec));
    }
    if (axes > 2) {
      d =
          new WindowAxis(
              dynamic ? 1 : KERNEL_D.get(spec),
              DILATION_D.get(spec),
              STRIDE_D.get(spec),
              PAD_FRONT.get(spec),
              PAD_BEHIND.get(spec));
    }
    List<WindowAxis> given = List.of(w, h, d).subList(0, axes);
    ConvolutionWindow window = new ConvolutionWindow(axes, w, h, d, padding(spec, given));
    if (!window.fits()) {
      throw spec.error(
          "a kernel of "
              + window.show(w.kernel(), h.kernel(), d.kernel())
              + " with dilation "
              + window.show(w.dilation(), h.dilation(), d.dilation())
              + " passes 2^31 - 1");
    }
    return window;
  }

  private static WindowAxis.Padding padding(LayerSpec spec, List<WindowAxis> given) {
    List<Integer> pads = new ArrayList<>();
    for (WindowAxis axis : given) {
      pads.add(axis.before());
      pads.add(axis.after());
    }
    if (pads.stream().allMatch(pad -> pad >= 0)) {
      return WindowAxis.Padding.COUNTS;
    }
    if (pads.stream().allMatch(pad -> pad == SAME_UPPER)) {
      return WindowAxis.Padding.SAME_UPPER;
    }
    if (pads.stream().allMatch(pad -> pad == SAME_LOWER)) {
      return WindowAxis.Padding.SAME_LOWER;
    }
    List<String> sides = List.of("left", "right", "top", "bottom", "front", "behind");
    throw spec.error(
        "pads ("
            + String.join(", ", sides.subList(0, pads.size()))
            + ") are "
            + pads.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + ", must be at least 0, or all "
            + SAME_UPPER
            + ", or all "
            + SAME_LOWER);
  }

  /** Whether the kernel's elements and what it covers can be counted with an int. */
  boolean fits() {
    // Two factors fit a long, so each product is compared before the next factor comes.
    long plane = (long) w.kernel() * h.kernel();
    return plane <= Integer.MAX_VALUE
        && plane * d.kernel() <= Integer.MAX_VALUE
        && Math.max(Math.max(w.extent(), h.extent()), d.extent()) <= Integer.MAX_VALUE;
  }

  /** Sizes along the axes that the layer has, for messages. */
  String show(long alongW, long alongH, long alongD) {
    return LongStream.of(alongW, alongH, alongD)
        .limit(axes)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(" x "));
  }

  /** The same with a kernel that a bottom brought, which may not {@link #fits fit}. */
  ConvolutionWindow withKernel(int kernelW, int kernelH) {
    return new ConvolutionWindow(axes, w.withKernel(kernelW), h.withKernel(kernelH), d, padding);
  }

  /** Elements of the kernel. */
  int kernelSize() {
    return w.kernel() * h.kernel() * d.kernel();
  }

  /** Whether the layer works element by element, whatever the stride and padding. */
  boolean isPoint() {
    return kernelSize() == 1;
  }

  /** Whether elements are added, or cut off a transposed convolution, by count. */
  boolean hasPads() {
    return w.before() > 0
        || w.after() > 0
        || h.before() > 0
        || h.after() > 0
        || d.before() > 0
        || d.after() > 0;
  }

  /**
   * Where the window lies on an input.
   *
   * @param bottom the layer's first bottom, for messages
   * @param input its elements as (w, h, d, c)
   * @throws IllegalArgumentException if the padded input is smaller than the window or too large
   */
  Placement place(LayerSpec spec, Mat bottom, Mat input) {
    return place(spec, bottom, input, 1);
  }

  /**
   * The same for samples side by side.
   *
   * @param lanes how many; the input's w is as many times a sample's
   */
  Placement place(LayerSpec spec, Mat bottom, Mat input, int lanes) {
    // ncnn's Convolution3D gives the odd plane behind in both "same" modes.
    WindowAxis.Padding depthPadding =
        padding == WindowAxis.Padding.SAME_LOWER ? WindowAxis.Padding.SAME_UPPER : padding;
    int inputW = input.w() / lanes;
    long paddedW = w.padded(inputW, padding);
    long paddedH = h.padded(input.h(), padding);
    long paddedD = d.padded(input.d(), depthPadding);
    if (paddedW < w.extent() || paddedH < h.extent() || paddedD < d.extent()) {
      throw new IllegalArgumentException(
          spec.describe()
              + ": bottom \""
              + spec.bottoms().get(0)
              + "\" is "
              + bottom
              + ", padded to "
              + show(paddedW, paddedH, paddedD)
              + ", expected at least the window's "
              + show(w.extent(), h.extent(), d.extent()));
    }
    double elements = (double) paddedW * paddedH * paddedD * input.c() * lanes;
    if (elements > MOST_PADDED) {
      throw new IllegalArgumentException(
          spec.describe()
              + ": bottom \""
              + spec.bottoms().get(0)
              + "\" is "
              + bottom
              + ", padded to "
              + show(paddedW, paddedH, paddedD)
              + ", expected at most "
              + MOST_PADDED
              + " elements with all channels");
    }
    return new Placement(
        w.place(inputW, padding), h.place(input.h(), padding), d.place(input.d(), depthPadding));
  }
}
