package dev.vernier.engine.compare;

import java.io.Serializable;

/**
 * What quantising does to one layer; mergeable.
 *
 * @param layer the layer's name
 * @param own error of its top when the layer alone is int8, and reads what it reads in fp32
 * @param accumulated error of its top when the whole net is int8
 * @param input what its input spans in fp32
 * @param accumulatedInput what its input spans when the whole net is int8
 */
public record LayerError(
    String layer,
    SignalError own,
    SignalError accumulated,
    InputRange input,
    InputRange accumulatedInput)
    implements Serializable {

  /** The error over no samples, for a layer that cuts its input off at that magnitude. */
  static LayerError none(String layer, float threshold) {
    return new LayerError(
        layer,
        new SignalError(),
        new SignalError(),
        new InputRange(threshold),
        new InputRange(threshold));
  }

  /** Adds what another part of the data gave; returns this. */
  public LayerError merge(LayerError other) {
    own.merge(other.own);
    accumulated.merge(other.accumulated);
    input.merge(other.input);
    accumulatedInput.merge(other.accumulatedInput);
    return this;
  }
}
