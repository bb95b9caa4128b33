package io.kotha.sandbox.linux.attack;

import java.util.LinkedHashSet;
import java.util.Set;

/** The attacker's observations: names of errnos, or a few words. */
public final class Seen {

  private final Set<String> all = new LinkedHashSet<>();

  Seen() {}

  /** Adds an observation. */
  public void was(String what) {
    all.add(what);
  }

  String text() {
    return String.join(", ", all);
  }
}
