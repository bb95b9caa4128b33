package io.kotha.sandbox.linux.seccomp;

import java.util.Optional;

/** A processor architecture that filters are compiled for. Both are 64-bit and little-endian. */
public enum Arch {
  /** {@code AUDIT_ARCH_X86_64}. */
  X86_64(0xc000_003e, "amd64", "syscalls-x86_64.tsv"),

  /** {@code AUDIT_ARCH_AARCH64}. */
  AARCH64(0xc000_00b7, "aarch64", "syscalls-aarch64.tsv");

  /**
   * The bit that is set in the numbers of x32 system calls. The x32 ABI shares {@code
   * AUDIT_ARCH_X86_64}, so that only this bit tells its calls from native ones.
   */
  static final int X32_BIT = 0x4000_0000;

  private final int auditArch;
  private final String osArch;

  @SuppressWarnings("ImmutableEnumChecker") // a table never changes after it is loaded
  private final SyscallTable table;

  Arch(int auditArch, String osArch, String resource) {
    this.auditArch = auditArch;
    this.osArch = osArch;
    this.table = SyscallTable.load(resource);
  }

  /**
   * Returns the architecture with this Java name; empty for an unsupported one.
   *
   * @param osArch the value of the system property {@code os.arch}
   */
  public static Optional<Arch> of(String osArch) {
    for (Arch arch : values()) {
      if (arch.osArch.equals(osArch)) {
        return Optional.of(arch);
      }
    }
    return Optional.empty();
  }

  /** Returns the {@code AUDIT_ARCH_*} value that {@code seccomp_data.arch} has for native calls. */
  public int auditArch() {
    return auditArch;
  }

  /** Returns the system calls of this architecture. */
  public SyscallTable table() {
    return table;
  }
}
