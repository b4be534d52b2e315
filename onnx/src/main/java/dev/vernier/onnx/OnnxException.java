package dev.vernier.onnx;

import dev.vernier.engine.NetException;

/** An ONNX model is malformed, or holds what has no form in an ncnn net. */
public final class OnnxException extends NetException {
  private static final long serialVersionUID = 1L;

  OnnxException(String message) {
    super(message);
  }

  OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
