package dev.vernier.spark.ml;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import scala.runtime.AbstractFunction1;

/**
 * A validator of a parameter that says what it expected, where Spark's own would only say no.
 *
 * @param <T> what the parameter holds
 */
final class Rule<T> extends AbstractFunction1<T, Object> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Check<T> check;

  /**
   * Throws where a value is wrong.
   *
   * @param <T> what is checked
   */
  @FunctionalInterface
  interface Check<T> extends Consumer<T>, Serializable {}

  Rule(Check<T> check) {
    this.check = check;
  }

  @Override
  public Object apply(T value) {
    check.accept(value);
    return true;
  }

  /** A whole number of at least that. */
  static Rule<Object> atLeast(String name, int least) {
    return new Rule<>(value -> require((Integer) value >= least, name, value, "at least " + least));
  }

  /** One of these words. */
  static Rule<String> oneOf(String name, List<String> words) {
    List<String> expected = List.copyOf(words);
    return new Rule<>(
        value ->
            require(expected.contains(value), name, "\"" + value + "\"", "one of " + expected));
  }

  /** The name of a column, which may be left out where {@code optional}. */
  static Rule<String> column(String name, boolean optional) {
    return new Rule<>(
        value ->
            require(
                value != null && (optional || !value.isBlank()),
                name,
                value == null ? null : "\"" + value + "\"",
                "the name of a column"));
  }

  /** Numbers that are all finite. */
  static Rule<double[]> finite(String name) {
    return new Rule<>(
        values ->
            require(
                Arrays.stream(values).allMatch(Double::isFinite),
                name,
                Arrays.toString(values),
                "finite numbers"));
  }

  /** Sizes of an input: up to four, none negative. */
  static Rule<int[]> shape(String name) {
    return new Rule<>(
        sizes ->
            require(
                sizes.length <= 4 && Arrays.stream(sizes).allMatch(size -> size >= 0),
                name,
                Arrays.toString(sizes),
                "w | w, h | w, h, c | w, h, d, c, none of them negative"));
  }

  /** Names without a blank one or one that is there twice. */
  static Rule<String[]> distinct(String name) {
    return new Rule<>(
        names ->
            require(
                Arrays.stream(names).distinct().count() == names.length
                    && Arrays.stream(names).noneMatch(String::isBlank),
                name,
                Arrays.toString(names),
                "names, each once"));
  }

  static void require(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + found + ", expected " + expected);
    }
  }
}
