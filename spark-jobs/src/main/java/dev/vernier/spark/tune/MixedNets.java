package dev.vernier.spark.tune;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.compare.NetPair;
import dev.vernier.spark.broadcast.BroadcastPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A form for every choice of layers that stay fp32, all others being int8.
 *
 * @param kept names of those layers, a set a form
 */
record MixedNets(ArrayList<TreeSet<String>> kept) implements TunePass.Forms {

  static MixedNets of(List<Set<String>> kept) {
    ArrayList<TreeSet<String>> sets = new ArrayList<>();
    kept.forEach(names -> sets.add(new TreeSet<>(names)));
    return new MixedNets(sets);
  }

  @Override
  public int count(NetPair pair) {
    return kept.size();
  }

  @Override
  public TunePass.Runner runner(BroadcastPair nets, NetPair pair, int output) {
    Extractor real = pair.real().extractor(nets.option());
    List<Extractor> forms = new ArrayList<>();
    for (Set<String> names : kept) {
      forms.add(pair.keeping(names).extractor(nets.option()));
    }
    return new TunePass.Runner() {
      @Override
      public Mat real(Map<Blob, Mat> inputs) {
        return run(real, inputs);
      }

      @Override
      public Mat form(int index, Map<Blob, Mat> inputs) {
        return run(forms.get(index), inputs);
      }

      private Mat run(Extractor extractor, Map<Blob, Mat> inputs) {
        inputs.forEach((blob, mat) -> extractor.input(blob.index(), mat));
        return extractor.extract(output);
      }
    };
  }
}
