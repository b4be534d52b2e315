package dev.vernier.engine.io;

import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.LayerRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads ncnn's {@code .param}, text or binary: which of the two a file is, its first four bytes
 * tell. {@link TextParamReader} and {@link BinaryParamReader} describe the forms.
 *
 * <p>Layer names may repeat and blobs may have several readers, as ncnn allows. Unlike ncnn, which
 * goes on with a net that cannot run, the readers ask that each blob is made once, before it is
 * read, that no layer follows the last one, and that the count of blobs is not less than the blobs
 * made.
 */
public final class ParamReader {
  /** The first word of a param, as digits or as four little-endian bytes. */
  static final int MAGIC = 7767517;

  /** Far above any net: the largest known ones take some megabytes. */
  private static final int MAX_BYTES = 1 << 26;

  private ParamReader() {}

  /**
   * Reads a file, text or binary, with the builtin layers' numbers.
   *
   * @throws ParamFormatException if its content is not a net
   * @throws NetException if it cannot be read
   */
  public static NetDefinition read(Path file) {
    return read(file, LayerRegistry.builtin());
  }

  /**
   * Reads a file, text or binary.
   *
   * @param registry tells the types that a binary file has by number
   * @throws ParamFormatException if its content is not a net
   * @throws NetException if it cannot be read
   */
  public static NetDefinition read(Path file, LayerRegistry registry) {
    String source = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, source, registry);
    } catch (IOException e) {
      throw new NetException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Reads a stream to its end, without closing it.
   *
   * @param source the name to use in messages
   * @throws ParamFormatException if its content is not a net
   * @throws NetException if it cannot be read
   */
  public static NetDefinition read(InputStream in, String source) {
    return read(in, source, LayerRegistry.builtin());
  }

  /**
   * Reads a stream to its end, without closing it.
   *
   * @param source the name to use in messages
   * @param registry tells the types that a binary file has by number
   * @throws ParamFormatException if its content is not a net
   * @throws NetException if it cannot be read
   */
  public static NetDefinition read(InputStream in, String source, LayerRegistry registry) {
    byte[] content;
    try {
      content = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new NetException(source + " cannot be read: " + e, e);
    }
    return read(content, source, registry);
  }

  /**
   * Reads a file's content.
   *
   * @param source the name to use in messages
   * @throws ParamFormatException if it is not a net
   */
  public static NetDefinition read(byte[] content, String source) {
    return read(content, source, LayerRegistry.builtin());
  }

  /**
   * Reads a file's content.
   *
   * @param source the name to use in messages
   * @param registry tells the types that a binary file has by number
   * @throws ParamFormatException if it is not a net
   */
  public static NetDefinition read(byte[] content, String source, LayerRegistry registry) {
    if (content.length > MAX_BYTES) {
      throw new ParamFormatException(
          source + " is longer than " + MAX_BYTES + " bytes, too long for a .param");
    }
    if (BinaryParamReader.isBinary(content)) {
      return new BinaryParamReader(source, content, registry).read();
    }
    return TextParamReader.read(content, source);
  }
}
