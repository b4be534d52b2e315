package dev.vernier.engine.layer.spectral;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Spectrogram: the discrete Fourier transform of each frame of a signal (w), as complex
 * numbers (2, frames, frequencies) or as magnitudes or powers (frames, frequencies).
 *
 * <p>The transform is one product: the cosines and sines of each frequency, windowed, times the
 * frames, which need no copy because a frame is a row of a matrix whose rows overlap.
 */
public final class Spectrogram extends Layer {
  private static final long serialVersionUID = 1L;

  /** 0 for complex numbers, 1 for magnitudes, 2 for powers. */
  static final IntParam POWER = IntParam.of(1, "power").atLeast(0).atMost(2);

  /** What lies beyond the signal with center: 0 zeros, 1 its end samples, 2 its reflection. */
  static final IntParam PAD_TYPE = IntParam.of(6, "pad_type").defaultsTo(2).atLeast(0).atMost(2);

  /** Whether frequencies above half the sampling rate are left out. */
  static final IntParam ONESIDED = IntParam.of(8, "onesided").defaultsTo(1).atLeast(0).atMost(1);

  private static final int REPLICATE = 1;
  private static final int REFLECT = 2;

  private final FourierFrame frame;
  private final int power;
  private final int padType;
  private final boolean onesided;
  private final Prepared<float[]> basis = new Prepared<>();

  /** A transform as the file describes it. */
  public Spectrogram(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.frame = FourierFrame.of(spec);
    this.power = POWER.get(spec);
    this.padType = PAD_TYPE.get(spec);
    this.onesided = ONESIDED.get(spec) == 1;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int length = frame.length();
    int pad = frame.before();
    long padded = bottom.w() + 2L * pad;
    long least = frame.centred() && padType == REFLECT ? pad + 1L : Math.max(1, length - 2L * pad);
    if (bottom.type() != Mat.Type.FLOAT32
        || bottom.size() != bottom.w()
        || bottom.w() < least
        || padded > Integer.MAX_VALUE) {
      throw badBottom(0, bottom, "a float32 signal of at least " + least + " samples");
    }
    float[] signal = pad == 0 ? bottom.floats() : pad(bottom.floats(), bottom.w(), pad);
    int frames = (int) ((padded - length) / frame.hop()) + 1;
    int half = frame.frequencies();
    int all = onesided ? half : length;
    Mat top = power == 0 ? workspace.floats(2, frames, all) : workspace.floats(frames, all);
    float[] spectrum =
        workspace.scratch(
            Scratch.LAYER_SLOT, Mat.sizeOf(frames, Math.multiplyExact(2, half), 1, 1));
    workspace
        .kernels()
        .gemm()
        .multiply(
            2 * half,
            frames,
            length,
            basis.get(workspace.kernels(), kernels -> basis()),
            0,
            length,
            false,
            signal,
            0,
            frame.hop(),
            true,
            spectrum,
            0,
            frames,
            workspace);
    float[] dst = top.floats();
    for (int i = 0; i < all; i++) {
      boolean mirrored = i >= half;
      int from = (mirrored ? length - i : i) * 2 * frames;
      write(spectrum, from, frames, mirrored, dst, i * frames);
    }
    tops[0] = top;
  }

  /** Writes one frequency from its row of real parts and the row of imaginary parts after it. */
  private void write(
      float[] spectrum, int real, int frames, boolean mirrored, float[] dst, int row) {
    int imaginary = real + frames;
    switch (power) {
      case 0 -> {
        float sign = mirrored ? -1f : 1f;
        for (int j = 0, at = 2 * row; j < frames; j++, at += 2) {
          dst[at] = spectrum[real + j];
          dst[at + 1] = sign * spectrum[imaginary + j];
        }
      }
      case 1 -> {
        for (int j = 0; j < frames; j++) {
          float re = spectrum[real + j];
          float im = spectrum[imaginary + j];
          dst[row + j] = (float) Math.sqrt(re * re + im * im);
        }
      }
      default -> {
        for (int j = 0; j < frames; j++) {
          float re = spectrum[real + j];
          float im = spectrum[imaginary + j];
          dst[row + j] = re * re + im * im;
        }
      }
    }
  }

  /** Two rows a frequency: what a frame's samples add to the real and to the imaginary part. */
  private float[] basis() {
    int length = frame.length();
    double[] cosines = frame.cosines();
    double[] sines = frame.sines();
    float[] made = new float[2 * frame.frequencies() * length];
    for (int i = 0; i < frame.frequencies(); i++) {
      int real = 2 * i * length;
      for (int k = 0; k < length; k++) {
        int turn = (int) ((long) i * k % length);
        double factor = frame.window()[k] * frame.norm();
        made[real + k] = (float) (factor * cosines[turn]);
        made[real + length + k] = (float) (-factor * sines[turn]);
      }
    }
    return made;
  }

  /** The signal with {@code pad} samples before and after; small beside its spectra. */
  private float[] pad(float[] signal, int size, int pad) {
    float[] padded = new float[size + 2 * pad];
    System.arraycopy(signal, 0, padded, pad, size);
    if (padType == REPLICATE) {
      Arrays.fill(padded, 0, pad, signal[0]);
      Arrays.fill(padded, pad + size, padded.length, signal[size - 1]);
    } else if (padType == REFLECT) {
      for (int i = 1; i <= pad; i++) {
        padded[pad - i] = signal[i];
        padded[pad + size - 1 + i] = signal[size - 1 - i];
      }
    }
    return padded;
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    long frames = power == 0 ? tops[0].h() : tops[0].w();
    return 2L * frame.frequencies() * frames * frame.length();
  }
}
