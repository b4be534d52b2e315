package dev.vernier.engine.layer.detection;

/**
 * A side of a region cut into bins of whole elements, which overlap where a cut falls inside an
 * element. Bins that lie beyond the blob are cut at its end, to nothing where need be.
 */
final class RegionBins {
  private final int[] from;
  private final int[] to;

  private RegionBins(int bins) {
    from = new int[bins];
    to = new int[bins];
  }

  /** Bins of a side that begins at a whole element, measured from that element. */
  static RegionBins fromElement(int bins, int size, int start, float step) {
    RegionBins made = new RegionBins(bins);
    for (int i = 0; i < bins; i++) {
      made.set(i, size, start + Math.floor(i * step), start + Math.ceil((i + 1) * step));
    }
    return made;
  }

  /** Bins of a side that begins anywhere. */
  static RegionBins fromPoint(int bins, int size, float start, float step) {
    RegionBins made = new RegionBins(bins);
    for (int i = 0; i < bins; i++) {
      made.set(i, size, Math.floor(start + i * step), Math.ceil(start + (i + 1) * step));
    }
    return made;
  }

  private void set(int bin, int size, double first, double end) {
    from[bin] = (int) Math.max(0, Math.min(size, first));
    to[bin] = (int) Math.max(0, Math.min(size, end));
  }

  /** First element of each bin. */
  int[] from() {
    return from;
  }

  /** The element after each bin's last; not above {@link #from} where the bin is empty. */
  int[] to() {
    return to;
  }
}
