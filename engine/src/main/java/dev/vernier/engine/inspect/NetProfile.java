package dev.vernier.engine.inspect;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.layer.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Where a net spends its time, layer by layer. */
public final class NetProfile {

  /**
   * What one layer takes.
   *
   * @param layer its name
   * @param type its operator
   * @param top shape of its first top
   * @param millis the median of its runs, in milliseconds
   * @param share of the sum of all layers' medians, 0 to 1
   * @param gflops billions of float operations a second, two a multiply-add; 0 for a layer that is
   *     not counted by them
   */
  public record LayerTime(
      String layer, String type, String top, double millis, double share, double gflops) {}

  private static final class Record {
    private final double[] millis;
    private String top;
    private long multiplyAdds;
    private int runs;

    Record(int loops) {
      this.millis = new double[loops];
    }

    double median() {
      Arrays.sort(millis, 0, runs);
      return millis[runs / 2];
    }
  }

  private NetProfile() {}

  /**
   * Runs a net for its outputs and times every layer; to be called when the net is warm.
   *
   * @param inputs a mat for each input whose shape the net does not tell
   * @param loops timed runs, at least 1
   * @return the layers that ran, the slowest first
   */
  public static List<LayerTime> of(Net net, Option option, Map<String, Mat> inputs, int loops) {
    Map<Layer, Record> records = new IdentityHashMap<>();
    Extractor extractor = net.extractor(option);
    extractor.observe(
        (layer, bottoms, tops, nanos) -> {
          Record record = records.computeIfAbsent(layer, key -> new Record(loops));
          record.millis[record.runs++] = nanos / 1e6;
          record.top = tops[0].describe();
          record.multiplyAdds = layer.multiplyAdds(bottoms, tops);
        });
    Map<String, Mat> mats = InputShapes.resolve(net, inputs);
    int[] outputs = net.outputs().stream().mapToInt(Blob::index).toArray();
    for (int loop = 0; loop < loops; loop++) {
      mats.forEach(extractor::input);
      extractor.extract(outputs);
    }
    double whole = records.values().stream().mapToDouble(Record::median).sum();
    List<LayerTime> times = new ArrayList<>();
    records.forEach(
        (layer, record) -> {
          double millis = record.median();
          times.add(
              new LayerTime(
                  layer.spec().name(),
                  layer.spec().type(),
                  record.top,
                  millis,
                  millis / whole,
                  2 * record.multiplyAdds / (millis * 1e6)));
        });
    times.sort(Comparator.comparingDouble(LayerTime::millis).reversed());
    return times;
  }
}
