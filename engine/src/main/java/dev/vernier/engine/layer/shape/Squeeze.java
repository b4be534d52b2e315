package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Squeeze: drops the dimensions that are named and of size 1; the elements stay. When all
 * fall away, (1) is left.
 */
public final class Squeeze extends Layer {
  private static final long serialVersionUID = 1L;

  /** Whether to drop w. */
  static final IntParam SQUEEZE_W = IntParam.of(0, "squeeze_w");

  /** Whether to drop h. */
  static final IntParam SQUEEZE_H = IntParam.of(1, "squeeze_h");

  /** Whether to drop d. */
  static final IntParam SQUEEZE_D = IntParam.of(11, "squeeze_d");

  /** Whether to drop c. */
  static final IntParam SQUEEZE_C = IntParam.of(2, "squeeze_c");

  /** The axes to drop, 0 the outermost, negative from the innermost; overrides the flags. */
  static final IntArrayParam AXES = IntArrayParam.of(3, "axes");

  private final boolean squeezeW;
  private final boolean squeezeH;
  private final boolean squeezeD;
  private final boolean squeezeC;
  private final int[] axes;
  private final PerShape<int[]> shapes = new PerShape<>();

  /** A squeeze as the file describes it. */
  public Squeeze(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.squeezeW = SQUEEZE_W.get(spec) != 0;
    this.squeezeH = SQUEEZE_H.get(spec) != 0;
    this.squeezeD = SQUEEZE_D.get(spec) != 0;
    this.squeezeC = SQUEEZE_C.get(spec) != 0;
    this.axes = AXES.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int[] shape = shapes.find(bottom, null);
    if (shape == null) {
      shape = shapes.keep(bottom, null, shape(bottom));
    }
    tops[0] = Extents.reshaped(bottom, shape, workspace);
  }

  private int[] shape(Mat bottom) {
    int[] extents = Extents.of(bottom);
    boolean[] dropped = axes.length == 0 ? byFlags(extents.length) : byAxes(extents.length);
    int[] kept = new int[extents.length];
    int count = 0;
    for (int i = 0; i < extents.length; i++) {
      if (!dropped[i] || extents[i] != 1) {
        kept[count++] = extents[i];
      }
    }
    if (count == 0) {
      kept[count++] = 1;
    }
    return Arrays.copyOf(kept, count);
  }

  private boolean[] byFlags(int dims) {
    return switch (dims) {
      case 1 -> new boolean[] {squeezeW};
      case 2 -> new boolean[] {squeezeH, squeezeW};
      case 3 -> new boolean[] {squeezeC, squeezeH, squeezeW};
      default -> new boolean[] {squeezeC, squeezeD, squeezeH, squeezeW};
    };
  }

  private boolean[] byAxes(int dims) {
    boolean[] dropped = new boolean[dims];
    for (int axis : axes) {
      int positive = axis < 0 ? dims + axis : axis;
      // ncnn passes over an axis that the bottom does not have.
      if (positive >= 0 && positive < dims) {
        dropped[positive] = true;
      }
    }
    return dropped;
  }
}
