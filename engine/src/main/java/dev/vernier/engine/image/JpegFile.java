package dev.vernier.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The segments of a JPEG: 0xFF, marker, and for most a length (uint16, big-endian, itself
 * included); entropy-coded data follows each SOS. Reads what decides the colours and rewrites the
 * application segments so that the reader decides the same.
 */
final class JpegFile {

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  private static final int ADOBE_TRANSFORM = 11;

  /** JFIF 1.1, no density, no thumbnail: the components are gray or YCbCr. */
  private static final String JFIF = "\u00ff\u00e0\0\u0010JFIF\0\1\1\0\0\1\0\1\0\0";

  /** Adobe's segment up to its transform: 0 none (RGB, CMYK), 1 YCbCr, 2 YCCK. */
  private static final String ADOBE = "\u00ff\u00ee\0\u000eAdobe\0d\0\0\0\0";

  private final byte[] bytes;
  private final String source;
  private final ByteArrayOutputStream kept;
  private boolean jfif;
  private int adobeTransform = -1;
  private int components;
  private int precision;
  private String componentIds = "";

  private JpegFile(byte[] bytes, String source) {
    this.bytes = bytes;
    this.source = source;
    this.kept = new ByteArrayOutputStream(bytes.length);
  }

  /**
   * Walks every segment to the end of the image.
   *
   * @throws ImageFormatException if a segment is cut short, the end is missing, or the file is not
   *     of 8 bits with 1, 3 or 4 components
   */
  static JpegFile parse(byte[] bytes, String source) throws ImageFormatException {
    JpegFile file = new JpegFile(bytes, source);
    file.walk();
    if (file.components == 0) {
      throw new ImageFormatException(source, "JPEG without a frame header before its end");
    }
    if (file.precision != 8
        || (file.components != 1 && file.components != 3 && file.components != 4)) {
      throw new ImageFormatException(
          source,
          "JPEG of "
              + file.components
              + " components with "
              + file.precision
              + " bits, expected 1, 3 or 4 components with 8 bits");
    }
    return file;
  }

  /** Whether the pixels are CMYK or YCCK, which only raw samples give without a colour profile. */
  boolean fourComponents() {
    return components == 4;
  }

  /** Whether the first three of four components are YCbCr of the inverted colours. */
  boolean ycck() {
    return adobeTransform == 2;
  }

  /**
   * The file with one application segment that says how the components are meant: red, green and
   * blue if they are named so or Adobe's transform says so without JFIF, YCbCr otherwise. EXIF,
   * profiles and comments are gone; the runtime's reader would apply some and stumble over others.
   */
  byte[] rewritten() {
    boolean rgb = components == 3 && (componentIds.equals("RGB") || (adobeTransform == 0 && !jfif));
    ByteArrayOutputStream out = new ByteArrayOutputStream(kept.size() + 32);
    out.write(0xff);
    out.write(SOI);
    if (components == 4) {
      write(out, ADOBE + (char) (ycck() ? 2 : 0));
    } else {
      write(out, rgb ? ADOBE + (char) 0 : JFIF);
    }
    out.writeBytes(kept.toByteArray());
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void walk() throws ImageFormatException {
    int at = 2;
    while (true) {
      at = nextMarker(at);
      int marker = bytes[at + 1] & 0xff;
      if (marker == EOI) {
        kept.write(bytes, at, 2);
        return;
      }
      if (standsAlone(marker)) {
        at += 2;
        continue;
      }
      int length = at + 4 <= bytes.length ? unsigned16(at + 2) : bytes.length;
      int end = at + 2 + length;
      if (length < 2 || end > bytes.length) {
        throw new ImageFormatException(
            source,
            "truncated JPEG: segment "
                + Integer.toHexString(0xff00 | marker)
                + " at byte "
                + at
                + " ends beyond byte "
                + bytes.length);
      }
      segment(marker, at, end);
      if (marker == SOS) {
        int scanEnd = endOfScan(end);
        kept.write(bytes, end, scanEnd - end);
        end = scanEnd;
      }
      at = end;
    }
  }

  private void segment(int marker, int at, int end) {
    if (marker < APP0 || (marker > APP15 && marker != COM)) {
      kept.write(bytes, at, end - at);
    }
    if (marker == APP0) {
      jfif |= ImageFileType.startsWith(bytes, at + 4, "JFIF\0") && end - at >= 9;
    } else if (marker == APP14
        && end - at > 4 + ADOBE_TRANSFORM
        && ImageFileType.startsWith(bytes, at + 4, "Adobe")) {
      adobeTransform = bytes[at + 4 + ADOBE_TRANSFORM] & 0xff;
    } else if (isFrame(marker) && end - at >= 10) {
      precision = bytes[at + 4] & 0xff;
      components = bytes[at + 9] & 0xff;
      StringBuilder ids = new StringBuilder();
      for (int i = at + 10; i < end; i += 3) {
        ids.append((char) (bytes[i] & 0xff));
      }
      componentIds = ids.toString();
    }
  }

  /** The next 0xFF that is followed by a marker; stray bytes between segments are skipped. */
  private int nextMarker(int from) throws ImageFormatException {
    for (int at = from; at + 1 < bytes.length; at++) {
      int next = bytes[at + 1] & 0xff;
      if (bytes[at] == (byte) 0xff && next != 0 && next != 0xff) {
        return at;
      }
    }
    throw new ImageFormatException(
        source, "truncated JPEG: ends at byte " + bytes.length + " without an end-of-image marker");
  }

  private int endOfScan(int from) throws ImageFormatException {
    int at = nextMarker(from);
    while (standsAlone(bytes[at + 1] & 0xff)) {
      at = nextMarker(at + 2);
    }
    return at;
  }

  private static boolean standsAlone(int marker) {
    return (marker >= 0xd0 && marker <= SOI) || marker == 0x01;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private int unsigned16(int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
