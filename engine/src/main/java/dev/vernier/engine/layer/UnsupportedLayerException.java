package dev.vernier.engine.layer;

import dev.vernier.engine.NetException;

/** A layer type that no factory is registered for. */
public final class UnsupportedLayerException extends NetException {
  private static final long serialVersionUID = 1L;

  /** An error whose message starts with the file and line and names the layer. */
  public UnsupportedLayerException(String message) {
    super(message);
  }
}
