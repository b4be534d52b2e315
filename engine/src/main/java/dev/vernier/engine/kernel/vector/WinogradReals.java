package dev.vernier.engine.kernel.vector;

/** Transformed weights of an fp32 convolution; the bias is in their sums. */
final class WinogradReals implements WinogradMatrices {
  private final int channels;
  private final PackedRows[] positions;

  WinogradReals(int channels, PackedRows[] positions) {
    this.channels = channels;
    this.positions = positions;
  }

  @Override
  public int rows() {
    return positions[0].paddedRows();
  }

  @Override
  public boolean areWhole() {
    return false;
  }

  @Override
  public int workSize() {
    return 0;
  }

  @Override
  public void multiply(
      int position, int vectors, float[] v, int vAt, float[] sums, int sumsAt, float[] work) {
    positions[position].multiply(true, 0, channels, v, vAt, vectors, sums, sumsAt);
  }
}
