package io.kotha.examples.ship.seccomp;

/** What this machine is called. */
final class Machine {

  private Machine() {}

  /** By Go, and so by Docker. */
  static String goName() {
    return isArm() ? "arm64" : "amd64";
  }

  /** By libseccomp. */
  static String scmpName() {
    return isArm() ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64";
  }

  /** Whether its kernel is of this version or newer; 4.8 is older than 4.18. */
  static boolean hasKernel(String version) {
    int[] wanted = numbers(version);
    int[] own = numbers(System.getProperty("os.version"));
    return own[0] != wanted[0] ? own[0] > wanted[0] : own[1] >= wanted[1];
  }

  private static int[] numbers(String version) {
    String[] parts = version.split("[^0-9]+", -1);
    if (parts.length < 2 || parts[0].isEmpty()) {
      throw new IllegalArgumentException("not a kernel version: \"" + version + "\"");
    }
    return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
  }

  private static boolean isArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }
}
