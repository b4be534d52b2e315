package dev.vernier.spark.broadcast;

import dev.vernier.engine.Net;
import dev.vernier.engine.io.NetDefinition;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.TextParamWriter;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A net's two files as a value: a {@code .bin} of up to 64 MiB in memory, a larger one in a
 * temporary file that goes with the value. Immutable and thread-safe.
 */
public final class NetFiles implements NetContent {
  /** Weights that are not worth a file. */
  private static final int IN_MEMORY = 64 << 20;

  private static final Cleaner CLEANER = Cleaner.create();

  private final String name;
  private final byte[] param;
  private final byte[] bin;
  private final Path file;
  private final long size;
  private final String fingerprint;

  /** Something that writes a {@code .bin}. */
  private interface Bin {
    void writeTo(OutputStream out) throws IOException;
  }

  private NetFiles(String name, byte[] param, int inMemory, Bin content) {
    this.name = name;
    this.param = param.clone();
    NetDigest digest = new NetDigest(param);
    try (SpillStream spill = new SpillStream(inMemory)) {
      OutputStream out = digest.through(spill);
      content.writeTo(out);
      out.flush();
      this.bin = spill.bytes();
      this.size = spill.size();
      this.file = spill.release();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the weights of " + name + ": " + e, e);
    }
    this.fingerprint = digest.fingerprint();
    if (file != null) {
      Path gone = file;
      CLEANER.register(this, () -> gone.toFile().delete());
    }
  }

  /**
   * Takes a net from its files.
   *
   * @param name of the param file, for messages
   * @param bin read to its end, not closed
   * @throws dev.vernier.engine.NetException if the content is no net
   */
  public static NetFiles of(byte[] param, InputStream bin, String name) {
    return of(param, bin, name, IN_MEMORY);
  }

  static NetFiles of(byte[] param, InputStream bin, String name, int inMemory) {
    NetFiles files = new NetFiles(name, param, inMemory, bin::transferTo);
    files.check();
    return files;
  }

  /** Takes a net that was read before. */
  public static NetFiles of(StoredNet net) {
    ByteArrayOutputStream param = new ByteArrayOutputStream();
    try {
      TextParamWriter.write(net.definition(), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NetFiles(net.source(), param.toByteArray(), IN_MEMORY, net::writeBin);
  }

  /** Builds one layer after the other, so that a net that is none is found without holding it. */
  private void check() {
    NetDefinition definition = definition();
    try (InputStream in = openBin()) {
      WeightReader weights = WeightReader.of(in, binName(name), size);
      for (LayerSpec spec : definition.layers()) {
        weights.startLayer(spec);
        LayerRegistry.builtin().factory(spec).create(spec, weights);
      }
      weights.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** What tells it from others. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The param, text or binary. */
  public byte[] param() {
    return param.clone();
  }

  /** What the param says. */
  public NetDefinition definition() {
    return ParamReader.read(param, name, LayerRegistry.builtin());
  }

  /** The bin, to be closed by the caller. */
  public InputStream openBin() throws IOException {
    return file == null ? new ByteArrayInputStream(bin) : Files.newInputStream(file);
  }

  @Override
  public Net load() {
    try (InputStream in = openBin()) {
      return load(param, in, size, name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the weights of " + name + ": " + e, e);
    }
  }

  /** The net that this JVM holds of these files; the caller holds it as long as it needs it. */
  public Net shared() {
    String user = UUID.randomUUID().toString();
    try {
      return NetHolder.get(fingerprint, user, this::load);
    } finally {
      NetHolder.release(fingerprint, user);
    }
  }

  /** The net with its weights as they are stored. */
  public StoredNet stored() {
    try (InputStream in = openBin()) {
      WeightReader weights = WeightReader.of(in, binName(name), size);
      return StoredNet.of(definition(), weights, LayerRegistry.builtin());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the weights of " + name + ": " + e, e);
    }
  }

  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    try (InputStream in = openBin()) {
      SharedNet.writeFiles(out, name, param, in, size);
    }
  }

  /** The file that holds a large bin, null where it is in memory. */
  Path file() {
    return file;
  }

  /** Loads a net from a param and a bin of that many bytes. */
  static Net load(byte[] param, InputStream bin, long size, String name) {
    LayerRegistry registry = LayerRegistry.builtin();
    WeightReader weights = WeightReader.of(bin, binName(name), size);
    Net net =
        Net.of(StoredNet.of(ParamReader.read(param, name, registry), weights, registry), registry);
    weights.finish();
    return net;
  }

  private static String binName(String param) {
    return param.replaceFirst("\\.param(\\.bin)?$", "") + ".bin";
  }
}
