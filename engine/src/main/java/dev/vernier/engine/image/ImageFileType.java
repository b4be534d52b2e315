package dev.vernier.engine.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The file types that are read, told by their first bytes. The reader of each is named outright:
 * Image I/O's search depends on the class loader of whoever asked first, which on a cluster is not
 * ours.
 */
enum ImageFileType {
  /** Baseline and progressive, 8 bits. */
  JPEG(1024) {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, 0, "\u00ff\u00d8\u00ff");
    }
  },
  /** All bit depths and colour types. */
  PNG(8 * 1032) {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, 0, "\u0089PNG\r\n\u001a\n");
    }
  },
  /** The first frame. */
  GIF(4096) {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, 0, "GIF87a") || startsWith(bytes, 0, "GIF89a");
    }
  },
  /** Windows bitmaps. */
  BMP(Long.MAX_VALUE) {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, 0, "BM");
    }
  },
  /** Lossy and lossless; the first frame. */
  WEBP(Long.MAX_VALUE) {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP");
    }
  };

  private final long pixelsPerByte;

  ImageFileType(long pixelsPerByte) {
    this.pixelsPerByte = pixelsPerByte;
  }

  abstract boolean matches(byte[] bytes);

  /**
   * More pixels than a byte of this type can stand for (deflate: 1032 bytes of 8 pixels; LZW: one
   * string of 12-bit codes; JPEG: a bit a block), so a larger claim is a lie of the header.
   */
  long pixelsPerByte() {
    return pixelsPerByte;
  }

  /** The reader's factory; thread-safe. */
  ImageReaderSpi reader() {
    return Readers.BY_TYPE[ordinal()];
  }

  /** The type of the bytes, null if it is none of these. */
  static ImageFileType of(byte[] bytes) {
    for (ImageFileType type : values()) {
      if (type.matches(bytes)) {
        return type;
      }
    }
    return null;
  }

  /** Compares bytes with a text of characters 0 to 255. */
  static boolean startsWith(byte[] bytes, int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < at + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static final class Readers {

    private static final ImageReaderSpi[] BY_TYPE = new ImageReaderSpi[values().length];

    static {
      for (ImageFileType type : values()) {
        BY_TYPE[type.ordinal()] = type == WEBP ? new WebPImageReaderSpi() : ofRuntime(type);
      }
    }

    private static ImageReaderSpi ofRuntime(ImageFileType type) {
      String home = "com.sun.imageio.plugins." + type.name().toLowerCase(Locale.ROOT) + ".";
      Iterator<ImageReaderSpi> all =
          IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
      while (all.hasNext()) {
        ImageReaderSpi candidate = all.next();
        if (candidate.getClass().getName().startsWith(home)) {
          return candidate;
        }
      }
      throw new IllegalStateException(
          "this Java runtime has no " + type + " reader; module java.desktop is incomplete");
    }
  }
}
