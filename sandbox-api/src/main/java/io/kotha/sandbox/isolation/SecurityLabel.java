package io.kotha.sandbox.isolation;

/**
 * What a Linux security module calls the program from its {@code execve} on. The module must be
 * active on the host, and know the name; the room's own filter and {@code no_new_privs} stand
 * beside it.
 */
public sealed interface SecurityLabel {

  /** The name as the module's administrator gave it. */
  String name();

  /**
   * An AppArmor profile: {@code exec NAME} in {@code /proc/self/attr/apparmor/exec}. It must be
   * loaded, and allow the program that is executed, by its path inside the room.
   */
  record AppArmor(String name) implements SecurityLabel {
    /** Checks that it is one. */
    public AppArmor {
      requireName(name);
    }
  }

  /**
   * An SELinux context, such as {@code system_u:system_r:container_t:s0:c1,c2}, in {@code
   * /proc/self/attr/exec}. With {@code no_new_privs} the policy has to allow the {@code
   * nnp_transition}.
   */
  record SeLinux(String name) implements SecurityLabel {
    /** Checks that it is one. */
    public SeLinux {
      requireName(name);
    }
  }

  private static void requireName(String name) {
    if (name.isBlank() || name.length() > 1024 || name.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("not a label: \"" + name + '"');
    }
  }
}
