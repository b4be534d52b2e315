package dev.vernier.engine;

import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.Workspace;

/** The workspace of one extractor. */
final class RunWorkspace implements Workspace {
  private final MatPool pool;
  private final Kernels kernels;
  private final float[][] arrays = new float[Scratch.SLOTS][0];
  private Mat[] bottoms;
  private boolean[] lastRead;

  RunWorkspace(MatPool pool, Option option) {
    this.pool = pool;
    this.kernels = option.kernels().kernels();
  }

  /**
   * Tells which bottoms the coming layer may overwrite.
   *
   * @param newLastRead for each bottom, whether the layer is its last reader; null to forbid all
   */
  void startLayer(Mat[] newBottoms, boolean[] newLastRead) {
    bottoms = newBottoms;
    lastRead = newLastRead;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Mat create(Mat.Type type, int dims, int w, int h, int d, int c) {
    return pool.take(type, dims, w, h, d, c);
  }

  @Override
  public Mat inPlace(Mat bottom) {
    if (lastRead != null && bottom.lease != null && bottom.lease.holders() == 1) {
      for (int i = 0; i < bottoms.length; i++) {
        if (bottoms[i] == bottom && lastRead[i] && bottom.type() == Mat.Type.FLOAT32) {
          return bottom;
        }
      }
    }
    return floatsLike(bottom);
  }

  @Override
  public float[] scratch(int slot, int length) {
    if (arrays[slot].length < length) {
      arrays[slot] = new float[length];
    }
    return arrays[slot];
  }
}
