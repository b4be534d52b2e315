package dev.vernier.engine;

/**
 * A blob of several samples: each by itself, or all side by side (element i of sample s at i ·
 * lanes + s, w as many times a sample's), or both. One is made of the other when it is asked for.
 */
final class LaneValue {
  private static final int BLOCK = 16;

  private final MatPool pool;
  private Mat[] samples;
  private Mat lanes;

  private LaneValue(MatPool pool, Mat[] samples, Mat lanes) {
    this.pool = pool;
    this.samples = samples;
    this.lanes = lanes;
  }

  /** Samples that are held already, or are not of the pool. */
  static LaneValue ofSamples(MatPool pool, Mat[] samples) {
    return new LaneValue(pool, samples, null);
  }

  /** Samples side by side that are held already. */
  static LaneValue ofLanes(MatPool pool, Mat lanes) {
    return new LaneValue(pool, null, lanes);
  }

  /** Whether {@link #lanes} can be had: float32 samples of one shape. */
  boolean hasLanes() {
    if (lanes != null) {
      return true;
    }
    for (Mat sample : samples) {
      if (sample.type() != Mat.Type.FLOAT32
          || sample.isEmpty()
          || !sample.sameShape(samples[0])
          || (long) sample.size() * samples.length > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  /** The samples side by side. */
  Mat lanes() {
    if (lanes == null) {
      Mat one = samples[0];
      int count = samples.length;
      lanes = pool.take(Mat.Type.FLOAT32, one.dims(), one.w() * count, one.h(), one.d(), one.c());
      pool.retain(lanes);
      float[] dst = lanes.floats();
      for (int first = 0; first < one.size(); first += BLOCK) {
        int end = Math.min(one.size(), first + BLOCK);
        for (int s = 0; s < count; s++) {
          float[] src = samples[s].floats();
          for (int i = first; i < end; i++) {
            dst[i * count + s] = src[i];
          }
        }
      }
    }
    return lanes;
  }

  /** Each sample by itself. */
  Mat[] samples(int count) {
    if (samples == null) {
      samples = new Mat[count];
      for (int s = 0; s < count; s++) {
        samples[s] =
            pool.take(
                Mat.Type.FLOAT32, lanes.dims(), lanes.w() / count, lanes.h(), lanes.d(), lanes.c());
        pool.retain(samples[s]);
      }
      float[] src = lanes.floats();
      int size = samples[0].size();
      for (int first = 0; first < size; first += BLOCK) {
        int end = Math.min(size, first + BLOCK);
        for (int s = 0; s < count; s++) {
          float[] dst = samples[s].floats();
          for (int i = first; i < end; i++) {
            dst[i] = src[i * count + s];
          }
        }
      }
    }
    return samples;
  }

  /** Gives back what it holds. */
  void release() {
    if (lanes != null) {
      pool.release(lanes);
    }
    if (samples != null) {
      for (Mat sample : samples) {
        pool.release(sample);
      }
    }
  }
}
