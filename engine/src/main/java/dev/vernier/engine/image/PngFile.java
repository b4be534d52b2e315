package dev.vernier.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG: length (uint32, big-endian), type, data, CRC-32 of type and data; from IHDR
 * to IEND.
 */
final class PngFile {

  private static final int SIGNATURE = 8;
  private static final int CHUNK_OVERHEAD = 12;

  private PngFile() {}

  /**
   * The file reduced to the chunks that make its pixels, each with its checksum verified. Text,
   * time, gamma and colour profile are left out because ncnn's readers ignore them, and because a
   * malformed one is no reason to lose the image.
   *
   * @param alpha whether tRNS, which adds an alpha channel, is kept
   * @throws ImageFormatException if a chunk is cut short or damaged, or IEND is missing
   */
  static byte[] pixelChunks(byte[] bytes, String source, boolean alpha)
      throws ImageFormatException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    out.write(bytes, 0, SIGNATURE);
    int at = SIGNATURE;
    while (bytes.length - at >= CHUNK_OVERHEAD) {
      long length = Integer.toUnsignedLong(in.getInt(at));
      String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (length > bytes.length - at - CHUNK_OVERHEAD) {
        throw new ImageFormatException(
            source,
            "truncated PNG: chunk "
                + type.replaceAll("[^ -~]", "?")
                + " at byte "
                + at
                + " has "
                + length
                + " bytes, found "
                + (bytes.length - at - CHUNK_OVERHEAD));
      }
      int whole = (int) length + CHUNK_OVERHEAD;
      boolean needed =
          switch (type) {
            case "IHDR", "PLTE", "IDAT", "IEND" -> true;
            case "tRNS" -> alpha;
            default -> false;
          };
      if (needed) {
        verify(bytes, at, whole, type, source);
        out.write(bytes, at, whole);
      }
      if (type.equals("IEND")) {
        return out.toByteArray();
      }
      at += whole;
    }
    throw new ImageFormatException(
        source, "truncated PNG: ends at byte " + bytes.length + " without an IEND chunk");
  }

  private static void verify(byte[] bytes, int at, int whole, String type, String source)
      throws ImageFormatException {
    CRC32 crc = new CRC32();
    crc.update(bytes, at + 4, whole - 8);
    int stored = ByteBuffer.wrap(bytes).getInt(at + whole - 4);
    if ((int) crc.getValue() != stored) {
      throw new ImageFormatException(
          source,
          String.format(
              Locale.ROOT,
              "damaged PNG: checksum of chunk %s at byte %d is %08x, expected %08x",
              type,
              at,
              (int) crc.getValue(),
              stored));
    }
  }
}
