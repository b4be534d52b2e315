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

  /**
   * Whether values must be shown as they are. Otherwise one of shape (w, h, c) whose channels lie
   * side by side is shown as (w · lanes, h, c / lanes): the same elements in another order, without
   * the copy that puts them right.
   */
  default boolean ordered() {
    return true;
  }
}
