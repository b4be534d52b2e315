package dev.vernier.spark.calibrate;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.LayerScales;
import dev.vernier.engine.quant.OutputSearch;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.broadcast.BroadcastNet;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Chooses scales by the layers' outputs: one Spark job, a task a layer. */
final class OutputSearchTask implements Function<LayerStatistics, OutputSearchTask.Found> {
  private static final long serialVersionUID = 1L;

  /**
   * What a task has found.
   *
   * @param scales of its layer
   */
  @DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
  record Found(LayerScales scales) implements Serializable {}

  private final CalibrationMethod method;
  private final BroadcastNet net;

  OutputSearchTask(CalibrationMethod method, BroadcastNet net) {
    this.method = method;
    this.net = net;
  }

  /** The scales of the layers, in their order. */
  List<LayerScales> over(JavaSparkContext context, List<LayerStatistics> layers) {
    List<LayerStatistics> lean = layers.stream().map(LayerStatistics::forSearch).toList();
    try {
      return context.parallelize(lean, layers.size()).map(this).collect().stream()
          .map(Found::scales)
          .toList();
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of("the search for scales failed", e);
    }
  }

  @Override
  public Found call(LayerStatistics layer) {
    try {
      Quantizable quantizable = (Quantizable) net.net().layers().get(layer.index());
      return new Found(
          new OutputSearch(net.kernels())
              .search(method, quantizable, layer.input(), layer.columns()));
    } catch (IllegalArgumentException e) {
      throw new JobException("layer \"" + layer.name() + "\": " + e.getMessage(), e);
    }
  }
}
