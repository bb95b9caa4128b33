package io.kotha.sandbox.linux.cgroup.live;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Form;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Parses numbers in the text of cgroup files, by the rules that the zygote applies to the counters
 * at the end of a room. Pure.
 */
final class Figures {

  private Figures() {}

  /**
   * Returns the number after a key, in lines {@code key 1} or {@code key=1}; empty if there is
   * none.
   *
   * @param key the key; empty if the whole text is the number
   * @param form the numbers to take if the key occurs more than once
   */
  static OptionalLong value(String text, String key, Form form) {
    if (key.isEmpty()) {
      return number(text.strip());
    }
    if (text.isEmpty() && form == Form.SUM) {
      return OptionalLong.of(0); // the kernel adds lines once it has counted something
    }
    boolean found = false;
    long sum = 0;
    String[] words = text.split("[ =\n]", -1);
    for (int i = 0; i + 1 < words.length; i++) {
      OptionalLong number = words[i].equals(key) ? number(words[i + 1]) : OptionalLong.empty();
      if (number.isPresent()) {
        found = true;
        sum += number.getAsLong();
        if (form == Form.FIRST) {
          break;
        }
      }
    }
    return found ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  /** Returns the number of the first line {@code key 1}. */
  static OptionalLong line(Optional<String> text, String key) {
    return text.isPresent() ? value(text.get(), key, Form.FIRST) : OptionalLong.empty();
  }

  /** Returns the number that the whole text consists of. */
  static OptionalLong number(Optional<String> text) {
    return text.isPresent() ? value(text.get(), "", Form.FIRST) : OptionalLong.empty();
  }

  /** Parses a number; empty for {@code max} and for a number that does not fit a {@code long}. */
  private static OptionalLong number(String word) {
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
