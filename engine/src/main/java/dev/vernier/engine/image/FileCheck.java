package dev.vernier.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whether a GIF, BMP or WebP is as long as its own headers say: the readers behind it answer a cut
 * file with a partly blank image, or not in words a user can act on.
 */
final class FileCheck {

  /** Where a WebP with VP8X has its flags, and its profile if it has one. */
  private static final int FLAGS_AT = 20;

  private static final int PROFILE_FLAG = 0x20;
  private static final int PROFILE_AT = 30;

  private final ByteBuffer in;
  private final int length;
  private final String source;

  private FileCheck(byte[] bytes, String source) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.length = bytes.length;
    this.source = source;
  }

  /**
   * GIF: screen descriptor, colour table, extensions, then the first image up to its terminator.
   */
  static void gif(byte[] bytes, String source) throws ImageFormatException {
    new FileCheck(bytes, source).gif();
  }

  private void gif() throws ImageFormatException {
    require("GIF", 13);
    int at = 13 + colorTable(in.get(10));
    while (true) {
      require("GIF", at + 2L);
      int block = in.get(at) & 0xff;
      if (block == 0x2c) {
        require("GIF", at + 11L);
        subBlocks(at + 11 + colorTable(in.get(at + 9)));
        return;
      }
      if (block != 0x21) {
        throw new ImageFormatException(
            source,
            "GIF without an image: block type "
                + Integer.toHexString(block)
                + " at byte "
                + at
                + ", expected 21 (extension) or 2c (image)");
      }
      at = subBlocks(at + 2);
    }
  }

  private static int colorTable(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private int subBlocks(int from) throws ImageFormatException {
    int at = from;
    while (true) {
      require("GIF", at + 1L);
      int count = in.get(at) & 0xff;
      at += 1 + count;
      if (count == 0) {
        return at;
      }
    }
  }

  /** BMP: the offset of the pixels, then for uncompressed ones the rows, padded to 4 bytes. */
  static void bmp(byte[] bytes, String source) throws ImageFormatException {
    new FileCheck(bytes, source).bmp();
  }

  private void bmp() throws ImageFormatException {
    require("BMP", 26);
    boolean core = in.getInt(14) == 12;
    require("BMP", core ? 26 : 54);
    long offset = Integer.toUnsignedLong(in.getInt(10));
    long w = core ? Short.toUnsignedInt(in.getShort(18)) : Math.abs((long) in.getInt(18));
    long h = core ? Short.toUnsignedInt(in.getShort(20)) : Math.abs((long) in.getInt(22));
    int bits = in.getShort(core ? 24 : 28);
    int compression = core ? 0 : in.getInt(30);
    boolean plain = compression == 0 || compression == 3;
    if (plain && bits > 0) {
      long row = (w * bits + 31) / 32 * 4;
      if (row > Integer.MAX_VALUE || row * h > Integer.MAX_VALUE) {
        throw new ImageFormatException(
            source, "BMP of " + w + " x " + h + " pixels, expected less than 2 GiB of them");
      }
      require("BMP of " + w + " x " + h + " pixels with " + bits + " bits", offset + row * h);
    }
  }

  /**
   * WebP: the length in the RIFF header. The answer is the file without the colour profile that may
   * follow VP8X, because the reader would apply it.
   */
  static byte[] webp(byte[] bytes, String source) throws ImageFormatException {
    FileCheck check = new FileCheck(bytes, source);
    check.require("WebP", 20);
    check.require("WebP", 8 + Integer.toUnsignedLong(check.in.getInt(4)));
    if (!ImageFileType.startsWith(bytes, 12, "VP8X")
        || !ImageFileType.startsWith(bytes, PROFILE_AT, "ICCP")) {
      return bytes;
    }
    check.require("WebP", PROFILE_AT + 8L);
    long profile = Integer.toUnsignedLong(check.in.getInt(PROFILE_AT + 4));
    long next = PROFILE_AT + 8 + (profile + 1) / 2 * 2;
    check.require("WebP", next);
    byte[] out = new byte[PROFILE_AT + bytes.length - (int) next];
    System.arraycopy(bytes, 0, out, 0, PROFILE_AT);
    System.arraycopy(bytes, (int) next, out, PROFILE_AT, out.length - PROFILE_AT);
    out[FLAGS_AT] = (byte) (out[FLAGS_AT] & ~PROFILE_FLAG);
    ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putInt(4, out.length - 8);
    return out;
  }

  private void require(String what, long bytes) throws ImageFormatException {
    if (length < bytes) {
      throw new ImageFormatException(
          source, "truncated " + what + ": needs at least " + bytes + " bytes, found " + length);
    }
  }
}
