package dev.vernier.engine.io;

import java.io.Serializable;

/**
 * How a text {@code .param} is laid out, so that it can be written as it was read.
 *
 * @param typeWidth columns that a layer's type is padded to
 * @param nameWidth columns that its name is padded to
 * @param utf8 whether the text is UTF-8; otherwise it is ISO 8859-1
 */
public record TextLayout(int typeWidth, int nameWidth, boolean utf8) implements Serializable {
  /** What ncnn's own writer does. */
  public static final TextLayout NCNN = new TextLayout(24, 24, true);
}
