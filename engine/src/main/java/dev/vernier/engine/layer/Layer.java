package dev.vernier.engine.layer;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.Kernels;
import java.io.Serializable;

/**
 * One operator of a net: parameters and weights, fixed when it is built, and the rule that makes
 * its tops from its bottoms.
 *
 * <p>A layer is immutable and shared by every extractor of its net; {@link #forward} keeps what
 * belongs to a run in the {@link Workspace}. What kernels derive from the weights is rebuilt after
 * deserialisation, once a JVM (see {@link Prepared}).
 */
public abstract class Layer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LayerSpec spec;

  /** A layer as the file describes it. */
  protected Layer(LayerSpec spec) {
    this.spec = spec;
  }

  /** What the file says of this layer. */
  public final LayerSpec spec() {
    return spec;
  }

  /**
   * Computes the tops.
   *
   * <p>A bottom must not be written to unless {@link Workspace#inPlace} gave it. A top may share a
   * bottom's elements ({@link Mat#reshaped}).
   *
   * @param bottoms what the layer reads, in the file's order
   * @param tops to be filled with what it makes, in the file's order
   * @param workspace memory and kernels of this run
   * @throws IllegalArgumentException if the bottoms have shapes or types that the layer cannot take
   */
  public abstract void forward(Mat[] bottoms, Mat[] tops, Workspace workspace);

  /**
   * Computes the tops of as many samples at once as the kernels have {@link Kernels#lanes}, if the
   * layer can. The samples lie side by side: element i of sample s is at i · lanes + s, so that a
   * mat's w is a sample's w times lanes. Bottoms are float32.
   *
   * @return whether it did; if not, nothing was done
   */
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    return false;
  }

  /**
   * Whether {@link #forwardLanes} takes clearly less time a sample than {@link #forward} does for
   * such bottoms and tops of one sample.
   */
  public boolean gainsInLanes(Mat[] bottoms, Mat[] tops) {
    return false;
  }

  /** How the layer, on some kernels, takes bottoms whose channels lie side by side. */
  public Packing packing(Kernels kernels) {
    return Packing.NONE;
  }

  /** Whether a layer that takes such bottoms can also make its top so. */
  public boolean packsTop(Kernels kernels) {
    return true;
  }

  /**
   * Computes the top of one sample, bottom or top or both of which have their channels side by
   * side, if the layer can and gains by it; for layers that {@link Packing#FOLLOWS follow} or
   * {@link Packing#SEEKS seek} such blobs. A packed mat of (w, h, c) has the shape (w · lanes, h, c
   * / lanes).
   *
   * @param packed whether the bottom is packed
   * @param packTop whether the top is to be
   * @return whether it did; if not, nothing was done
   */
  public boolean forwardPacked(
      Mat bottom, boolean packed, boolean packTop, Mat[] tops, Workspace workspace) {
    return false;
  }

  /** Whether the layer can do without the elements of a bottom ({@link Mat#empty}). */
  protected boolean takesEmpty(int bottom) {
    return false;
  }

  /**
   * Checks the bottoms as {@link #forward} expects them.
   *
   * @throws IllegalArgumentException if one has no elements that the layer cannot do without
   */
  public final void requireElements(Mat[] bottoms) {
    for (int i = 0; i < bottoms.length; i++) {
      if (bottoms[i].isEmpty() && !takesEmpty(i)) {
        throw badBottom(i, bottoms[i], "at least one element");
      }
    }
  }

  /**
   * Multiply-adds that {@link #forward} does for these bottoms and tops; 0 for layers that are not
   * counted by them.
   */
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    return 0;
  }

  /**
   * The activation that this layer alone applies to each element of its float32 bottom; null for
   * any other layer.
   */
  public Activation asActivation() {
    return null;
  }

  /**
   * A layer of the same weights that applies an activation to its top as well; null where there is
   * none.
   */
  public Layer activated(Activation next) {
    return null;
  }

  /** Whether the layer multiplies in int8. */
  public boolean isInt8() {
    return false;
  }

  /** Bytes of weights that the layer holds. */
  public long weightBytes() {
    return 0;
  }

  /** The error for a bottom that this layer cannot take. */
  protected final IllegalArgumentException badBottom(int index, Mat found, String expected) {
    return new IllegalArgumentException(
        spec.describe()
            + ": bottom \""
            + spec.bottoms().get(index)
            + "\" is "
            + found
            + ", expected "
            + expected);
  }
}
