package dev.vernier.engine.quant;

/** Clips nothing: the threshold is the absmax. */
public final class MinMaxSearch implements ThresholdSearch {

  @Override
  public boolean needsHistogram() {
    return false;
  }

  @Override
  public Threshold search(BlobStatistics statistics) {
    return Threshold.of(statistics.absMax().value());
  }
}
