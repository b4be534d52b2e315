package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.LayerScales;
import java.util.ArrayList;
import java.util.List;

/**
 * All that calibration knew of a layer when it wrote the table: more than a result that is printed
 * can hold.
 *
 * @param layer name of the layer
 * @param type its operator
 * @param blob name of the blob that it reads
 * @param input that blob's statistics
 * @param scales the scales that were found
 */
public record LayerDetail(
    String layer, String type, String blob, BlobStatistics input, LayerScales scales) {

  static List<LayerDetail> of(List<LayerStatistics> layers, List<LayerScales> found) {
    List<LayerDetail> details = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerStatistics layer = layers.get(i);
      details.add(
          new LayerDetail(layer.name(), layer.type(), layer.blob(), layer.input(), found.get(i)));
    }
    return details;
  }
}
