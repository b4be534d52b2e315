package dev.vernier.engine.quant;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A calibration table as ncnn2table writes and ncnn2int8 reads it: UTF-8 text, a line a layer and
 * weight, each scale printed {@code %f} and followed by a space. Lines of quantised convolutions
 * and inner products come first, then the scales of their inputs, then the weights of layers that
 * need no calibration. Immutable.
 */
public final class CalibrationTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What reading does with a scale that is infinite, NaN, zero or negative. */
  public enum BadScales {
    /** Fails with the line's number. */
    REJECT,
    /** Keeps it, for a check that lists all of them; ncnn2table writes {@code inf}. */
    KEEP
  }

  private final ArrayList<TableLine> lines;
  private final LinkedHashMap<String, TableLine> byKey = new LinkedHashMap<>();

  CalibrationTable(List<TableLine> lines) {
    this.lines = new ArrayList<>(lines);
    for (TableLine line : lines) {
      byKey.put(line.key(), line);
    }
  }

  /** Starts a table. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a table from a file; messages name the file without its folder.
   *
   * @throws TableFormatException if a line is not as it should be
   */
  public static CalibrationTable read(Path file) throws IOException {
    return read(file, BadScales.REJECT);
  }

  /** The same with a choice of what happens to bad scales. */
  public static CalibrationTable read(Path file, BadScales badScales) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.getFileName().toString(), badScales);
    }
  }

  /** Reads a table from a stream, up to its end; {@code source} stands for it in messages. */
  public static CalibrationTable read(InputStream in, String source, BadScales badScales)
      throws IOException {
    return new TableReader(source, badScales).read(in);
  }

  /** Reads a table from its text; {@code source} stands for it in messages. */
  public static CalibrationTable parse(String text, String source, BadScales badScales) {
    return new TableReader(source, badScales).parse(text);
  }

  /** All lines in their order. */
  public List<TableLine> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** The line of a layer's weight, 0 for its first. */
  public Optional<TableLine> weights(String layer, int param) {
    return Optional.ofNullable(byKey.get(TableLine.key(layer, param)));
  }

  /** The line of the scale of a layer's input. */
  public Optional<TableLine> activation(String layer) {
    return Optional.ofNullable(byKey.get(layer));
  }

  /** The table without any line of these layers. */
  public CalibrationTable without(Set<String> layers) {
    return new CalibrationTable(
        lines.stream().filter(line -> !layers.contains(line.layer())).toList());
  }

  /** Appends the table's text. */
  public void write(Appendable out) throws IOException {
    for (TableLine line : lines) {
      out.append(line.key()).append(' ');
      for (int i = 0; i < line.count(); i++) {
        out.append(PrintfFloat.format(line.scale(i))).append(' ');
      }
      out.append('\n');
    }
  }

  /** Writes the table's text in UTF-8; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    out.write(toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes the table to a file, which then holds either what it held before or the whole table: the
   * text goes to a file beside it, which takes its place at the end.
   */
  public void write(Path file) throws IOException {
    Path name = file.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("\"" + file + "\" is no file to write a table to");
    }
    Path beside = file.resolveSibling("." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream out = Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW)) {
        write(out);
      }
      try {
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CalibrationTable that && lines.equals(that.lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  /** The table's text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    try {
      write(text);
    } catch (IOException e) {
      throw new IllegalStateException("a StringBuilder does not fail", e);
    }
    return text.toString();
  }

  /** Collects lines in any order of kinds; within a kind they keep the order of the calls. */
  public static final class Builder {
    private final List<TableLine> weights = new ArrayList<>();
    private final List<TableLine> activations = new ArrayList<>();
    private final List<TableLine> staticWeights = new ArrayList<>();
    private final Map<String, TableLine> byKey = new LinkedHashMap<>();

    private Builder() {}

    /** Adds the weight scales of a convolution or inner product. */
    public Builder weights(String layer, float... scales) {
      weights.add(line(layer, 0, scales));
      return this;
    }

    /** Adds the scale of the input of a convolution or inner product. */
    public Builder activation(String layer, float scale) {
      activations.add(line(layer, TableLine.ACTIVATION, scale));
      return this;
    }

    /**
     * Adds the scales of weight 0 to 3 of a layer that needs no calibration: Embed,
     * MultiHeadAttention, RNN, LSTM, GRU.
     */
    public Builder staticWeights(String layer, int param, float... scales) {
      if (param < 0 || param >= TableLine.MOST_PARAMS) {
        throw new IllegalArgumentException(
            "layer \"" + layer + "\": weight " + param + " of a table, must be 0 to 3");
      }
      staticWeights.add(line(layer, param, scales));
      return this;
    }

    /** The table. */
    public CalibrationTable build() {
      List<TableLine> lines = new ArrayList<>(weights);
      lines.addAll(activations);
      lines.addAll(staticWeights);
      return new CalibrationTable(lines);
    }

    private TableLine line(String layer, int param, float... scales) {
      Objects.requireNonNull(layer, "layer");
      if (layer.isEmpty() || layer.chars().anyMatch(c -> c <= ' ')) {
        throw new IllegalArgumentException(
            "layer \"" + layer + "\": a name in a table is not empty and has no white space");
      }
      if (scales.length == 0) {
        throw new IllegalArgumentException(
            "layer \"" + layer + "\": no scale, a line of a table has at least 1");
      }
      TableLine line = TableLine.of(layer, param, scales, 0);
      for (int i = 0; i < scales.length; i++) {
        String fault = line.fault(i);
        if (fault != null) {
          throw new IllegalArgumentException(fault);
        }
        if (PrintfFloat.printsAsZero(scales[i])) {
          throw new IllegalArgumentException(
              "layer \""
                  + layer
                  + "\": scale "
                  + i
                  + " is "
                  + scales[i]
                  + ", which a table, with"
                  + " six decimal places, holds as 0");
        }
      }
      if (byKey.putIfAbsent(line.key(), line) != null) {
        throw new IllegalArgumentException(
            "a table has one line \"" + line.key() + "\", this is the second");
      }
      return line;
    }
  }
}
