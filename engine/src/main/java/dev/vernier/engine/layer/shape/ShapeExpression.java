package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.StringParam;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Sizes computed from the shapes of a layer's bottoms: a list of terms such as {@code
 * "*(0w,2),//(1h,3),-1"}.
 *
 * <p>A term is a literal, a size ({@code 0w}: width of the first bottom; h, d, c likewise, n is 1),
 * or a function with its operands in parentheses; the functions are in {@link ShapeFunction}. Whole
 * numbers stay whole until a function makes a real of them; a real result is cut to a whole one.
 */
final class ShapeExpression implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String SIZES = "whdcn";

  /** A step of the evaluation, in the order in which they run; at most one field is set. */
  private record Step(ShapeFunction function, ShapeNumber literal, int blob, char size)
      implements Serializable {

    int operands() {
      return function == null ? 0 : function.operands();
    }
  }

  private final String text;
  private final String where;
  private final Step[] steps;
  private final int terms;

  private ShapeExpression(String text, String where, Step[] steps, int terms) {
    this.text = text;
    this.where = where;
    this.steps = steps;
    this.terms = terms;
  }

  /**
   * The expression that a layer gives for a parameter, or null where it gives none.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if it holds an unknown word, a bottom that
   *     the layer does not have, or too few operands
   */
  static ShapeExpression of(StringParam param, LayerSpec spec) {
    String text = param.get(spec);
    if (text.isEmpty()) {
      return null;
    }
    List<Step> steps = new ArrayList<>();
    int depth = 0;
    List<String> words = words(text);
    // The last word first: every function then finds its operands on the stack.
    for (int i = words.size() - 1; i >= 0; i--) {
      Step step = step(words.get(i), text, param, spec);
      if (step.operands() > depth) {
        throw spec.error(
            param.name()
                + " is \""
                + text
                + "\": "
                + words.get(i)
                + " has "
                + depth
                + " operands, must have "
                + step.operands());
      }
      depth += 1 - step.operands();
      steps.add(step);
    }
    if (depth == 0) {
      throw spec.error(param.name() + " is \"" + text + "\", must hold at least one term");
    }
    String where = spec.describe() + ": " + param.name() + " \"" + text + "\"";
    return new ShapeExpression(text, where, steps.toArray(new Step[0]), depth);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("[(),]", -1)) {
      String trimmed = word.strip();
      if (!trimmed.isEmpty()) {
        words.add(trimmed);
      }
    }
    return words;
  }

  private static Step step(String word, String text, StringParam param, LayerSpec spec) {
    if (word.length() == 2 && isDigit(word.charAt(0)) && SIZES.indexOf(word.charAt(1)) >= 0) {
      int blob = word.charAt(0) - '0';
      if (blob >= spec.bottoms().size()) {
        throw spec.error(
            param.name()
                + " is \""
                + text
                + "\": "
                + word
                + " names bottom "
                + blob
                + " of "
                + spec.bottoms().size());
      }
      return new Step(null, null, blob, word.charAt(1));
    }
    ShapeFunction function = ShapeFunction.named(word);
    if (function != null) {
      return new Step(function, null, 0, ' ');
    }
    ShapeNumber literal = ShapeNumber.parse(word);
    if (literal == null) {
      throw spec.error(
          param.name()
              + " is \""
              + text
              + "\": \""
              + word
              + "\" is neither a number, nor a size such as 0w, nor a function");
    }
    return new Step(null, literal, 0, ' ');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** How many terms the list has. */
  int terms() {
    return terms;
  }

  /**
   * The terms for these bottoms.
   *
   * @throws IllegalArgumentException if a term overflows, divides by zero, is not a number, or
   *     shifts reals
   */
  int[] evaluate(Mat[] bottoms) {
    ShapeNumber[] stack = new ShapeNumber[steps.length];
    int depth = 0;
    try {
      for (Step step : steps) {
        if (step.function() != null) {
          ShapeNumber first = stack[--depth];
          ShapeNumber second = step.operands() > 1 ? stack[--depth] : null;
          stack[depth++] = step.function().apply(first, second);
        } else if (step.literal() != null) {
          stack[depth++] = step.literal();
        } else {
          stack[depth++] = ShapeNumber.of(size(bottoms[step.blob()], step.size()));
        }
      }
      int[] values = new int[terms];
      for (int i = 0; i < terms; i++) {
        values[i] = stack[--depth].toInt();
      }
      return values;
    } catch (ArithmeticException problem) {
      throw new IllegalArgumentException(where + ": " + problem.getMessage(), problem);
    }
  }

  private static int size(Mat mat, char name) {
    return switch (name) {
      case 'w' -> mat.w();
      case 'h' -> mat.h();
      case 'd' -> mat.d();
      case 'c' -> mat.c();
      default -> 1;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
