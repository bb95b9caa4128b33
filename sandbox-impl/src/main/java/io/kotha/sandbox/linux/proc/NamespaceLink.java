package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.Namespace;
import java.util.OptionalLong;

/** The text of a link of {@code /proc/PID/ns}, such as {@code net:[4026531840]}. */
public final class NamespaceLink {

  private NamespaceLink() {}

  /** Returns the inode number of the namespace; empty if this is no link to one of that type. */
  public static OptionalLong inode(Namespace type, String link) {
    String start = type.procName() + ":[";
    if (!link.startsWith(start) || !link.endsWith("]")) {
      return OptionalLong.empty();
    }
    String digits = link.substring(start.length(), link.length() - 1);
    return digits.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }
}
