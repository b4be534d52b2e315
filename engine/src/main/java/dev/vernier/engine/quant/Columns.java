package dev.vernier.engine.quant;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A sample of what a layer multiplies its weights with: columns of its input, in a fixed order.
 * Immutable. See {@link dev.vernier.engine.layer.ColumnProduct}.
 */
public final class Columns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int inputs;
  private final float[] values;

  /**
   * Columns of {@code inputs} elements each, one after the other.
   *
   * @param values shared, not to be written to
   * @throws IllegalArgumentException if the values do not fall into whole columns
   */
  public Columns(int inputs, float[] values) {
    if (inputs < 1 || values.length % inputs != 0) {
      throw new IllegalArgumentException(
          values.length + " values do not fall into columns of " + inputs);
    }
    this.inputs = inputs;
    this.values = values;
  }

  /** Elements of a column. */
  public int inputs() {
    return inputs;
  }

  /** Number of columns. */
  public int count() {
    return values.length / inputs;
  }

  /** All columns one after the other; shared, not to be written to. */
  public float[] values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Columns that
        && inputs == that.inputs
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * inputs + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return count() + " columns of " + inputs + " inputs";
  }
}
