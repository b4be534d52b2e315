package dev.vernier.engine.compare;

import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Quantizable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * An fp32 net and the int8 net that was made of it: the same layers and blobs, some of the layers
 * int8. The int8 net has float blobs between its layers ({@link FloatBlobs}), so that a layer of
 * one can stand in for the other's. Immutable.
 */
public final class NetPair implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Net real;
  private final Net int8;
  private final Net kept;
  private final int[] quantized;

  /**
   * Pairs two nets.
   *
   * @param real the fp32 net
   * @param int8 what it became, its blobs all float
   * @throws NetException if their layers or blobs differ, or no layer of the second is int8
   */
  public NetPair(Net real, Net int8) {
    this(real, int8, real);
  }

  /**
   * Pairs two nets.
   *
   * @param kept the fp32 net with its weights as the files of an int8 net hold those of layers that
   *     are not quantised
   * @throws NetException as {@link #NetPair(Net, Net)}
   */
  public NetPair(Net real, Net int8, Net kept) {
    this.real = real;
    this.int8 = int8;
    this.kept = kept;
    if (real.layers().size() != int8.layers().size()) {
      throw new NetException(
          int8.name()
              + " has "
              + int8.layers().size()
              + " layers, "
              + real.name()
              + " has "
              + real.layers().size()
              + ": they are not one net in fp32 and int8");
    }
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < real.layers().size(); i++) {
      requireSame(real.layers().get(i).spec(), int8.layers().get(i).spec());
      if (int8.layers().get(i).isInt8() && !real.layers().get(i).isInt8()) {
        found.add(i);
      }
    }
    if (found.isEmpty()) {
      throw new NetException(
          int8.name() + " has no int8 layer that " + real.name() + " has in fp32");
    }
    this.quantized = found.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void requireSame(LayerSpec first, LayerSpec second) {
    if (!first.name().equals(second.name())
        || !first.bottoms().equals(second.bottoms())
        || !first.tops().equals(second.tops())) {
      throw new NetException(
          second.describe()
              + " stands where the fp32 net has "
              + first.describe()
              + ": name, bottoms and tops must be the same");
    }
  }

  /** The fp32 net. */
  public Net real() {
    return real;
  }

  /** The int8 net. */
  public Net int8() {
    return int8;
  }

  /** Indices of the layers that are int8 in the second net alone, ascending. */
  public int[] quantized() {
    return quantized.clone();
  }

  /** Names of those layers. */
  public List<String> quantizedNames() {
    return quantizedLayers().stream().map(layer -> layer.spec().name()).toList();
  }

  /** Those layers in int8. */
  public List<Layer> quantizedLayers() {
    List<Layer> layers = new ArrayList<>();
    for (int index : quantized) {
      layers.add(int8.layers().get(index));
    }
    return layers;
  }

  /** The int8 net with layers of these names in fp32; weights and kernels are shared. */
  public Net keeping(Collection<String> names) {
    return int8.withLayersOf(kept, Set.copyOf(names));
  }

  /** The largest magnitude of a layer's input that is not cut off, infinite where all is kept. */
  static float threshold(Layer layer) {
    float scale = layer instanceof Quantizable quantizable ? quantizable.bottomScale() : 0f;
    return scale > 0f ? 127f / scale : Float.POSITIVE_INFINITY;
  }
}
