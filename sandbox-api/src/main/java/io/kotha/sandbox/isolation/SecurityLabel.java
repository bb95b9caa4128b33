package io.kotha.sandbox.isolation;

import java.util.Objects;

/**
 * The label under which a Linux security module confines the program from its {@code execve(2)} on.
 * The module must be active on the host and know the label. The room's own isolation applies as
 * well. Immutable.
 */
public sealed interface SecurityLabel {

  /** Returns the profile or context as the module's administrator defined it. */
  String name();

  /**
   * An AppArmor profile. It must be loaded and must allow the program by its path inside the room.
   * The helper writes {@code exec NAME} to {@code /proc/self/attr/apparmor/exec}.
   *
   * @param name of the profile, 1 to 1,024 characters
   */
  record AppArmor(String name) implements SecurityLabel {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is blank, too long, or has a control character
     */
    public AppArmor {
      requireName(name);
    }
  }

  /**
   * An SELinux context. The policy must allow {@code nnp_transition}, because the program has
   * {@code no_new_privs}. The helper writes the context to {@code /proc/self/attr/exec}.
   *
   * @param name context such as {@code system_u:system_r:container_t:s0:c1,c2}, 1 to 1,024
   *     characters
   */
  record SeLinux(String name) implements SecurityLabel {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is blank, too long, or has a control character
     */
    public SeLinux {
      requireName(name);
    }
  }

  private static void requireName(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isBlank() || name.length() > 1024 || name.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "a label has 1 to 1024 characters and no control character: \"" + name + '"');
    }
  }
}
