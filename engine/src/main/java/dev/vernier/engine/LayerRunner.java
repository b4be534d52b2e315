package dev.vernier.engine;

import dev.vernier.engine.layer.Layer;

/**
 * Runs single layers on bottoms that the caller gives, outside of any net; buffers are reused from
 * one call to the next. Not thread-safe.
 */
public final class LayerRunner {
  private final MatPool pool = new MatPool();
  private final RunWorkspace workspace;
  private Mat[] tops = {};

  /** A runner with these options; light mode means nothing here. */
  public LayerRunner(Option option) {
    this.workspace = new RunWorkspace(pool, option);
  }

  /**
   * The tops of a layer, valid until the next call.
   *
   * @param bottoms what it reads, in the file's order; never written to
   * @throws IllegalArgumentException if the layer cannot take them
   */
  public Mat[] run(Layer layer, Mat... bottoms) {
    for (Mat top : tops) {
      pool.release(top);
    }
    tops = new Mat[0];
    Mat[] made = new Mat[layer.spec().tops().size()];
    workspace.startLayer(layer, bottoms, null);
    try {
      layer.requireElements(bottoms);
      layer.forward(bottoms, made, workspace);
      for (Mat top : made) {
        pool.retain(top);
      }
      tops = made;
    } finally {
      workspace.finishLayer();
    }
    return made.clone();
  }
}
