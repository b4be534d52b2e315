package dev.vernier.spark.tune;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Mat;
import dev.vernier.engine.compare.LayerEffects;
import dev.vernier.engine.compare.NetPair;
import dev.vernier.spark.broadcast.BroadcastPair;
import java.util.Map;

/** A form for every quantised layer: the fp32 net with that layer alone in int8. */
record SingleLayers() implements TunePass.Forms {

  @Override
  public int count(NetPair pair) {
    return pair.quantized().length;
  }

  @Override
  public TunePass.Runner runner(BroadcastPair nets, NetPair pair, int output) {
    LayerEffects effects = new LayerEffects(pair, output, nets.option());
    return new TunePass.Runner() {
      @Override
      public Mat real(Map<Blob, Mat> inputs) {
        return effects.real(inputs);
      }

      @Override
      public Mat form(int index, Map<Blob, Mat> inputs) {
        return effects.withInt8(index);
      }
    };
  }
}
