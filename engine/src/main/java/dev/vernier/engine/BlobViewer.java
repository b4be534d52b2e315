package dev.vernier.engine;

/** Is shown blobs while an {@link Extractor} makes them; see {@link Extractor#view}. */
@FunctionalInterface
public interface BlobViewer {

  /**
   * A blob is there.
   *
   * @param blob its index
   * @param value valid during the call only, never to be written to
   */
  void view(int blob, Mat value);
}
