package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Workspace;

/** Elements that a layer may overwrite. */
final class Copies {

  private Copies() {}

  /** The bottom itself where nobody reads it later, otherwise a copy. */
  static Mat of(Mat bottom, Workspace workspace) {
    Mat top = workspace.inPlace(bottom);
    if (top.floats() != bottom.floats()) {
      System.arraycopy(bottom.floats(), 0, top.floats(), 0, bottom.size());
    }
    return top;
  }
}
