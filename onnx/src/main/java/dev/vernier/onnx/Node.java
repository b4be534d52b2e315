package dev.vernier.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One operator of a graph.
 *
 * @param name its own name, made up where the model has none
 * @param op its type
 * @param inputs names of the values it reads; an empty one is left out
 * @param outputs names of the values it makes; an empty one is not asked for
 * @param attributes long, Float, String, long[], float[] or {@link Tensor} by name
 */
record Node(
    String name,
    String op,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {

  /** Copies the lists. */
  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  int whole(String attribute, int otherwise) {
    Object value = attributes.get(attribute);
    return value == null ? otherwise : Math.toIntExact((Long) value);
  }

  float real(String attribute, float otherwise) {
    Object value = attributes.get(attribute);
    return value == null ? otherwise : ((Number) value).floatValue();
  }

  String text(String attribute, String otherwise) {
    Object value = attributes.get(attribute);
    return value == null ? otherwise : (String) value;
  }

  /** The whole numbers of a list, or null. */
  long[] wholes(String attribute) {
    return (long[]) attributes.get(attribute);
  }

  /** The same, or so many times one number. */
  int[] wholes(String attribute, int count, int otherwise) {
    long[] found = wholes(attribute);
    int[] list = new int[count];
    for (int i = 0; i < count; i++) {
      list[i] = found == null || i >= found.length ? otherwise : Math.toIntExact(found[i]);
    }
    return list;
  }

  Tensor tensor(String attribute) {
    return (Tensor) attributes.get(attribute);
  }

  /** {@code node "conv1" (Conv)}, the start of every message. */
  String describe() {
    return String.format(Locale.ROOT, "node \"%s\" (%s)", name, op);
  }

  OnnxException error(String problem) {
    return new OnnxException(describe() + ": " + problem);
  }
}
