package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's Input: a blob whose value the caller gives; its sizes are a hint, not a check. */
public final class Input extends Layer {
  private static final long serialVersionUID = 1L;

  /** Expected width; 0 where any will do. */
  static final IntParam W = IntParam.of(0, "w").atLeast(0);

  /** Expected height; 0 where any will do. */
  static final IntParam H = IntParam.of(1, "h").atLeast(0);

  /** Expected depth; 0 where any will do. */
  static final IntParam D = IntParam.of(11, "d").atLeast(0);

  /** Expected channels; 0 where any will do. */
  static final IntParam C = IntParam.of(2, "c").atLeast(0);

  private final int w;
  private final int h;
  private final int d;
  private final int c;

  /** An input as the file describes it. */
  public Input(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(0, 1);
    this.w = W.get(spec);
    this.h = H.get(spec);
    this.d = D.get(spec);
    this.c = C.get(spec);
  }

  /** Expected width; 0 where any will do. */
  public int w() {
    return w;
  }

  /** Expected height; 0 where any will do. */
  public int h() {
    return h;
  }

  /** Expected depth; 0 where any will do. */
  public int d() {
    return d;
  }

  /** Expected channels; 0 where any will do. */
  public int c() {
    return c;
  }

  /**
   * Hands on a bottom, which ncnn's nets may give an Input in their middle.
   *
   * @throws IllegalStateException without one: the value of such a blob is given, not made
   */
  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    if (bottoms.length == 0) {
      throw new IllegalStateException(
          spec().describe() + ": blob \"" + spec().tops().get(0) + "\" is an input, not computed");
    }
    tops[0] = bottoms[0];
  }
}
