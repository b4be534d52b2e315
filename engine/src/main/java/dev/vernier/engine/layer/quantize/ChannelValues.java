package dev.vernier.engine.layer.quantize;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import java.io.Serializable;

/**
 * Scales or biases of a blob's channels: one for all, or one each. A channel is a row of (w, h) and
 * a channel of (w, h, c) and (w, h, d, c); (w) is one channel.
 */
final class ChannelValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] values;

  private ChannelValues(float[] values) {
    this.values = values;
  }

  /** As many values from a file, or 0 for all channels where there are none. */
  static ChannelValues read(WeightSource weights, int count) {
    return new ChannelValues(count == 0 ? new float[] {0f} : weights.raw(count));
  }

  /** The value of a channel. */
  float of(int channel) {
    return values[values.length == 1 ? 0 : channel];
  }

  /** Whether a blob of so many channels has a value for each. */
  boolean fit(int channels) {
    return channels == 1 || values.length == 1 || values.length == channels;
  }

  /** What a blob must have, for messages. */
  String describe() {
    return values.length + " channels";
  }

  /** Bytes that they take. */
  long bytes() {
    return 4L * values.length;
  }

  /** How many channels a blob has. */
  static int channels(Mat mat) {
    return mat.dims() == 1 ? 1 : mat.dims() == 2 ? mat.h() : mat.c();
  }
}
