package dev.vernier.spark.ml;

import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads saved models. */
final class NcnnModelReader extends MLReader<NcnnModel> {

  @Override
  public NcnnModel load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader.loadMetadata(path, sc(), NcnnModel.class.getName());
    NcnnModel model = new NcnnModel(metadata.uid(), NetFolder.read(sc(), path));
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }
}
