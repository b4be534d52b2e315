package dev.vernier.spark.ml;

import java.util.function.BiFunction;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/**
 * Reads saved stages.
 *
 * @param <S> the stage
 */
final class StageReader<S extends Params> extends MLReader<S> {
  private final Class<S> type;
  private final BiFunction<String, ModelNet, S> maker;

  /**
   * A reader.
   *
   * @param maker of stages with a uid and a net
   */
  StageReader(Class<S> type, BiFunction<String, ModelNet, S> maker) {
    this.type = type;
    this.maker = maker;
  }

  @Override
  public S load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader.loadMetadata(path, sc(), type.getName());
    S stage = maker.apply(metadata.uid(), NetFolder.read(sc().hadoopConfiguration(), path));
    metadata.getAndSetParams(stage, Option.empty());
    return stage;
  }
}
