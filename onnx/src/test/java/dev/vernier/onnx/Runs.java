package dev.vernier.onnx;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.LayerRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs converted nets. */
final class Runs {
  private Runs() {}

  /** A blob of such elements; sizes outermost first, without the batch. */
  static Mat mat(int[] sizes, float[] elements) {
    int n = sizes.length;
    Mat mat =
        switch (n) {
          case 0 -> Mat.create(Mat.Type.FLOAT32, 1);
          case 1 -> Mat.create(Mat.Type.FLOAT32, sizes[0]);
          case 2 -> Mat.create(Mat.Type.FLOAT32, sizes[1], sizes[0]);
          case 3 -> Mat.create(Mat.Type.FLOAT32, sizes[2], sizes[1], sizes[0]);
          default -> Mat.create(Mat.Type.FLOAT32, sizes[3], sizes[2], sizes[1], sizes[0]);
        };
    System.arraycopy(elements, 0, mat.floats(), 0, elements.length);
    return mat;
  }

  /** The elements of each blob that nobody reads. */
  static List<float[]> run(StoredNet stored, Map<String, Mat> inputs) {
    Net net = Net.of(stored, LayerRegistry.builtin());
    return run(stored, inputs, net.outputs().stream().map(Blob::name).toList());
  }

  /** The elements of each output, in the model's order. */
  static List<float[]> run(StoredNet stored, Map<String, Mat> inputs, List<String> outputs) {
    Net net = Net.of(stored, LayerRegistry.builtin());
    Extractor extractor = net.extractor();
    LinkedHashMap<String, Mat> given = new LinkedHashMap<>(inputs);
    given.forEach(extractor::input);
    List<float[]> found = new ArrayList<>();
    for (String output : outputs) {
      found.add(extractor.extract(output).copy().floats());
    }
    return found;
  }
}
