package io.kotha.sandbox.linux.attack;

import java.util.LinkedHashSet;
import java.util.Set;

/** What the attacker saw: the name of an errno, or a few words. */
public final class Seen {

  private final Set<String> all = new LinkedHashSet<>();

  Seen() {}

  /** Adds one. */
  public void was(String what) {
    all.add(what);
  }

  String text() {
    return String.join(", ", all);
  }
}
