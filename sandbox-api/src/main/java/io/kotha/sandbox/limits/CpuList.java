package io.kotha.sandbox.limits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of processors or NUMA nodes, as the kernel writes them: {@code 0-3,8}.
 *
 * @param numbers ascending, without doubles, at least one
 */
public record CpuList(List<Integer> numbers) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  /**
   * Sorts them.
   *
   * @throws IllegalArgumentException if there is none, or one is below 0
   */
  public CpuList {
    SortedSet<Integer> sorted = new TreeSet<>(numbers);
    if (sorted.isEmpty() || sorted.first() < 0) {
      throw new IllegalArgumentException("not a list of processors or nodes: " + numbers);
    }
    numbers = List.copyOf(sorted);
  }

  /** These. */
  public static CpuList of(int... numbers) {
    return new CpuList(Arrays.stream(numbers).boxed().toList());
  }

  /**
   * Reads {@code 0-3,8}.
   *
   * @throws IllegalArgumentException if the text is no such list
   */
  public static CpuList parse(String text) {
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

  /** Whether every number of the other is in this one. */
  public boolean containsAll(CpuList other) {
    return numbers.containsAll((Collection<?>) other.numbers);
  }

  /** As the kernel writes it, ranges joined; {@link #parse} reads it back. */
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
