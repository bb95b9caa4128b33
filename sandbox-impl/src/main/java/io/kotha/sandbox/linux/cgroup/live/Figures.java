package io.kotha.sandbox.linux.cgroup.live;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Form;
import java.util.Optional;
import java.util.OptionalLong;

/** Numbers in the text of cgroup files. Pure; reads as the helper does at the end of a room. */
final class Figures {

  private Figures() {}

  /**
   * The number after a word, whatever stands between them ({@code key 1}, {@code key=1}).
   *
   * @param key empty for the number that the text begins with
   * @param form which numbers, where the word is there more than once
   */
  static OptionalLong value(String text, String key, Form form) {
    if (key.isEmpty()) {
      return number(text.strip());
    }
    if (text.isEmpty() && form == Form.SUM) {
      return OptionalLong.of(0); // nothing has been counted yet
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

  /** The number of a line {@code key 1}. */
  static OptionalLong line(Optional<String> text, String key) {
    return text.isPresent() ? value(text.get(), key, Form.FIRST) : OptionalLong.empty();
  }

  /** The number that the text is. */
  static OptionalLong number(Optional<String> text) {
    return text.isPresent() ? value(text.get(), "", Form.FIRST) : OptionalLong.empty();
  }

  /** Empty for {@code max}, and for what does not fit a {@code long}. */
  private static OptionalLong number(String word) {
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
