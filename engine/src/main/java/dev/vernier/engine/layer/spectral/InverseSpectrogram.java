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
 * ncnn's InverseSpectrogram: the signal whose frames have the given spectra, (2, frames,
 * frequencies) to complex samples (2, w) or to their real or imaginary part (w).
 *
 * <p>Frequencies are all n_fft of them, or the n_fft / 2 + 1 that the others mirror. Overlapping
 * frames are added and divided by the sum of their squared windows.
 */
public final class InverseSpectrogram extends Layer {
  private static final long serialVersionUID = 1L;

  /** 0 for complex samples, 1 for the real parts, 2 for the imaginary parts. */
  static final IntParam RETURNS = IntParam.of(1, "returns").atLeast(0).atMost(2);

  private static final int IMAGINARY = 2;

  /** Bounds the product that is kept at a time, so that it stays near the processor. */
  private static final int BLOCK_ELEMENTS = 1 << 18;

  private final FourierFrame frame;
  private final int returns;

  /** Two columns of factors a sample, one row a frequency: the cosines, then the sines. */
  private final Prepared<float[]> allFrequencies = new Prepared<>();

  /** The same where each frequency stands for its mirror image too. */
  private final Prepared<float[]> halfOfThem = new Prepared<>();

  /** A transform as the file describes it. */
  public InverseSpectrogram(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.frame = FourierFrame.of(spec);
    this.returns = RETURNS.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int length = frame.length();
    boolean half = bottom.c() == frame.frequencies();
    if (bottom.type() != Mat.Type.FLOAT32
        || bottom.dims() != 3
        || bottom.w() != 2
        || !(half || bottom.c() == length)) {
      throw badBottom(
          0,
          bottom,
          "float32 (2, frames, frequencies) with "
              + frame.frequencies()
              + " or "
              + length
              + " frequencies");
    }
    int frames = bottom.h();
    int block = Math.min(frames, Math.max(1, BLOCK_ELEMENTS / (4 * length)));
    int product = 4 * length * block;
    long samples = (frames - 1L) * frame.hop() + length - 2L * frame.before();
    if (samples < 1 || samples + product > Integer.MAX_VALUE) {
      throw badBottom(0, bottom, "frames that make a signal, not one of " + samples + " samples");
    }
    int size = (int) samples;
    Mat top = returns == 0 ? workspace.floats(2, size) : workspace.floats(size);
    float[] dst = top.floats();
    Arrays.fill(dst, 0, top.size(), 0f);
    // The product first, after it the squared windows.
    float[] scratch = workspace.scratch(Scratch.LAYER_SLOT, product + size);
    Arrays.fill(scratch, product, product + size, 0f);
    for (int from = 0; from < frames; from += block) {
      int count = Math.min(block, frames - from);
      if (returns != IMAGINARY || !half) {
        multiply(bottom, half, from, count, scratch, workspace);
      }
      for (int j = 0; j < count; j++) {
        int place = (from + j) * frame.hop() - frame.before();
        int first = Math.max(0, -place);
        int end = Math.min(length, size - place);
        for (int i = first; i < end; i++) {
          scratch[product + place + i] += frame.window()[i] * frame.window()[i];
        }
        if (returns != IMAGINARY) {
          addReal(scratch, 4 * length * j, place, first, end, dst);
        }
        if (returns != 1) {
          if (half) {
            addImaginaryOfHalf(bottom, from + j, place, first, end, dst);
          } else {
            addImaginary(scratch, 4 * length * j, place, first, end, dst);
          }
        }
      }
    }
    divide(dst, top.size() / size, scratch, product, size);
    tops[0] = top;
  }

  /** Two rows a frame: its real, then its imaginary parts times the cosines and times the sines. */
  private void multiply(
      Mat bottom, boolean half, int from, int count, float[] products, Workspace workspace) {
    int columns = 2 * frame.length();
    Prepared<float[]> basis = half ? halfOfThem : allFrequencies;
    workspace
        .kernels()
        .gemm()
        .multiply(
            2 * count,
            columns,
            bottom.c(),
            bottom.floats(),
            2 * from,
            2 * bottom.h(),
            true,
            basis.get(workspace.kernels(), kernels -> basis(half)),
            0,
            columns,
            false,
            products,
            0,
            columns,
            workspace);
  }

  private float[] basis(boolean half) {
    int length = frame.length();
    int frequencies = half ? frame.frequencies() : length;
    double[] cosines = frame.cosines();
    double[] sines = frame.sines();
    float[] made = new float[2 * frequencies * length];
    for (int k = 0; k < frequencies; k++) {
      // The lowest frequency, and the highest of an even number, have no mirror image.
      int stands = half && k > 0 && 2 * k != length ? 2 : 1;
      for (int i = 0; i < length; i++) {
        int turn = (int) ((long) i * k % length);
        double factor = stands * scale(i);
        made[2 * k * length + i] = (float) (factor * cosines[turn]);
        made[(2 * k + 1) * length + i] = (float) (factor * sines[turn]);
      }
    }
    return made;
  }

  private double scale(int sample) {
    return frame.window()[sample] / (frame.length() * frame.norm());
  }

  /** How far apart the samples of one part lie in the top. */
  private int step() {
    return returns == 0 ? 2 : 1;
  }

  private void addReal(float[] products, int at, int place, int first, int end, float[] dst) {
    int length = frame.length();
    int step = step();
    for (int i = first, to = (place + first) * step; i < end; i++, to += step) {
      dst[to] += products[at + i] - products[at + 3 * length + i];
    }
  }

  private void addImaginary(float[] products, int at, int place, int first, int end, float[] dst) {
    int length = frame.length();
    int step = step();
    for (int i = first, to = (place + first + 1) * step - 1; i < end; i++, to += step) {
      dst[to] += products[at + length + i] + products[at + 2 * length + i];
    }
  }

  /** Mirror images cancel but for the frequencies that have none. */
  private void addImaginaryOfHalf(Mat bottom, int row, int place, int first, int end, float[] dst) {
    int length = frame.length();
    float[] src = bottom.floats();
    float lowest = src[2 * row + 1];
    float highest = length % 2 == 0 ? src[2 * (length / 2 * bottom.h() + row) + 1] : 0f;
    int step = step();
    for (int i = first, to = (place + first + 1) * step - 1; i < end; i++, to += step) {
      dst[to] += (float) scale(i) * (i % 2 == 0 ? lowest + highest : lowest - highest);
    }
  }

  /** Divides by the squared windows where there are any. */
  private static void divide(float[] dst, int parts, float[] windows, int at, int size) {
    for (int i = 0; i < size; i++) {
      float sum = windows[at + i];
      if (sum != 0f) {
        for (int part = 0; part < parts; part++) {
          dst[parts * i + part] /= sum;
        }
      }
    }
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    return 4L * frame.length() * bottoms[0].h() * bottoms[0].c();
  }
}
