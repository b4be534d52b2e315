package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.util.ArrayList;
import java.util.List;

/** Hands on the weights of another source and keeps a list of what one layer took. */
final class RecordingWeights implements WeightSource {
  private final WeightSource source;
  private final List<StoredWeight> taken = new ArrayList<>();

  RecordingWeights(WeightSource source) {
    this.source = source;
  }

  @Override
  public void startLayer(LayerSpec layer) {
    source.startLayer(layer);
  }

  @Override
  public Weight tagged(int count) {
    Weight weight = source.tagged(count);
    taken.add(StoredWeight.tagged(weight));
    return weight;
  }

  @Override
  public float[] raw(int count) {
    float[] values = source.raw(count);
    taken.add(StoredWeight.raw(values));
    return values;
  }

  List<StoredWeight> taken() {
    return taken;
  }
}
