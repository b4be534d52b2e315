package dev.vernier.engine.layer.spectral;

import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;

/**
 * How {@link Spectrogram} and {@link InverseSpectrogram} cut a signal into frames: the parameters
 * that both have.
 *
 * @param length samples of a frame, ncnn's n_fft
 * @param hop samples from one frame to the next
 * @param window the factor of each sample of a frame
 * @param centred whether a frame's place in the signal is its middle, not its beginning
 * @param norm what spectra are multiplied by on the way there, and divided by on the way back
 */
record FourierFrame(int length, int hop, float[] window, boolean centred, double norm)
    implements Serializable {

  /**
   * Samples of a frame. The transform is a product with length² factors, which the bound keeps
   * within what an array can hold.
   */
  static final IntParam N_FFT = IntParam.of(0, "n_fft").atLeast(1).atMost(1 << 14);

  /** Samples from one frame to the next; defaults to n_fft / 4. */
  static final IntParam HOPLEN = IntParam.of(2, "hoplen").atLeast(1);

  /** Samples of the window, which lies in the middle of the frame. */
  static final IntParam WINLEN = IntParam.of(3, "winlen").defaultsTo(N_FFT).atLeast(1);

  /** 0 ones, 1 Hann, 2 Hamming. */
  static final IntParam WINDOW_TYPE = IntParam.of(4, "window_type").atLeast(0).atMost(2);

  /** Whether a frame's place in the signal is its middle. */
  static final IntParam CENTER = IntParam.of(5, "center").defaultsTo(1).atLeast(0).atMost(1);

  /** 0 for none, 1 for √n_fft, 2 for the root of the window's energy. */
  static final IntParam NORMALIZED = IntParam.of(7, "normalized").atLeast(0).atMost(2);

  private static final int HANN = 1;
  private static final int HAMMING = 2;

  /** The frames that the file describes. */
  static FourierFrame of(LayerSpec spec) {
    int length = N_FFT.get(spec);
    int hop = HOPLEN.defaultsTo(length / 4).get(spec);
    float[] window = window(length, WINLEN.atMost(length).get(spec), WINDOW_TYPE.get(spec));
    double norm =
        switch (NORMALIZED.get(spec)) {
          case 0 -> 1;
          case 1 -> 1 / Math.sqrt(length);
          default -> 1 / Math.sqrt(energy(window));
        };
    if (Double.isInfinite(norm)) {
      throw spec.error("normalized is 2, must be 0 or 1 with a window that is 0 throughout");
    }
    return new FourierFrame(length, hop, window, CENTER.get(spec) == 1, norm);
  }

  /** A periodic window amid zeros; where they cannot be shared evenly, more come after it. */
  private static float[] window(int length, int ofWindow, int type) {
    float[] window = new float[length];
    int before = (length - ofWindow) / 2;
    for (int i = 0; i < ofWindow; i++) {
      double cosine = Math.cos(2 * Math.PI * i / ofWindow);
      window[before + i] =
          switch (type) {
            case HANN -> (float) (0.5 - 0.5 * cosine);
            case HAMMING -> (float) (0.54 - 0.46 * cosine);
            default -> 1f;
          };
    }
    return window;
  }

  private static double energy(float[] window) {
    double sum = 0;
    for (float factor : window) {
      sum += (double) factor * factor;
    }
    return sum;
  }

  /** Frequencies up to half the sampling rate; the others mirror them. */
  int frequencies() {
    return length / 2 + 1;
  }

  /** Samples before a centred frame's place in the signal, 0 where frames are not centred. */
  int before() {
    return centred ? length / 2 : 0;
  }

  /** cos(2π·i / length) for each i. */
  double[] cosines() {
    double[] cosines = new double[length];
    for (int i = 0; i < length; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / length);
    }
    return cosines;
  }

  /** sin(2π·i / length) for each i. */
  double[] sines() {
    double[] sines = new double[length];
    for (int i = 0; i < length; i++) {
      sines[i] = Math.sin(2 * Math.PI * i / length);
    }
    return sines;
  }
}
