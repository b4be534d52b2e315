package dev.vernier.engine.io;

import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a net's two files hold, to be changed and written again. {@link
 * dev.vernier.engine.Net#of(StoredNet, LayerRegistry)} makes it run; the weights are shared with
 * it, not copied.
 *
 * @param layers the layers, in the file's order
 * @param blobCount the file's own count of blobs
 * @param source name of the param file, for messages
 * @param layout how the param's text is laid out
 */
public record StoredNet(List<StoredLayer> layers, int blobCount, String source, TextLayout layout)
    implements Serializable {
  /** How a binary param's name ends; any other name is a text param's. */
  public static final String BINARY_ENDING = ".param.bin";

  /** Copies the list. */
  public StoredNet {
    layers = List.copyOf(layers);
  }

  /**
   * Reads a net of builtin layers.
   *
   * @throws NetException if a file is malformed or the two do not fit each other
   */
  public static StoredNet read(Path param, Path bin) throws IOException {
    return read(param, bin, LayerRegistry.builtin());
  }

  /**
   * Reads a net. Its layers are built for a moment, as only they know which weights are theirs.
   *
   * @throws NetException if a file is malformed or the two do not fit each other
   */
  public static StoredNet read(Path param, Path bin, LayerRegistry registry) throws IOException {
    NetDefinition definition = ParamReader.read(param, registry);
    try (WeightReader weights = WeightReader.open(bin)) {
      StoredNet net = of(definition, weights, registry);
      weights.finish();
      return net;
    }
  }

  /**
   * A net with the weights that its layers take from a source.
   *
   * @throws NetException if a layer does not take its parameters or weights
   */
  public static StoredNet of(
      NetDefinition definition, WeightSource weights, LayerRegistry registry) {
    List<StoredLayer> layers = new ArrayList<>();
    for (LayerSpec spec : definition.layers()) {
      RecordingWeights recording = new RecordingWeights(weights);
      recording.startLayer(spec);
      registry.factory(spec).create(spec, recording);
      layers.add(new StoredLayer(spec, recording.taken()));
    }
    return new StoredNet(layers, definition.blobCount(), definition.source(), definition.layout());
  }

  /** The same net with other layers; the blob count grows where they make more blobs. */
  public StoredNet withLayers(List<StoredLayer> others) {
    int made = others.stream().mapToInt(layer -> layer.spec().tops().size()).sum();
    return new StoredNet(others, Math.max(blobCount, made), source, layout);
  }

  /** What the param file says. */
  public NetDefinition definition() {
    return new NetDefinition(
        layers.stream().map(StoredLayer::spec).toList(), blobCount, source, layout);
  }

  /** The weights, for layers built once from {@link #definition} in its order. */
  public WeightSource weights() {
    return new StoredWeights(layers);
  }

  /** Writes the {@code .bin} with every weight in the form in which it is stored. */
  public void writeBin(OutputStream out) throws IOException {
    WeightWriter writer = new WeightWriter(out);
    for (StoredLayer layer : layers) {
      for (StoredWeight weight : layer.weights()) {
        writer.write(weight);
      }
    }
    writer.flush();
  }

  /**
   * Writes both files, with the builtin layers' numbers where the param is binary.
   *
   * @throws NetException as {@link #write(Path, Path, LayerRegistry)}
   */
  public void write(Path param, Path bin) throws IOException {
    write(param, bin, LayerRegistry.builtin());
  }

  /**
   * Writes both files, the param in binary form if its name ends in {@code .param.bin}. They are
   * written under other names and renamed when both are complete; if that fails, what stood there
   * before stands there again.
   *
   * @throws NetException if a parameter or type has no form in such a file
   * @throws IOException if a file cannot be written; no new file is left then
   */
  public void write(Path param, Path bin, LayerRegistry registry) throws IOException {
    boolean binary =
        String.valueOf(param.getFileName()).toLowerCase(Locale.ROOT).endsWith(BINARY_ENDING);
    FilePair.write(
        param,
        out -> {
          if (binary) {
            BinaryParamWriter.write(definition(), registry, out);
          } else {
            TextParamWriter.write(definition(), out);
          }
        },
        bin,
        this::writeBin);
  }
}
