package io.kotha.sandbox.limits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of processors or NUMA nodes, in the kernel's format: {@code 0-3,8}. Immutable.
 *
 * @param numbers in ascending order, without duplicates; at least one
 */
public record CpuList(List<Integer> numbers) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  /**
   * Sorts the numbers and removes duplicates.
   *
   * @throws IllegalArgumentException if there is no number, or one is negative
   */
  public CpuList {
    Objects.requireNonNull(numbers, "numbers");
    SortedSet<Integer> sorted = new TreeSet<>(numbers);
    if (sorted.isEmpty() || sorted.first() < 0) {
      throw new IllegalArgumentException("not a list of processors or nodes: " + numbers);
    }
    numbers = List.copyOf(sorted);
  }

  /**
   * Returns a list of these numbers.
   *
   * @throws IllegalArgumentException if there is no number, or one is negative
   */
  public static CpuList of(int... numbers) {
    Objects.requireNonNull(numbers, "numbers");
    return new CpuList(Arrays.stream(numbers).boxed().toList());
  }

  /**
   * Parses a list in the kernel's format, such as {@code 0-3,8}.
   *
   * @throws IllegalArgumentException if the text is not such a list
   */
  public static CpuList parse(String text) {
    Objects.requireNonNull(text, "text");
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.trim().split(",", -1)) {
      Matcher matcher = RANGE.matcher(part.trim());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a list such as 0-3,8: \"" + text + "\"");
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      for (int number = first; number <= last; number++) {
        numbers.add(number);
      }
    }
    return new CpuList(numbers);
  }

  /** Returns whether this list contains every number of the other. */
  public boolean containsAll(CpuList other) {
    Objects.requireNonNull(other, "other");
    return numbers.containsAll((Collection<?>) other.numbers);
  }

  /** Returns the list in the kernel's format, with ranges joined; {@link #parse} reads it back. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < numbers.size(); i++) {
      int first = numbers.get(i);
      while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
        i++;
      }
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (numbers.get(i) != first) {
        text.append('-').append(numbers.get(i));
      }
    }
    return text.toString();
  }
}
