package dev.vernier.spark.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lists of numbers as ncnn's tools write them: {@code 1,2,3}, {@code [1,2,3]}, {@code [1],[2]}. */
final class Lists {

  private Lists() {}

  /**
   * The groups of all values of an option, a group an input; brackets separate groups, a value
   * without brackets is one group.
   *
   * @throws IllegalArgumentException if brackets do not match; the message names the option
   */
  static List<List<String>> groups(String option, List<String> values) {
    List<List<String>> groups = new ArrayList<>();
    for (String value : values) {
      String text = value.strip();
      if (!text.contains("[") && !text.contains("]")) {
        groups.add(elements(text));
        continue;
      }
      if (!text.matches("\\[[^\\[\\]]*](\\s*,\\s*\\[[^\\[\\]]*])*")) {
        throw new IllegalArgumentException(
            option + " is \"" + value + "\", expected numbers such as [104,117,123]");
      }
      for (String group : text.substring(1, text.length() - 1).split("]\\s*,\\s*\\[", -1)) {
        groups.add(elements(group));
      }
    }
    return groups;
  }

  private static List<String> elements(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /**
   * One group as real numbers.
   *
   * @throws IllegalArgumentException if an element is none; the message names the option
   */
  static List<Float> floats(String option, List<String> group) {
    List<Float> numbers = new ArrayList<>();
    for (String element : group) {
      try {
        numbers.add(Float.parseFloat(element));
      } catch (NumberFormatException wrong) {
        throw new IllegalArgumentException(
            option + " holds \"" + element + "\", expected a number", wrong);
      }
    }
    return numbers;
  }

  /**
   * One group as whole numbers.
   *
   * @throws IllegalArgumentException if an element is none; the message names the option
   */
  static List<Integer> integers(String option, List<String> group) {
    List<Integer> numbers = new ArrayList<>();
    for (String element : group) {
      try {
        numbers.add(Integer.parseInt(element));
      } catch (NumberFormatException wrong) {
        throw new IllegalArgumentException(
            option + " holds \"" + element + "\", expected a whole number", wrong);
      }
    }
    return numbers;
  }
}
