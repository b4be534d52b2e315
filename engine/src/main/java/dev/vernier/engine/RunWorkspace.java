package dev.vernier.engine;

import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The workspace of one extractor. */
final class RunWorkspace implements Workspace {
  private final MatPool pool;
  private final Kernels kernels;
  private final ThreadTeam team;
  private final List<Mat> made = new ArrayList<>();
  private Layer layer;
  private Mat[] bottoms;
  private boolean[] lastRead;

  RunWorkspace(MatPool pool, Option option) {
    this.pool = pool;
    this.kernels = option.kernels().kernels();
    this.team = new ThreadTeam(option.threads());
  }

  /** Bytes of what kernels work in. */
  long scratchBytes() {
    return team.bytes();
  }

  /**
   * Tells which layer comes, and which bottoms it may overwrite.
   *
   * @param newLastRead for each bottom, whether the layer is its last reader; null to forbid all
   */
  void startLayer(Layer newLayer, Mat[] newBottoms, boolean[] newLastRead) {
    layer = newLayer;
    bottoms = newBottoms;
    lastRead = newLastRead;
  }

  /** Takes back what the layer made for itself, once its tops are held. */
  void finishLayer() {
    for (int i = 0; i < made.size(); i++) {
      pool.giveBack(made.get(i));
    }
    made.clear();
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Mat create(Mat.Type type, int dims, int w, int h, int d, int c) {
    try {
      Mat mat = pool.take(type, dims, w, h, d, c);
      made.add(mat);
      return mat;
    } catch (IllegalArgumentException | OutOfMemoryError e) {
      // One array that does not fit leaves the heap as it was: a hostile padding is an error like
      // any other.
      throw new IllegalArgumentException(
          layer.spec().describe()
              + ": cannot make a blob of "
              + w
              + " x "
              + h
              + " x "
              + d
              + " x "
              + c
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public Mat reshaped(Mat mat, int dims, int w, int h, int d, int c) {
    return MatPool.reshaped(mat, dims, w, h, d, c);
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
    return team.own().scratch(slot, length);
  }

  @Override
  public <T> T own(Class<T> type, Supplier<T> make) {
    return team.own().own(type, make);
  }

  @Override
  public int threads() {
    return team.threads();
  }

  @Override
  public void split(int parts, Part part) {
    team.split(parts, part);
  }
}
