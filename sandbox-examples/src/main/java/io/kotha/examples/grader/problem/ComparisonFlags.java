package io.kotha.examples.grader.problem;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The options of the default validator.
 *
 * @param letters the comparison of upper and lower case
 * @param spaces the comparison of white space
 * @param absolute largest absolute error of a number; empty if it does not count
 * @param relative largest relative error of a number; empty if it does not count
 */
public record ComparisonFlags(
    Letters letters, Spaces spaces, OptionalDouble absolute, OptionalDouble relative) {

  /** The comparison of upper and lower case. */
  public enum Letters {
    ANY_CASE,
    SAME_CASE
  }

  /** The comparison of white space: any amount equals any other, or exactly the same. */
  public enum Spaces {
    ANY,
    SAME
  }

  /** The default: case-insensitive tokens, and numbers compared as text. */
  public static final ComparisonFlags NONE =
      new ComparisonFlags(
          Letters.ANY_CASE, Spaces.ANY, OptionalDouble.empty(), OptionalDouble.empty());

  /**
   * Parses the validator's arguments; of two contradicting ones the last counts.
   *
   * @throws IllegalArgumentException if an argument is unknown or a tolerance is missing or invalid
   */
  public static ComparisonFlags parse(List<String> arguments) {
    ComparisonFlags flags = NONE;
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      flags =
          switch (name) {
            case "case_sensitive" -> flags.with(Letters.SAME_CASE);
            case "space_change_sensitive" -> flags.with(Spaces.SAME);
            case "float_absolute_tolerance" ->
                flags.with(tolerance(arguments, ++i), flags.relative);
            case "float_relative_tolerance" ->
                flags.with(flags.absolute, tolerance(arguments, ++i));
            case "float_tolerance" -> {
              OptionalDouble both = tolerance(arguments, ++i);
              yield flags.with(both, both);
            }
            default -> throw new IllegalArgumentException("unknown flag \"" + name + "\"");
          };
    }
    return flags;
  }

  /**
   * Checks that no tolerance is repeated, which the format forbids since 2023-07.
   *
   * @throws IllegalArgumentException if a tolerance is given twice
   */
  void requireUnrepeated(List<String> arguments) {
    int both = Collections.frequency(arguments, "float_tolerance");
    int absolute = Collections.frequency(arguments, "float_absolute_tolerance");
    int relative = Collections.frequency(arguments, "float_relative_tolerance");
    if (both + absolute > 1 || both + relative > 1) {
      throw new IllegalArgumentException("a tolerance is given twice");
    }
  }

  /** Returns whether numbers are compared by value, within a tolerance. */
  public boolean comparesNumbers() {
    return absolute.isPresent() || relative.isPresent();
  }

  private ComparisonFlags with(Letters value) {
    return new ComparisonFlags(value, spaces, absolute, relative);
  }

  private ComparisonFlags with(Spaces value) {
    return new ComparisonFlags(letters, value, absolute, relative);
  }

  private ComparisonFlags with(OptionalDouble newAbsolute, OptionalDouble newRelative) {
    return new ComparisonFlags(letters, spaces, newAbsolute, newRelative);
  }

  private static OptionalDouble tolerance(List<String> arguments, int index) {
    if (index < arguments.size()) {
      try {
        double value = Double.parseDouble(arguments.get(index));
        if (value >= 0 && value < Double.POSITIVE_INFINITY) {
          return OptionalDouble.of(value);
        }
      } catch (NumberFormatException e) {
        // reported below
      }
    }
    throw new IllegalArgumentException("a tolerance is missing after " + arguments.get(index - 1));
  }
}
