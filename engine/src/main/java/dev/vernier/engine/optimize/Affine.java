package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.activation.Dropout;
import dev.vernier.engine.layer.conv.FoldableLayer;
import dev.vernier.engine.layer.math.BinaryOp;
import dev.vernier.engine.layer.math.Scale;
import dev.vernier.engine.layer.norm.BatchNorm;
import dev.vernier.engine.layer.shape.MemoryData;
import java.util.Arrays;
import java.util.Optional;

/**
 * A layer that multiplies by a number and adds another: one pair for each channel, or for all.
 *
 * @param factors the factors
 * @param shifts what is added to the products, as many
 * @param byChannel whether there is a pair for each channel, even if there is one channel
 */
record Affine(float[] factors, float[] shifts, boolean byChannel) {

  /** What a BatchNorm does. */
  static Optional<Affine> ofBatchNorm(NetGraph net, StoredLayer layer, Extent bottom) {
    return net.built(layer) instanceof BatchNorm norm
        ? Optional.of(new Affine(norm.factors(), norm.shifts(), true))
        : Optional.empty();
  }

  /** What a Scale of trained factors does. */
  static Optional<Affine> ofScale(NetGraph net, StoredLayer layer, Extent bottom) {
    return net.built(layer) instanceof Scale scale && scale.factors().length > 0
        ? Optional.of(new Affine(scale.factors(), scale.shifts(), true))
        : Optional.empty();
  }

  /** What a Dropout with a scale does. */
  static Optional<Affine> ofDropout(NetGraph net, StoredLayer layer, Extent bottom) {
    return net.built(layer) instanceof Dropout dropout
        ? Optional.of(ofAll(dropout.scale(), 0f))
        : Optional.empty();
  }

  /** What a BinaryOp with a number, or a constant that is a number a channel, does. */
  static Optional<Affine> ofBinaryOp(NetGraph net, StoredLayer layer, Extent bottom) {
    if (!(net.built(layer) instanceof BinaryOp binary)) {
      return Optional.empty();
    }
    if (binary.isWithScalar()) {
      return Operand.linear(binary.operation(), binary.scalar())
          .map(pair -> ofAll(pair[0], pair[1]));
    }
    return Operand.of(net, layer).flatMap(operand -> ofConstant(operand, bottom));
  }

  private static Optional<Affine> ofConstant(Operand operand, Extent bottom) {
    MemoryData data = operand.constant();
    float[] values = data.data().toFloats();
    boolean one = values.length == 1 && data.dims() <= Math.max(bottom.dims(), 1);
    // A vector runs along the channels if it is as long as they are many.
    boolean each = data.dims() == 1 || (data.dims() == bottom.dims() && data.dims() > 1);
    if (!one && !(each && data.outermost() == values.length)) {
      return Optional.empty();
    }
    float[] factors = new float[values.length];
    float[] shifts = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      Optional<float[]> pair = Operand.linear(operand.operation(), values[i]);
      if (pair.isEmpty()) {
        return Optional.empty();
      }
      factors[i] = pair.get()[0];
      shifts[i] = pair.get()[1];
    }
    return Optional.of(new Affine(factors, shifts, !one));
  }

  private static Affine ofAll(float factor, float shift) {
    return new Affine(new float[] {factor}, new float[] {shift}, false);
  }

  /** The layer that does this as well, if the numbers fit its outputs. */
  Optional<StoredLayer> into(FoldableLayer layer, Extent top) {
    int outputs = layer.outputs();
    if (!layer.takesFactors()) {
      return Optional.empty();
    }
    if (!byChannel) {
      return Optional.of(layer.scaled(filled(outputs, factors[0]), filled(outputs, shifts[0])));
    }
    boolean fits = factors.length == outputs && layer.outputsAreChannels(top.dims());
    return fits ? Optional.of(layer.scaled(factors, shifts)) : Optional.empty();
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  /** One of the layers above. */
  interface Reader {
    /** What a layer does to its bottom; empty where it is no such layer. */
    Optional<Affine> of(NetGraph net, StoredLayer layer, Extent bottom);
  }

  /** Puts such layers into the weights of the layer before them. */
  static Pass folding(String name, Reader reader) {
    return new PairPass(
        name,
        (net, first, second, extents) -> {
          Layer layer = net.built(first);
          Extent between = extents.of(first.spec().tops().get(0));
          return FoldableLayer.of(first, layer)
              .flatMap(
                  foldable ->
                      reader
                          .of(net, second, between)
                          .flatMap(affine -> affine.into(foldable, between)));
        });
  }

  /** Puts a Scale into the BatchNorm before it. */
  static Optional<StoredLayer> fuseScale(
      NetGraph net, StoredLayer first, StoredLayer second, BlobExtents extents) {
    if (!(net.built(first) instanceof BatchNorm norm)) {
      return Optional.empty();
    }
    return ofScale(net, second, extents.of(second.spec().bottoms().get(0)))
        .filter(scale -> scale.factors().length == norm.factors().length)
        .map(scale -> BatchNorm.scaled(first, scale.factors(), scale.shifts()));
  }
}
