package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.math.BinaryOp;
import dev.vernier.engine.layer.shape.Reshape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes away a Reshape of a vector to (1, 1, c) whose reader is a BinaryOp with an image of c
 * channels: the vector runs along those by itself.
 */
final class ReshapeBeforeBinaryOp implements Pass {

  @Override
  public String name() {
    return "drop Reshape before BinaryOp";
  }

  @Override
  public List<String> apply(NetGraph net) {
    BlobExtents extents = BlobExtents.of(net);
    List<String> gone = new ArrayList<>();
    for (StoredLayer layer : net.layers()) {
      if (net.built(layer) instanceof Reshape reshape
          && onlyRunsAlongChannels(net, layer, reshape, extents)
          && net.bypass(layer)) {
        gone.add(layer.spec().name());
      }
    }
    return gone;
  }

  private static boolean onlyRunsAlongChannels(
      NetGraph net, StoredLayer layer, Reshape reshape, BlobExtents extents) {
    LayerSpec spec = layer.spec();
    List<StoredLayer> readers = net.readers(spec.tops().get(0));
    Extent vector = extents.of(spec.bottoms().get(0));
    int channels = vector.channels();
    int[] sizes = reshape.sizes();
    boolean stands = Arrays.equals(sizes, new int[] {1, 1, -1});
    stands |= Arrays.equals(sizes, new int[] {1, 1, channels});
    if (!stands || vector.dims() != 1 || channels == 0 || readers.size() != 1) {
      return false;
    }
    StoredLayer reader = readers.get(0);
    if (!(net.built(reader) instanceof BinaryOp binary) || binary.isWithScalar()) {
      return false;
    }
    List<String> operands = new ArrayList<>(reader.spec().bottoms());
    operands.remove(spec.tops().get(0));
    return operands.size() == 1 && extents.of(operands.get(0)).equals(new Extent(3, channels));
  }
}
