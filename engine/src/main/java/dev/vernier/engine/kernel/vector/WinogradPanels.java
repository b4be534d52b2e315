package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/**
 * Where the transformed tiles of a band lie: for each position within a tile a matrix (a row a
 * channel, a column a tile), cut into panels as {@link Tile} reads and writes them.
 */
final class WinogradPanels {
  private final int channels;
  private final int vectors;
  private final int panelVectors;

  WinogradPanels(int channels, int tiles) {
    this.channels = channels;
    this.vectors = (tiles + LANES - 1) / LANES;
    this.panelVectors = (vectors + panels() - 1) / panels();
  }

  /** Vectors of tiles. */
  int vectors() {
    return vectors;
  }

  /** Panels of about the same width, so that none is left with a single vector for nothing. */
  int panels() {
    return (vectors + Tile.VECTORS - 1) / Tile.VECTORS;
  }

  /** Vectors of a panel. */
  int vectors(int panel) {
    return Math.min(panelVectors, vectors - panel * panelVectors);
  }

  /** Where a position's panel begins. */
  int at(int position, int panel) {
    return position * positionStep() + panel * channels * panelVectors * LANES;
  }

  /** Where a channel's vector of tiles lies in the matrix of position 0. */
  int vectorAt(int channel, int vector) {
    int panel = vector / panelVectors;
    return at(0, panel) + (channel * vectors(panel) + vector % panelVectors) * LANES;
  }

  /**
   * Elements from one position to the next. The vector in between keeps the positions of a tile,
   * which are written one after the other, out of the same set of the cache.
   */
  int positionStep() {
    return channels * vectors * LANES + LANES;
  }

  /** Elements of all matrices. */
  int size() {
    return WinogradWeights.POSITIONS * positionStep();
  }
}
