package io.kotha.examples.grader.problem;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How the default validator compares.
 *
 * @param letters whether case matters
 * @param spaces whether white space matters
 * @param absolute largest absolute error of a number
 * @param relative largest relative error of a number
 */
public record ComparisonFlags(
    Letters letters, Spaces spaces, OptionalDouble absolute, OptionalDouble relative) {

  /** Whether {@code A} is {@code a}. */
  public enum Letters {
    ANY_CASE,
    SAME_CASE
  }

  /** Whether one space is two. */
  public enum Spaces {
    ANY,
    SAME
  }

  /** Nothing set: tokens, in any case, numbers as they are written. */
  public static final ComparisonFlags NONE =
      new ComparisonFlags(
          Letters.ANY_CASE, Spaces.ANY, OptionalDouble.empty(), OptionalDouble.empty());

  /**
   * Reads the validator's arguments; the last of two contradicting ones counts.
   *
   * @throws IllegalArgumentException if one is unknown or no tolerance
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
            default -> throw new IllegalArgumentException("unknown: \"" + name + "\"");
          };
    }
    return flags;
  }

  /**
   * The later format forbids saying a tolerance twice.
   *
   * @throws IllegalArgumentException if that happens
   */
  void requireUnrepeated(List<String> arguments) {
    int both = Collections.frequency(arguments, "float_tolerance");
    int absolute = Collections.frequency(arguments, "float_absolute_tolerance");
    int relative = Collections.frequency(arguments, "float_relative_tolerance");
    if (both + absolute > 1 || both + relative > 1) {
      throw new IllegalArgumentException("a tolerance is given twice");
    }
  }

  /** Whether numbers are compared as numbers. */
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
        // said below
      }
    }
    throw new IllegalArgumentException("a tolerance is missing after " + arguments.get(index - 1));
  }
}
